// Speed of the face landmarker on the golden images (EMO3D_GOLDEN, else ../shared/golden), with MediaPipe's own as the
// reference: its WASM build in headless Chromium, measured in the same run where node, npm and Chromium are installed.
//
// `median_ms` is over the iterations of a line, `of_official` its ratio to the official median for the same image
// (which includes that program's way of handing pixels to the models). `stage/` lines measure what is not a neural
// network.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/parallel.h"
#include "emo3d/base/process.h"
#include "emo3d/image/png.h"
#include "emo3d/landmark/crop.h"
#include "emo3d/landmark/face_landmarker.h"

namespace {

using namespace emo3d;
using landmark::FaceLandmarker;
using landmark::FaceLandmarkerOptions;
using landmark::FaceModels;
using tflite::Precision;

const std::filesystem::path& golden() {
  static const std::filesystem::path root = [] {
    const char* path = std::getenv("EMO3D_GOLDEN");
    return std::filesystem::path(path != nullptr ? path : "../shared/golden") / "mediapipe";
  }();
  return root;
}

std::filesystem::path task() { return golden() / "models" / "face_landmarker.task"; }
std::filesystem::path picture_path(const std::string& name) { return golden() / "images" / (name + ".png"); }

const FaceModels& models() {
  static const FaceModels loaded = FaceModels::load(task());
  return loaded;
}

struct Case {
  const char* label;
  const char* image;
};
constexpr Case kCases[] = {{"one_face_512", "astronaut"},
                           {"one_face_400", "photo_a"},
                           {"no_face_300x200", "noface_coffee"},
                           {"two_faces_640x400", "two_faces"}};
constexpr int kFaces = 2;

/// Median milliseconds of the official program by the image's path; empty where it cannot run.
std::map<std::string, double> official_medians() {
  std::map<std::string, double> medians;
  try {
    const TemporaryDirectory folder;
    const std::filesystem::path output = folder.path() / "official.json";
    std::vector<std::string> command = {EMO3D_OFFICIAL_LANDMARKER, std::filesystem::absolute(task()),
                                        std::to_string(kFaces)};
    for (const Case& c : kCases) command.push_back(std::filesystem::absolute(picture_path(c.image)));
    const std::filesystem::path errors = folder.path() / "errors.txt";
    const auto end = Process(std::move(command), {.output = output, .errors = errors}).wait();
    check(end.exit_code == 0, ErrorCode::kUnavailable, "{}", read_file(errors));
    for (const Json& entry : read_json(output))
      medians[std::filesystem::path(entry.at("image").get<std::string>()).stem()] = entry.at("median_ms");
  } catch (const std::exception& e) {
    std::fprintf(stderr, "no official reference: %s\n", e.what());
  }
  return medians;
}

const std::map<std::string, double>& official() {
  static const auto medians = official_medians();
  return medians;
}

bool runnable(benchmark::State& state, Precision precision) {
  if (!std::filesystem::exists(task())) {
    state.SkipWithError(("there is no " + task().string()).c_str());
    return false;
  }
  if (precision == Precision::kBf16 && !tflite::bf16_supported()) {
    state.SkipWithError("no bfloat16 on this processor");
    return false;
  }
  return true;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

void detect(benchmark::State& state, const Case& c, Precision precision) {
  if (!runnable(state, precision)) return;
  const image::Image picture = image::read_png(picture_path(c.image));
  FaceLandmarker landmarker(models(),
                            {.max_faces = kFaces, .threads = static_cast<int>(state.range(0)), .precision = precision});
  for (int warm_up = 0; warm_up < 5; ++warm_up) benchmark::DoNotOptimize(landmarker.detect(picture));
  std::vector<double> times_ms;
  for ([[maybe_unused]] const auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(landmarker.detect(picture));
    times_ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  state.counters["median_ms"] = median(times_ms);
  if (const auto known = official().find(c.image); known != official().end()) {
    state.counters["official_ms"] = known->second;
    state.counters["of_official"] = median(times_ms) / known->second;
  }
}

/// Decoded images of 400 px, one landmarker a thread.
void batch(benchmark::State& state, Precision precision) {
  if (!runnable(state, precision)) return;
  std::vector<image::Image> pictures;
  for (const char* name : {"photo_a", "photo_c", "photo_d", "ict_jawopen", "ict_neutral", "ict_frown_blink"})
    pictures.push_back(image::read_png(picture_path(name)));
  const auto threads = static_cast<unsigned>(state.range(0));
  std::vector<FaceLandmarker> landmarkers;
  for (unsigned t = 0; t < threads; ++t)
    landmarkers.emplace_back(models(), FaceLandmarkerOptions{.precision = precision});
  constexpr std::size_t kImages = 60;
  for ([[maybe_unused]] const auto _ : state)
    parallel_for(threads, threads, [&](std::size_t t) {
      for (std::size_t i = t; i < kImages; i += threads)
        benchmark::DoNotOptimize(landmarkers[t].detect(pictures[i % pictures.size()]));
    });
  state.counters["images/s"] =
      benchmark::Counter(static_cast<double>(kImages * state.iterations()), benchmark::Counter::kIsRate);
}

void crops(benchmark::State& state) {
  if (!runnable(state, Precision::kF32)) return;
  const image::Image picture = image::read_png(picture_path("astronaut"));
  const landmark::Region face = {226, 116, 232, 232, 0.1};
  std::vector<float> tensor(std::size_t{3} * 256 * 256);
  for ([[maybe_unused]] const auto _ : state) {
    const auto letterbox = landmark::crop(picture, landmark::whole_image(picture), 128, landmark::Border::kBlack);
    landmark::normalize(letterbox.bytes(), -1, 1, std::span(tensor).first(letterbox.bytes().size()));
    benchmark::DoNotOptimize(tensor.data());
    const auto close = landmark::crop(picture, face, 256, landmark::Border::kReplicate);
    landmark::normalize(close.bytes(), 0, 1, tensor);
    benchmark::DoNotOptimize(tensor.data());
  }
}

void load(benchmark::State& state) {
  if (!runnable(state, Precision::kF32)) return;
  for ([[maybe_unused]] const auto _ : state) benchmark::DoNotOptimize(FaceLandmarker::load(task()));
}

void register_all() {
  const auto settled = [](benchmark::internal::Benchmark* b) { b->Unit(benchmark::kMillisecond)->UseRealTime(); };
  for (const bool rounded : {false, true}) {
    const Precision precision = rounded ? Precision::kBf16 : Precision::kF32;
    const std::string name = rounded ? "/bf16" : "/f32";
    for (const Case& c : kCases)
      benchmark::RegisterBenchmark((c.label + name).c_str(), detect, c, precision)
          ->ArgName("threads")
          ->Arg(1)
          ->Arg(2)
          ->Apply(settled);
    benchmark::RegisterBenchmark(("batch_400" + name).c_str(), batch, precision)
        ->ArgName("threads")
        ->Arg(1)
        ->Arg(2)
        ->Apply(settled);
  }
  benchmark::RegisterBenchmark("stage/both_crops_512", crops)->Apply(settled);
  benchmark::RegisterBenchmark("load", load)->Apply(settled);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  register_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
