// Speed of the CLIP encoders at the sizes of ViT-B/32, with random weights, against LibTorch in float32 on the same
// processors in the same run. LibTorch computes what the authors' program does: every text padded to 77 tokens.
//
//     emo3d_encoder_bench [THREADS [ROUNDS]]
//
// The programs take turns, so that other load on the machine meets all of them: ratios of medians say more than times.
// With several threads (2 by default) that is not enough: LibTorch's threads wait for each other spinning, and beside
// other programs it falls far behind (less with OMP_WAIT_POLICY=passive). The first lines tell: the linear layer should
// take about 1.2 ms. With one thread the processor's time is taken, which other programs hardly change.
// "of peak" is the arithmetic that the results need (texts up to their end token) by time, divided by the rate of
// oneDNN's product of large matrices in the same precision.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "bench/encoder/matmul_peak.h"
#include "bench/encoder/random_clip.h"
#include "bench/encoder/torch_clip.h"
#include "emo3d/base/file.h"
#include "emo3d/base/random.h"
#include "emo3d/encode/clip_network.h"

namespace {

using namespace emo3d;
using namespace emo3d::bench;
using nn::Precision;

constexpr double kLongest_s = 20;  ///< Of a line of the report; no further round begins.

std::vector<Precision> precisions() {
  std::vector<Precision> result = {Precision::kFloat32};
  if (nn::bfloat16_supported()) result.push_back(Precision::kBfloat16);
  if (nn::int8_supported()) result.push_back(Precision::kInt8);
  return result;
}

double wall_clock() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double processor_clock() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

struct Contender {
  std::string name;
  std::function<void()> call;
  std::vector<double> times{};
};

/// Multiplications and additions of a tower's blocks for a sequence.
double block_operations(double layers, double width, double tokens) {
  return layers * (24 * width * width * tokens + 4 * tokens * tokens * width);
}

double largest_difference(const nn::Matrix& a, std::span<const float> b) {
  double largest = 0;
  for (std::size_t i = 0; i < b.size(); ++i)
    largest = std::max(largest, std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b[i])));
  return largest;
}

/// Texts of random tokens, once packed as emo3d takes them and once padded as LibTorch does.
struct Texts {
  std::vector<std::size_t> lengths, ends;
  std::vector<std::int32_t> packed, padded;
};

Texts make_texts(const std::vector<std::size_t>& lengths, const ClipSizes& sizes) {
  Random random(7);
  Texts texts{.lengths = lengths, .ends = {}, .packed = {}, .padded = {}};
  for (const std::size_t length : lengths) {
    std::vector<std::int32_t> ids;
    for (std::size_t i = 0; i + 1 < length; ++i) ids.push_back(static_cast<std::int32_t>(random.index(40000)));
    ids.push_back(static_cast<std::int32_t>(sizes.vocabulary - 1));
    texts.ends.push_back(length - 1);
    texts.packed.insert(texts.packed.end(), ids.begin(), ids.end());
    ids.resize(sizes.positions);
    texts.padded.insert(texts.padded.end(), ids.begin(), ids.end());
  }
  return texts;
}

class Bench {
 public:
  Bench(unsigned threads, int rounds)
      : threads_(threads), rounds_(rounds), clock_(threads == 1 ? processor_clock : wall_clock) {
    write_random_clip(folder_.path(), sizes_);
    torch_ = std::make_unique<TorchClip>(folder_.path(), sizes_, static_cast<int>(threads_));
    const auto files = std::make_shared<const nn::WeightFiles>(folder_.path());
    const encode::ClipConfig config = encode::read_clip_config(folder_.path());
    for (const Precision precision : precisions()) {
      text_.emplace(precision, encode::ClipTextNetwork(files, config, precision));
      image_.emplace(precision, encode::ClipVisionNetwork(*files, config, precision));
    }
  }

  void peaks() {
    std::vector<std::unique_ptr<MatmulPeak>> products;
    std::vector<Contender> contenders;
    for (const Precision precision : precisions()) {
      products.push_back(std::make_unique<MatmulPeak>(precision, static_cast<int>(threads_)));
      contenders.push_back({nn::name(precision), [product = products.back().get()] { product->run(); }});
    }
    contenders.push_back({"linear", [this] { torch_->linear_layer(); }});
    take_turns(contenders);
    for (std::size_t i = 0; i < products.size(); ++i) {
      const double rate = products[i]->operations() / median(contenders[i].times);
      peaks_[precisions()[i]] = rate;
      fmt::print("peak of {:<4} {:8.0f} GFLOP/s (product of 2048 x 2048 matrices, {} thread(s))\n", contenders[i].name,
                 rate / 1e9, threads_);
    }
    fmt::print("LibTorch: a linear layer of 77 rows, 512 to 2,048, takes {:.2f} ms\n\n",
               1e3 * median(contenders.back().times));
  }

