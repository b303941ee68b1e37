// Pictures per size and number of threads, and how much faster than the reference that runs in the same program: the
// plain loop over triangles, pixels and samples that the renderer grew out of, one thread, every fragment shaded alone.
//
//     build/release/bench/emo3d_render_bench --benchmark_filter='/512'
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "emo3d/image/png.h"
#include "emo3d/render/projection.h"
#include "emo3d/render/render.h"
#include "emo3d/render/shading.h"
#include "emo3d/render/srgb.h"
#include "emo3d/render/triangles.h"
#include "emo3d/rig/head.h"

namespace {

using namespace emo3d;
using namespace emo3d::render;

/// The built-in head, laughing: the mouth shows teeth and tongue.
const rig::Mesh& head() {
  static const rig::Mesh mesh = [] {
    face::Expression laugh;
    for (const char* channel : {"mouthSmileLeft", "mouthSmileRight", "cheekSquintLeft", "cheekSquintRight", "jawOpen"})
      laugh.set(channel, 0.6f);
    return rig::Head::built_in().pose(laugh);
  }();
  return mesh;
}

/// Samples of the whole picture, then one fragment per triangle and pixel: nearly the same picture with 64-bit edge
/// functions, no tiles and one lane. It leaves out what the renderer has gained since: pores, wrinkles and the shadows
/// of the key light.
image::Image render_plainly(const rig::Mesh& mesh, int size) {
  const Viewport port = viewport({}, size, size);
  const ProjectedVertices vertices = project_vertices(mesh, std::vector<float>(mesh.positions.size(), 1.0f), port, 1);
  const auto samples = static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * kLanes;
  std::vector<float> nearest(samples, 0.0f);
  std::vector<std::int32_t> seen(samples, -1);
  const auto edge = [](const ScreenVertex& a, const ScreenVertex& b, std::int64_t x, std::int64_t y) {
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
  };
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    ScreenVertex a = vertices.screen[mesh.triangles[i][0]], b = vertices.screen[mesh.triangles[i][1]],
                 c = vertices.screen[mesh.triangles[i][2]];
    std::int64_t area = edge(a, b, c.x, c.y);
    if (area == 0) continue;
    if (area < 0) std::swap(b, c), area = -area;
    const int x0 = std::max(std::min({a.x, b.x, c.x}) >> kSubpixelBits, 0);
    const int x1 = std::min(std::max({a.x, b.x, c.x}) >> kSubpixelBits, size - 1);
    const int y0 = std::max(std::min({a.y, b.y, c.y}) >> kSubpixelBits, 0);
    const int y1 = std::min(std::max({a.y, b.y, c.y}) >> kSubpixelBits, size - 1);
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x)
        for (std::size_t s = 0; s < kLanes; ++s) {
          const std::int64_t px = x * kSubpixels + kSampleX[s], py = y * kSubpixels + kSampleY[s];
          const std::int64_t at_a = edge(b, c, px, py), at_b = edge(c, a, px, py), at_c = edge(a, b, px, py);
          if (at_a < 0 || at_b < 0 || at_c < 0) continue;
          const float inverse_depth =
              (static_cast<float>(at_a) * a.inverse_depth + static_cast<float>(at_b) * b.inverse_depth +
               static_cast<float>(at_c) * c.inverse_depth) /
              static_cast<float>(area);
          const std::size_t at = (static_cast<std::size_t>(y) * size + static_cast<std::size_t>(x)) * kLanes + s;
          if (inverse_depth <= nearest[at]) continue;
          nearest[at] = inverse_depth;
          seen[at] = static_cast<std::int32_t>(i);
        }
  }

  const Shader shader({});
  image::Image picture(size, size);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      const std::int32_t* ids = &seen[(static_cast<std::size_t>(y) * size + static_cast<std::size_t>(x)) * kLanes];
      std::array<float, 3> sum{};
      for (std::size_t s = 0; s < kLanes; ++s) {
        if (ids[s] < 0) {
          for (float& channel : sum) channel += 0.66f;
          continue;
        }
        if (std::find(ids, ids + s, ids[s]) != ids + s) continue;
        const auto count = static_cast<float>(std::count(ids + s, ids + kLanes, ids[s]));
        const rig::Triangle& t = mesh.triangles[static_cast<std::size_t>(ids[s])];
        const ScreenVertex &a = vertices.screen[t[0]], &b = vertices.screen[t[1]], &c = vertices.screen[t[2]];
        const std::int64_t px = x * kSubpixels + kSampleX[s], py = y * kSubpixels + kSampleY[s];
        std::array<float, 3> weight = {static_cast<float>(edge(b, c, px, py)) * a.inverse_depth,
                                       static_cast<float>(edge(c, a, px, py)) * b.inverse_depth,
                                       static_cast<float>(edge(a, b, px, py)) * c.inverse_depth};
        const float total = weight[0] + weight[1] + weight[2];
        Float4 normal_occlusion{}, colour{};
        for (std::size_t corner = 0; corner < 3; ++corner) {
          normal_occlusion += vertices.attributes[t[corner]].normal_occlusion * (weight[corner] / total);
          colour += vertices.attributes[t[corner]].colour * (weight[corner] / total);
        }
        const auto material = static_cast<std::uint8_t>(mesh.materials[t[0]]);
        const Float4x3 normal{splat(normal_occlusion[0]), splat(normal_occlusion[1]), splat(normal_occlusion[2])};
        const Float4x3 light =
            shader.shade({.normal = normal,
                          .to_eye = normalized({splat((port.centre_x - static_cast<float>(x)) / port.scale),
                                                splat((static_cast<float>(y) - port.centre_y) / port.scale), splat(1)}),
                          .albedo = {splat(colour[0]), splat(colour[1]), splat(colour[2])},
                          .occlusion = splat(normal_occlusion[3]),
                          .soft_normal = normal,
                          .material = {material, material, material, material}});
        sum[0] += light.x[0] * count;
        sum[1] += light.y[0] * count;
        sum[2] += light.z[0] * count;
      }
      for (std::size_t i = 0; i < 3; ++i) picture.pixel(x, y)[i] = srgb_code(sum[i] / kLanes);
    }
  return picture;
}

