#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "emo3d/rig/vec3.h"

namespace emo3d::rig {

/// The skin beside a line of contact: what the line is pushed by, the skin around it follows, the less the farther
/// away.
class ContactBand {
 public:
  /// Has vertex `vertex` take `share` of the pushes between points number `along` and the next of the line.
  void add(std::uint32_t vertex, float along, float share);
  /// Has the vertices of `candidates` follow the nearest place of the line `line`, given by its positions at rest:
  /// `share` on the line, none from `reach_cm` on, smooth between.
  struct Reach {
    float share = 1;
    float reach_cm = 1;
  };
  void add_around(std::span<const Vec3> rest, std::span<const std::uint32_t> candidates, std::span<const Vec3> line,
                  const Reach& reach);

  /// Moves the followers. `pushes`: one per point of the line, in centimetres.
  void move(std::span<Vec3> positions, std::span<const Vec3> pushes) const;

 private:
  struct Follower {
    std::uint32_t vertex;
    std::uint32_t point;
    float first, second;  ///< Shares of the pushes of `point` and of the next.
  };
  std::vector<Follower> followers_;
};

}  // namespace emo3d::rig