  void texts(const std::string& name, const std::vector<std::size_t>& lengths) {
    const Texts texts = make_texts(lengths, sizes_);
    double operations = 0;
    for (const std::size_t length : lengths)
      operations += block_operations(12, 512, static_cast<double>(length)) + 2.0 * 512 * 512;
    std::vector<Contender> contenders = {{"LibTorch f32", [&] { (void)torch_->texts(texts.padded, texts.ends); }}};
    for (const Precision precision : precisions())
      contenders.push_back({std::string("emo3d ") + nn::name(precision),
                            [&, precision] { (void)text_.at(precision).run(texts.packed, texts.lengths, threads_); }});
    const double difference = largest_difference(text_.at(Precision::kFloat32).run(texts.packed, texts.lengths),
                                                 torch_->texts(texts.padded, texts.ends));
    report(name, contenders, operations, difference);
  }

  void images(const std::string& name, std::size_t count) {
    Random random(8);
    std::vector<float> pixels(count * 3 * sizes_.image * sizes_.image);
    for (float& value : pixels) value = static_cast<float>(random.normal());
    const double operations = static_cast<double>(count) * (block_operations(12, 768, 50) + 2.0 * 49 * 3072 * 768);
    std::vector<Contender> contenders = {{"LibTorch f32", [&] { (void)torch_->images(pixels); }}};
    for (const Precision precision : precisions())
      contenders.push_back({std::string("emo3d ") + nn::name(precision),
                            [&, precision] { (void)image_.at(precision).run(pixels, threads_); }});
    const double difference = largest_difference(image_.at(Precision::kFloat32).run(pixels), torch_->images(pixels));
    report(name, contenders, operations, difference);
  }

 private:
  /// Each in turn: one call to warm up, three that count. The pause lets waiting threads of the one before go to sleep.
  void take_turns(std::vector<Contender>& contenders) const {
    const double end = wall_clock() + kLongest_s * static_cast<double>(contenders.size());
    for (int round = 0; round < rounds_ && (round < 2 || wall_clock() < end); ++round)
      for (Contender& contender : contenders) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        contender.call();
        for (int i = 0; i < 3; ++i) {
          const double start = clock_();
          contender.call();
          contender.times.push_back(clock_() - start);
        }
      }
  }

  void report(const std::string& name, std::vector<Contender>& contenders, double operations, double difference) {
    take_turns(contenders);
    fmt::print("{} (float32 differs from LibTorch's by {:.1e})\n", name, difference);
    const double reference = median(contenders[0].times);
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const double time = median(contenders[i].times);
      fmt::print("  {:<12} median {:8.2f} ms, best {:8.2f} ms, {:5.2f} x", contenders[i].name, 1e3 * time,
                 1e3 * std::ranges::min(contenders[i].times), reference / time);
      if (i > 0) {
        const double rate = operations / time;
        fmt::print(", {:5.0f} GFLOP/s, {:.2f} of peak", rate / 1e9, rate / peaks_.at(precisions()[i - 1]));
      }
      fmt::print("\n");
    }
    std::fflush(stdout);
  }

  unsigned threads_;
  int rounds_;
  double (*clock_)();
  ClipSizes sizes_;
  TemporaryDirectory folder_{"emo3d-encoder-bench-"};
  std::unique_ptr<TorchClip> torch_;
  std::map<Precision, encode::ClipTextNetwork> text_;
  std::map<Precision, encode::ClipVisionNetwork> image_;
  std::map<Precision, double> peaks_;
};

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int index, int missing) {
    return argc > index ? std::max(1, std::atoi(argv[index])) : missing;
  };
  Bench bench(static_cast<unsigned>(number(1, 2)), number(2, 15));
  bench.peaks();
  bench.texts("text of 19 tokens", {19});
  std::vector<std::size_t> mixed;
  for (std::size_t i = 0; i < 32; ++i) mixed.push_back(8 + i * 7 % 25);  // 8 to 32 tokens, 20 in the mean
  bench.texts("32 texts of 8 to 32 tokens", mixed);
  bench.images("1 image", 1);
  bench.images("8 images", 8);
}
