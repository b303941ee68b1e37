// Speed of the text encoder on the published weights (EMO3D_HOME, else ~/.local/share/emo3d).
//
// Besides its time every line reports `of_peak`: the encoder's arithmetic rate divided by that of the largest linear
// layer alone on 256 rows, measured in the same run on one thread. A single text moves all weights through the cache
// for a few rows, so it stays below 1; the ratio, unlike the time, hardly depends on the machine's load.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "emo3d/base/random.h"
#include "emo3d/encode/use_lite.h"

namespace {

using emo3d::encode::UseLite;
using emo3d::nn::Precision;

std::filesystem::path model_folder() {
  const char* home = std::getenv("EMO3D_HOME");
  return (home != nullptr ? std::filesystem::path(home)
                          : std::filesystem::path(std::getenv("HOME")) / ".local/share/emo3d") /
         "models/use-lite";
}

const UseLite& encoder(Precision precision) {
  static std::map<Precision, UseLite> encoders;
  auto found = encoders.find(precision);
  if (found == encoders.end()) found = encoders.emplace(precision, UseLite::load(model_folder(), precision)).first;
  return found->second;
}

/// Multiplications and additions of the published network for a text of `tokens`, linear layers and attention.
double operations(std::size_t tokens) {
  constexpr double kPerToken = 2.0 * (256 * 768 + 256 * 512 + 256 * 512 + 512 * 1536 + 1536 * 512 + 512 * 1536 +
                                      512 * 512 + 512 * 1536 + 1536 * 512);
  const auto t = static_cast<double>(tokens);
  return t * kPerToken + 2.0 * 512 * 512 + t * t * 2 * 2 * (256 + 512);
}

/// Operations per second of a linear layer 512 -> 1,536 on 256 rows, one thread, the best of 20 runs.
double peak(Precision precision) {
  static std::map<Precision, double> peaks;
  if (const auto known = peaks.find(precision); known != peaks.end()) return known->second;
  constexpr std::size_t kRows = 256, kInputs = 512, kOutputs = 1536;
  emo3d::Random random(1);
  std::vector<float> weights(kInputs * kOutputs);
  for (float& weight : weights) weight = static_cast<float>(random.normal());
  const std::vector<float> bias(kOutputs);
  const emo3d::nn::Linear linear({{kInputs, kOutputs}, weights}, {{kOutputs}, bias}, {.precision = precision});
  emo3d::nn::Matrix input(kRows, kInputs);
  for (std::size_t i = 0; i < kRows * kInputs; ++i) input.data()[i] = static_cast<float>(random.normal());
  double best = 0;
  for (int repeat = 0; repeat < 20; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(linear.apply(input));
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    best = std::max(best, 2.0 * kRows * kInputs * kOutputs / elapsed.count());
  }
  return peaks[precision] = best;
}

/// Skips the benchmark where the model or bfloat16 is missing.
bool runnable(benchmark::State& state, Precision precision) {
  if (!std::filesystem::exists(model_folder() / "model.json")) {
    state.SkipWithError("the model use-lite is not in EMO3D_HOME");
    return false;
  }
  if (precision == Precision::kBfloat16 && !emo3d::nn::bfloat16_supported()) {
    state.SkipWithError("no bfloat16 on this processor");
    return false;
  }
  return true;
}

/// Counters after the loop; `started` is when it began.
void report(benchmark::State& state, Precision precision, const std::vector<std::string>& texts, unsigned threads,
            std::chrono::steady_clock::time_point started) {
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
  double work = 0;
  double tokens = 0;
  for (const std::string& text : texts) {
    const std::size_t count = std::min(encoder(precision).tokenize(text).size(), UseLite::kMaxTokens);
    tokens += static_cast<double>(count);
    work += operations(count);
  }
  const auto iterations = static_cast<double>(state.iterations());
  state.counters["tokens"] = tokens / static_cast<double>(texts.size());
  state.counters["texts/s"] =
      benchmark::Counter(iterations * static_cast<double>(texts.size()), benchmark::Counter::kIsRate);
  state.counters["of_peak"] = iterations * work / (elapsed.count() * peak(precision) * threads);
}

void single_text(benchmark::State& state, Precision precision, const std::string& text) {
  if (!runnable(state, precision)) return;
  const UseLite& use_lite = encoder(precision);
  const auto started = std::chrono::steady_clock::now();
  for (auto _ : state) benchmark::DoNotOptimize(use_lite.encode(text));
  report(state, precision, {text}, 1, started);
}

/// Texts of about 12 tokens, as in the training corpus.
std::vector<std::string> corpus(std::size_t count) {
  const std::vector<std::string> subjects = {"An old woman", "A young man", "The tired teacher", "A little girl"};
  const std::vector<std::string> feelings = {"overwhelmed with joy", "quietly furious", "deeply sad",
                                             "full of disgust"};
  const std::vector<std::string> faces = {"raises the left eyebrow", "presses the lips together", "looks away",
                                          "smirks"};
  emo3d::Random random(7);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i)
    texts.push_back(subjects[random.index(4)] + ", " + feelings[random.index(4)] + ", " + faces[random.index(4)]);
  return texts;
}

void batch(benchmark::State& state, Precision precision) {
  if (!runnable(state, precision)) return;
  const UseLite& use_lite = encoder(precision);
  const auto threads = static_cast<unsigned>(state.range(0));
  const std::vector<std::string> texts = corpus(1000);
  const auto started = std::chrono::steady_clock::now();
  for (auto _ : state) benchmark::DoNotOptimize(use_lite.encode(texts, threads));
  report(state, precision, texts, threads, started);
}

void load(benchmark::State& state, Precision precision) {
  if (!runnable(state, precision)) return;
  for (auto _ : state) benchmark::DoNotOptimize(UseLite::load(model_folder(), precision));
}

const std::string kTwentyTokens = "A middle-aged woman looks deeply contemptuous, one corner of her lip raised";
std::string long_text() {
  std::string text;
  for (int i = 0; i < 12; ++i) text += kTwentyTokens + ". ";
  return text;
}

BENCHMARK_CAPTURE(single_text, 20_tokens_f32, Precision::kFloat32, kTwentyTokens)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(single_text, 20_tokens_bf16, Precision::kBfloat16, kTwentyTokens)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(single_text, 128_tokens_f32, Precision::kFloat32, long_text())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(single_text, 128_tokens_bf16, Precision::kBfloat16, long_text())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(batch, f32, Precision::kFloat32)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(batch, bf16, Precision::kBfloat16)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(load, f32, Precision::kFloat32)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(load, bf16, Precision::kBfloat16)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
