#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "emo3d/rig/mesh.h"

namespace emo3d::rig {

/// Rings of vertices, one after the other, joined by bands of triangles.
struct Rings {
  std::uint32_t rows = 0;     ///< Rings.
  std::uint32_t columns = 0;  ///< Vertices of each; the last is joined to the first.
  std::uint32_t first = 0;    ///< Number of the first vertex.
  bool flipped = false;       ///< Faces the other way.
};

/// Two triangles for each step around each band, row by row. They face where next ring x next column points.
[[nodiscard]] inline std::vector<Triangle> ring_triangles(const Rings& rings) {
  std::vector<Triangle> triangles;
  for (std::uint32_t row = 0; row + 1 < rings.rows; ++row)
    for (std::uint32_t column = 0; column < rings.columns; ++column) {
      const std::uint32_t a = rings.first + row * rings.columns + column;
      const std::uint32_t b = rings.first + row * rings.columns + (column + 1) % rings.columns;
      for (Triangle t : {Triangle{a, a + rings.columns, b}, Triangle{b, a + rings.columns, b + rings.columns}}) {
        if (rings.flipped) std::swap(t[1], t[2]);
        triangles.push_back(t);
      }
    }
  return triangles;
}

}  // namespace emo3d::rig
