// Speed of the TensorFlow Lite executor: the three graphs of MediaPipe's face landmarker, by precision and threads.
//
// Usage: emo3d_tflite_bench [face_landmarker.task] [options of Google Benchmark]; without a path the file is looked for
// in EMO3D_GOLDEN. Besides its time every line reports how many multiply-adds a second its convolutions make.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "emo3d/base/file.h"
#include "emo3d/base/zip_archive.h"
#include "emo3d/tflite/executor.h"

namespace {

using namespace emo3d;
using tflite::Precision;

std::filesystem::path& bundle_path() {
  static std::filesystem::path path = [] {
    const char* golden = std::getenv("EMO3D_GOLDEN");
    return std::filesystem::path(golden != nullptr ? golden : "../shared/golden") /
           "mediapipe/models/face_landmarker.task";
  }();
  return path;
}

tflite::Model load(const std::string& name) {
  const MappedFile bundle(bundle_path());
  return tflite::Model::parse(ZipArchive(bundle.bytes(), "face_landmarker.task").entry(name + ".tflite"), name);
}

/// Skips the benchmark where the models or bfloat16 are missing.
bool runnable(benchmark::State& state, Precision precision) {
  if (!std::filesystem::exists(bundle_path())) {
    state.SkipWithError(("there is no " + bundle_path().string()).c_str());
    return false;
  }
  if (precision == Precision::kBf16 && !tflite::bf16_supported()) {
    state.SkipWithError("no bfloat16 on this processor");
    return false;
  }
  return true;
}

void run(benchmark::State& state, const std::string& name, Precision precision) {
  if (!runnable(state, precision)) return;
  const tflite::Model model = load(name);
  tflite::Executor executor(model, {.threads = static_cast<int>(state.range(0)), .precision = precision});
  const std::span<float> input = executor.input(0);
  for (std::size_t i = 0; i < input.size(); ++i) input[i] = static_cast<float>((i * 7919) % 1009) / 1009.0F;
  for ([[maybe_unused]] const auto _ : state) {
    executor.run();
    benchmark::DoNotOptimize(executor.output(0).data());
  }
  state.counters["multiply_adds/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(model.multiply_adds()),
                         benchmark::Counter::kIsRate);
}

/// From the bundle's bytes to an executor that can run.
void prepare(benchmark::State& state, const std::string& name) {
  if (!runnable(state, Precision::kF32)) return;
  for ([[maybe_unused]] const auto _ : state) benchmark::DoNotOptimize(tflite::Executor(load(name)).output(0).data());
}

void register_all() {
  for (const char* name : {"face_detector", "face_landmarks_detector", "face_blendshapes"}) {
    for (const bool rounded : {false, true}) {
      const std::string label = std::string("run/") + name + (rounded ? "/bf16" : "/f32");
      benchmark::RegisterBenchmark(label.c_str(), run, std::string(name), rounded ? Precision::kBf16 : Precision::kF32)
          ->ArgName("threads")
          ->Arg(1)
          ->Arg(2)
          ->Unit(benchmark::kMillisecond)
          ->UseRealTime();
    }
    benchmark::RegisterBenchmark((std::string("prepare/") + name).c_str(), prepare, std::string(name))
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc > 1) bundle_path() = argv[1];
  register_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
