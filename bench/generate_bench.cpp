// From a description to scores and files: in one process, and as the whole program from a cold start.
//
// `EncodeOnly` is the reference of the in-process figures: the text encoder alone, measured in the same run.
// `ColdStart/0` (emo3d --version: loading the program and its libraries) is that of the whole program; each cold run is
// a new process.
#include <benchmark/benchmark.h>

#include <array>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/base/process.h"
#include "emo3d/encode/use_lite.h"
#include "emo3d/service/generate.h"
#include "emo3d/store/store.h"

namespace {

using emo3d::nn::Precision;
using emo3d::service::Generator;

constexpr const char* kText =  // 20 tokens, and no facial action, whose words the encoder would not see
    "A young woman is overwhelmed with quiet joy because her little brother has come home at last";

/// Runs the program to its end and returns its peak memory in MiB; 0 where it fails.
double run_program(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), EMO3D_PROGRAM);
  const emo3d::ProcessEnd end = emo3d::Process(std::move(arguments)).wait();
  return end.exit_code == 0 ? static_cast<double>(end.peak_memory) / (1 << 20) : 0;
}

void ColdStart(benchmark::State& state) {
  const emo3d::TemporaryDirectory folder;
  const auto file = [&](const char* name) { return (folder.path() / name).string(); };
  const std::vector<std::vector<std::string>> commands = {
      {"--version"},
      {"generate", kText, "-o", file("face.json")},
      {"generate", kText, "-o", file("face.png")},
      {"generate", kText, "-o", file("face.json"), "-o", file("face.csv"), "-o", file("face.glb"), "-o",
       file("face.png")}};
  const std::vector<std::string>& command = commands.at(static_cast<std::size_t>(state.range(0)));
  double peak = 0;
  for (auto _ : state) {
    peak = std::max(peak, run_program(command));
    if (peak == 0) state.SkipWithError("the program failed; is use-lite pulled?");
  }
  state.counters["peak_MiB"] = peak;
  state.SetLabel(std::array{"--version", "JSON", "1024 px PNG", "JSON, CSV, GLB and PNG"}.at(
      static_cast<std::size_t>(state.range(0))));
}
// First of all: a child's peak memory counts that of the process it was started from.
BENCHMARK(ColdStart)->DenseRange(0, 3)->UseRealTime()->Unit(benchmark::kMillisecond);

/// Descriptions of about 12 tokens, as in the corpus the default model is trained on.
std::vector<std::string> batch_texts() {
  const std::array<const char*, 4> who = {"an elderly woman", "a young man", "the tired nurse", "a little boy"};
  const std::array<const char*, 4> how = {"who is utterly furious", "trembling with fear", "beaming with quiet joy",
                                          "on the verge of tears"};
  const std::array<const char*, 4> where = {"in the kitchen", "at the station", "after the exam", "this morning"};
  std::vector<std::string> texts;
  for (int repeat = 0; repeat < 8; ++repeat)
    for (const char* a : who)
      for (const char* b : how)
        for (const char* c : where) texts.push_back(std::string(a) + " " + b + " " + c);
  return texts;
}

Precision precision_of(const benchmark::State& state) {
  return state.range(0) == 0 ? Precision::kFloat32 : Precision::kBfloat16;
}

bool unavailable(benchmark::State& state) {
  if (precision_of(state) == Precision::kFloat32 || emo3d::nn::bfloat16_supported()) return false;
  state.SkipWithError("no bf16 on this processor");
  return true;
}

void EncodeOnly(benchmark::State& state) {
  if (unavailable(state)) return;
  const auto encoder =
      emo3d::encode::UseLite::load(emo3d::store::ModelStore::open().require("use-lite"), precision_of(state));
  for (auto _ : state) benchmark::DoNotOptimize(encoder.encode(kText));
  state.counters["tokens"] = static_cast<double>(encoder.tokenize(kText).size());
}
BENCHMARK(EncodeOnly)->ArgName("bf16")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void TextToScores(benchmark::State& state) {
  if (unavailable(state)) return;
  const auto generator = Generator::load({.precision = precision_of(state), .threads = 1});
  for (auto _ : state) benchmark::DoNotOptimize(generator.generate(kText, {}));
}
BENCHMARK(TextToScores)->ArgName("bf16")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void BatchToScores(benchmark::State& state) {
  if (unavailable(state)) return;
  const auto generator = Generator::load({.precision = precision_of(state), .threads = 2});
  const std::vector<std::string> texts = batch_texts();
  for (auto _ : state) benchmark::DoNotOptimize(generator.generate_each(texts, {}));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * texts.size()));
}
BENCHMARK(BatchToScores)->ArgName("bf16")->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
