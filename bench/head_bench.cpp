// Speed of the built-in head: reading and building it, posing it, and its morph targets.
//
// Besides its time every line reports `normals`: how many times longer it takes than computing the normals of the head
// once, measured in the same run. The ratio, unlike the time, hardly depends on the machine's load.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "emo3d/rig/head.h"

namespace {

using namespace emo3d;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Calls `work` once per iteration, each time after the reference, and reports the ratio of the medians.
template <typename Work>
void against_normals(benchmark::State& state, const Work& work) {
  const rig::Mesh mesh = rig::Head::built_in().pose({});
  std::vector<double> reference;
  std::vector<double> measured;
  for ([[maybe_unused]] const auto _ : state) {
    auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(rig::vertex_normals(mesh.positions, mesh.triangles));
    reference.push_back(seconds_since(start));
    start = std::chrono::steady_clock::now();
    work();
    measured.push_back(seconds_since(start));
    state.SetIterationTime(measured.back());
  }
  const auto median = [](std::vector<double>& values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
  };
  state.counters["normals"] = median(measured) / median(reference);
}

void load(benchmark::State& state) {
  const rig::Identity& person = rig::identities().front();
  against_normals(state, [&] { benchmark::DoNotOptimize(rig::Head::of(person)); });
}

void pose(benchmark::State& state) {
  const rig::Head& head = rig::Head::built_in();
  face::Expression expression;
  for (const face::Channel channel : face::channels()) expression.set(channel, 0.3f);
  against_normals(state, [&] { benchmark::DoNotOptimize(head.pose(expression)); });
}

void morph_mesh(benchmark::State& state) {
  const rig::Head& head = rig::Head::built_in();
  against_normals(state, [&] { benchmark::DoNotOptimize(head.morph_mesh()); });
}

BENCHMARK(load)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(pose)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(morph_mesh)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
