#include "emo3d/encode/image_encoder.h"

#include <algorithm>
#include <memory>
#include <new>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/in_order.h"
#include "emo3d/image/read_image.h"

namespace emo3d::encode {
namespace {

/// Images that go through the network together at least, where there are so many: enough to keep matrix products busy
/// (50 tokens each), few enough that decoding does not wait.
constexpr std::size_t kBatch = 16;

/// What a thread made of one image; neither where none was wanted.
struct Prepared {
  std::vector<float> pixels;
  std::string fault;
};

Prepared prepare(const ClipPreprocessing& preprocessing, const ImageSource& source, std::size_t index) {
  const std::string name = source.name(index);
  try {
    const std::optional<std::string> bytes = source.bytes(index);
    if (!bytes) return {};
    Prepared result{.pixels = std::vector<float>(preprocessing.pixel_count()), .fault = {}};
    preprocessing.normalize(preprocessing.crop(*bytes, name), result.pixels);
    return result;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInterrupted) throw;
    return {.pixels = {}, .fault = error.what()};
  } catch (const std::bad_alloc&) {
    return {.pixels = {}, .fault = name + ": out of memory"};
  }
}

}  // namespace

ImageEncoder::ImageEncoder(const ClipPreprocessing& preprocessing, ClipVisionNetwork network, nn::Precision precision,
                           float logit_scale)
    : preprocessing_(preprocessing), network_(std::move(network)), precision_(precision), logit_scale_(logit_scale) {}

ImageEncoder ImageEncoder::load(const std::filesystem::path& folder, nn::Precision precision) {
  const ClipConfig config = read_clip_config(folder);
  const ClipPreprocessing preprocessing = ClipPreprocessing::load(folder);
  const nn::WeightFiles files(folder);
  ClipVisionNetwork network(files, config, precision);
  check(network.image_size() == preprocessing.image_size() && network.channels() == 3, ErrorCode::kInvalidData,
        "{}: preprocessor_config.json makes 3 x {} x {} pixels, the network of config.json takes {} x {} x {}",
        folder.string(), preprocessing.image_size(), preprocessing.image_size(), network.channels(),
        network.image_size(), network.image_size());
  return {preprocessing, std::move(network), precision, clip_logit_scale(files, config)};
}

ImageEmbeddings ImageEncoder::embed(std::size_t count, const ImageSource& source, unsigned threads) const {
  ImageEmbeddings result{.rows = nn::Matrix(count, embedding_size()), .faults = std::vector<std::string>(count)};
  std::fill_n(result.rows.data(), count * embedding_size(), 0.0F);
  const std::size_t batch = std::max<std::size_t>(kBatch, threads == 0 ? default_threads() : threads);
  std::vector<float> pixels;
  std::vector<std::size_t> waiting;  // the images that `pixels` are of
  const auto run = [&] {
    const nn::Matrix rows = network_.run(pixels, threads);
    for (std::size_t i = 0; i < waiting.size(); ++i)
      std::ranges::copy(rows.row(i), result.rows.row(waiting[i]).begin());
    pixels.clear();
    waiting.clear();
  };
  parallel_in_order(
      count, threads, [&] { return [&](std::size_t i) { return prepare(preprocessing_, source, i); }; },
      [&](std::size_t i, Prepared prepared) {
        result.faults[i] = std::move(prepared.fault);
        if (prepared.pixels.empty()) return;
        pixels.insert(pixels.end(), prepared.pixels.begin(), prepared.pixels.end());
        waiting.push_back(i);
        if (waiting.size() == batch) run();
      });
  if (!waiting.empty()) run();
  return result;
}

ImageEmbeddings ImageEncoder::embed(std::span<const std::filesystem::path> files, unsigned threads) const {
  const ImageSource source = {.bytes = [&](std::size_t i) { return read_file(files[i], image::kMaxPhotoBytes); },
                              .name = [&](std::size_t i) { return files[i].string(); }};
  return embed(files.size(), source, threads);
}

ImageEmbeddings ImageEncoder::embed(std::span<const std::string_view> files, unsigned threads) const {
  const ImageSource source = {.bytes = [&](std::size_t i) { return std::string(files[i]); },
                              .name = [](std::size_t i) { return fmt::format("image {}", i); }};
  return embed(files.size(), source, threads);
}

}  // namespace emo3d::encode
