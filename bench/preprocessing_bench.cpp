// Speed of what is done with a picture before CLIP's image tower sees it, on one thread: JPEG in memory -> float32 row.
//
// Every line also reports `of_decoding`: its time divided by that of decoding the same JPEG alone, measured in the same
// run. The pictures are smooth with some noise, so that their files are as large as photos'.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "emo3d/base/random.h"
#include "emo3d/encode/clip_preprocessing.h"
#include "emo3d/image/jpeg.h"
#include "tests/support/photos.h"

namespace {

std::string photo(int side) {
  emo3d::Random random(1);
  emo3d::image::Image picture(side, side);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      for (int c = 0; c < 3; ++c) {
        const double level = 128 + 90 * std::sin(0.01 * x * (c + 1)) * std::cos(0.013 * y) + random.normal();
        picture.pixel(x, y)[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
      }
  return emo3d::testing::jpeg_of(picture);
}

/// Seconds that decoding takes, the best of 20.
double decoding(const std::string& jpeg) {
  double best = 1;
  for (int repeat = 0; repeat < 20; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(emo3d::image::decode_jpeg(jpeg, "photo"));
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

void clip_preprocessing(benchmark::State& state) {
  const std::string jpeg = photo(static_cast<int>(state.range(0)));
  const auto preprocessing = emo3d::encode::ClipPreprocessing::parse(emo3d::Json::object(), "OpenAI's");
  std::vector<float> row(preprocessing.pixel_count());
  const auto start = std::chrono::steady_clock::now();
  for (auto _ : state) {
    preprocessing.normalize(preprocessing.crop(jpeg, "photo"), row);
    benchmark::DoNotOptimize(row.data());
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  state.counters["of_decoding"] = elapsed.count() / (static_cast<double>(state.iterations()) * decoding(jpeg));
  state.counters["file_bytes"] = static_cast<double>(jpeg.size());
}
BENCHMARK(clip_preprocessing)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond)->MinTime(1);

}  // namespace

BENCHMARK_MAIN();