double seconds(const auto& action) {
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Counter `faster`: median time of the reference / median time of the renderer, the two run in turns.
void render_head(benchmark::State& state) {
  const int size = static_cast<int>(state.range(0));
  const auto threads = static_cast<unsigned>(state.range(1));
  std::vector<double> plain, own;
  for (auto _ : state) {
    const double time = seconds(
        [&] { benchmark::DoNotOptimize(render::render(head(), {.width = size, .height = size, .threads = threads})); });
    state.SetIterationTime(time);
    own.push_back(time);
    if (plain.size() < 9) plain.push_back(seconds([&] { benchmark::DoNotOptimize(render_plainly(head(), size)); }));
  }
  const auto median = [](std::vector<double>& times) {
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
    return times[times.size() / 2];
  };
  state.counters["median_ms"] = 1e3 * median(own);
  state.counters["faster"] = median(plain) / median(own);
  state.counters["triangles"] = static_cast<double>(head().triangles.size());
}
BENCHMARK(render_head)
    ->ArgNames({"size", "threads"})
    ->ArgsProduct({{256, 512, 1024}, {1, 2}})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

/// The picture as PNG; counter `bytes` is the size of the file.
void encode_png(benchmark::State& state) {
  const int size = static_cast<int>(state.range(0));
  const image::Image picture = render::render(head(), {.width = size, .height = size});
  std::size_t bytes = 0;
  for (auto _ : state) bytes = image::encode_png(picture).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(encode_png)->ArgName("size")->Arg(256)->Arg(512)->Arg(1024)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
