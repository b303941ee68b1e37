#include "emo3d/rig/subdivision.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <tuple>

#include "emo3d/base/error.h"

namespace emo3d::rig {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct Edge {
  std::uint32_t low = 0, high = 0;                    ///< Its ends.
  std::array<std::uint32_t, 2> across{kNone, kNone};  ///< The third corners of its triangles; one on a boundary.

  [[nodiscard]] bool on_boundary() const { return across[1] == kNone; }
};

struct Topology {
  std::vector<Edge> edges;
  std::vector<std::array<std::uint32_t, 3>> triangle_edges;  ///< Between corners 0-1, 1-2 and 2-0.
};

Topology topology_of(std::size_t vertex_count, const std::vector<Triangle>& triangles) {
  struct Side {
    std::uint32_t low, high, triangle, corner;
  };
  // Sorted by (low, high, triangle): into a bucket for each low end, then within the small buckets.
  std::vector<std::uint32_t> bucket(vertex_count + 1, 0);
  const auto for_each_side = [&](auto&& action) {
    for (std::uint32_t t = 0; t < triangles.size(); ++t)
      for (std::uint32_t k = 0; k < 3; ++k) {
        const auto [low, high] = std::minmax(triangles[t][k], triangles[t][(k + 1) % 3]);
        action(Side{low, high, t, k});
      }
  };
  for_each_side([&](const Side& side) { ++bucket[side.low + 1]; });
  std::partial_sum(bucket.begin(), bucket.end(), bucket.begin());
  std::vector<Side> sides(triangles.size() * 3);
  std::vector<std::uint32_t> free = bucket;
  for_each_side([&](const Side& side) { sides[free[side.low]++] = side; });
  for (std::size_t v = 0; v < vertex_count; ++v)
    std::sort(sides.begin() + bucket[v], sides.begin() + bucket[v + 1],
              [](const Side& a, const Side& b) { return std::tie(a.high, a.triangle) < std::tie(b.high, b.triangle); });
  Topology topology;
  topology.triangle_edges.resize(triangles.size());
  for (const Side& side : sides) {
    const std::uint32_t across = triangles[side.triangle][(side.corner + 2) % 3];
    std::vector<Edge>& edges = topology.edges;
    if (edges.empty() || edges.back().low != side.low || edges.back().high != side.high) {
      edges.push_back({side.low, side.high, {across, kNone}});
    } else {
      check(edges.back().on_boundary(), ErrorCode::kInvalidData, "edge {}-{} has more than two triangles", side.low,
            side.high);
      edges.back().across[1] = across;
    }
    topology.triangle_edges[side.triangle][side.corner] = static_cast<std::uint32_t>(edges.size() - 1);
  }
  return topology;
}

/// Weight of each of the `valence` neighbours of an inner vertex.
float neighbour_weight(std::size_t valence) {
  const double n = static_cast<double>(valence);
  const double c = 3.0 / 8 + std::cos(2 * std::numbers::pi / n) / 4;
  return static_cast<float>((5.0 / 8 - c * c) / n);
}

SparseRows refine(std::size_t vertex_count, const Topology& topology, const std::vector<bool>& is_corner) {
  std::vector<std::vector<std::uint32_t>> neighbours(vertex_count);
  std::vector<std::vector<std::uint32_t>> boundary(vertex_count);
  for (const Edge& edge : topology.edges)
    for (const auto& [from, to] : {std::pair(edge.low, edge.high), std::pair(edge.high, edge.low)}) {
      neighbours[from].push_back(to);
      if (edge.on_boundary()) boundary[from].push_back(to);
    }
  SparseRows rows;
  for (std::uint32_t v = 0; v < vertex_count; ++v) {
    if (is_corner[v] || neighbours[v].empty()) {
      rows.add(v, 1);
    } else if (!boundary[v].empty()) {
      check(boundary[v].size() == 2, ErrorCode::kInvalidData, "vertex {} has {} boundary edges, expected 2", v,
            boundary[v].size());
      rows.add(v, 0.75f);
      for (const std::uint32_t n : boundary[v]) rows.add(n, 0.125f);
    } else {
      const float weight = neighbour_weight(neighbours[v].size());
      rows.add(v, 1 - static_cast<float>(neighbours[v].size()) * weight);
      for (const std::uint32_t n : neighbours[v]) rows.add(n, weight);
    }
    rows.end_row();
  }
  for (const Edge& edge : topology.edges) {
    const float end_weight = edge.on_boundary() ? 0.5f : 0.375f;
    rows.add(edge.low, end_weight);
    rows.add(edge.high, end_weight);
    if (!edge.on_boundary())
      for (const std::uint32_t v : edge.across) rows.add(v, 0.125f);
    rows.end_row();
  }
  return rows;
}

std::vector<Triangle> split(std::size_t vertex_count, const std::vector<Triangle>& triangles,
                            const Topology& topology) {
  std::vector<Triangle> fine;
  fine.reserve(triangles.size() * 4);
  for (std::size_t t = 0; t < triangles.size(); ++t) {
    const auto [a, b, c] = triangles[t];
    std::array<std::uint32_t, 3> middle{};
    for (std::size_t k = 0; k < 3; ++k)
      middle[k] = static_cast<std::uint32_t>(vertex_count + topology.triangle_edges[t][k]);
    const auto [ab, bc, ca] = middle;
    fine.insert(fine.end(), {{a, ab, ca}, {ab, b, bc}, {ca, bc, c}, {ab, bc, ca}});
  }
  return fine;
}

}  // namespace

Subdivision loop_subdivision(std::size_t vertex_count, const std::vector<Triangle>& triangles,
                             std::span<const std::uint32_t> corners, int levels) {
  Subdivision result;
  for (std::uint32_t v = 0; v < vertex_count; ++v) {
    result.stencils.add(v, 1);
    result.stencils.end_row();
  }
  result.triangles = triangles;
  for (int level = 0; level < levels; ++level) {
    const std::size_t count = result.stencils.size();
    std::vector<bool> is_corner(count, false);
    for (const std::uint32_t corner : corners) is_corner[corner] = true;
    const Topology topology = topology_of(count, result.triangles);
    result.stencils = product(refine(count, topology, is_corner), result.stencils, vertex_count);
    result.triangles = split(count, result.triangles, topology);
  }
  return result;
}

std::vector<std::vector<std::uint32_t>> boundary_loops(std::size_t vertex_count, const std::vector<Triangle>& triangles,
                                                       std::span<const std::uint32_t> starts) {
  const Topology topology = topology_of(vertex_count, triangles);
  std::vector<std::uint32_t> next(vertex_count, kNone);
  for (std::size_t t = 0; t < triangles.size(); ++t)
    for (std::size_t k = 0; k < 3; ++k)
      if (topology.edges[topology.triangle_edges[t][k]].on_boundary())
        next[triangles[t][k]] = triangles[t][(k + 1) % 3];
  std::vector<std::vector<std::uint32_t>> loops;
  for (const std::uint32_t start : starts) {
    std::vector<std::uint32_t>& loop = loops.emplace_back();
    std::uint32_t v = start;
    do {
      loop.push_back(v);
      v = next[v];
    } while (v != start && v != kNone && loop.size() <= vertex_count);
    if (v != start) loop.clear();
  }
  return loops;
}

}  // namespace emo3d::rig
