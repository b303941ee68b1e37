#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "emo3d/rig/mesh.h"

namespace emo3d::rig {

enum class Axis : std::uint8_t { kY, kZ };

/// Triangles that face along an axis, sorted into square bins of the plane across it, so that what lies above or below
/// a point is found at once.
class SightLines {
 public:
  /// `sign`: +1 keeps triangles that face up the axis, -1 those that face down it.
  SightLines(std::span<const Vec3> positions, std::span<const Triangle> triangles, Axis axis, float sign);

  /// How far a point lies from the nearest surface on one side of it.
  struct Distance {
    float across_cm = 0;  ///< Across the triangle, not along the axis; 0 where there is none within reach.
    Vec3 normal;          ///< Of the triangle.
  };
  /// From `p` below a surface, seen from where the surface faces, to the nearest one above it.
  [[nodiscard]] Distance below(const Vec3& p, float reach_cm) const { return nearest(p, 1, reach_cm); }
  /// From `p` above a surface to the nearest one below it.
  [[nodiscard]] Distance above(const Vec3& p, float reach_cm) const { return nearest(p, -1, reach_cm); }

 private:
  /// A triangle of the plane with the height of its surface: height = base + slope_u * u + slope_v * v.
  struct Facet {
    float u[3], v[3];
    float base, slope_u, slope_v;
    float facing;  ///< Share of the normal along the axis, above 0.
    Vec3 normal;
  };
  struct Point {
    float u, v, height;
  };
  [[nodiscard]] Point seen(const Vec3& p) const;
  /// `side`: +1 for surfaces above the point, -1 for those below it.
  [[nodiscard]] Distance nearest(const Vec3& p, float side, float reach_cm) const;

  Axis axis_;
  float sign_;
  float low_u_ = 0, low_v_ = 0;
  int columns_ = 0, rows_ = 0;
  std::vector<Facet> facets_;
  std::vector<std::uint32_t> starts_;  ///< Of each bin in entries_, and the end.
  std::vector<std::uint32_t> entries_;
};

}  // namespace emo3d::rig
