#pragma once

#include <span>
#include <vector>

#include "emo3d/rig/mesh.h"
#include "emo3d/rig/sparse_rows.h"

namespace emo3d::rig {

/// A subdivided mesh: each fine vertex is a weighted sum of coarse ones. The coarse vertices keep their numbers.
struct Subdivision {
  SparseRows stencils;  ///< A row per fine vertex over the coarse ones; weights sum to 1.
  std::vector<Triangle> triangles;
};

/// Loop's scheme (Loop 1987) with boundaries as cubic B-splines; `corners` are interpolated, not smoothed.
/// Linear, so displacements are subdivided by the same stencils as positions.
/// \throws Error kInvalidData where an edge has more than two triangles or a vertex lies on two boundaries.
[[nodiscard]] Subdivision loop_subdivision(std::size_t vertex_count, const std::vector<Triangle>& triangles,
                                           std::span<const std::uint32_t> corners, int levels);

/// For each of `starts` the boundary that it lies on, in the direction in which the triangles run along it, beginning
/// with the start; empty where it lies on none.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> boundary_loops(std::size_t vertex_count,
                                                                     const std::vector<Triangle>& triangles,
                                                                     std::span<const std::uint32_t> starts);

}  // namespace emo3d::rig
