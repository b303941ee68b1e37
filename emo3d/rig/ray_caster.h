#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "emo3d/rig/mesh.h"

namespace emo3d::rig {

struct Ray {
  Vec3 origin;
  Vec3 direction;   ///< Unit length.
  float reach = 0;  ///< Hits farther than this are none.
};

/// Where a ray meets a triangle abc: at (1 - u - v) * a + u * b + v * c.
struct RayHit {
  float distance = 0;
  Triangle triangle{};
  float u = 0, v = 0;
};

/// Finds the nearest triangle along rays; a hierarchy of boxes over the triangles. Both sides of a triangle count, and
/// its edges a little beyond themselves, so that no ray slips through between neighbours.
class RayCaster {
 public:
  RayCaster(std::span<const Vec3> positions, std::span<const Triangle> triangles);

  [[nodiscard]] std::optional<RayHit> nearest(const Ray& ray) const;

 private:
  struct Box {
    Vec3 low, high;
  };
  struct Node {
    Box box;
    std::uint32_t first = 0;  ///< First triangle of a leaf, else the node's first child (its second follows).
    std::uint32_t count = 0;  ///< Triangles of a leaf; 0 for an inner node.
  };
  /// A triangle as the test wants it.
  struct Face {
    Vec3 corner, edge1, edge2;
    std::uint32_t number = 0;
  };

  std::vector<Triangle> triangles_;
  std::vector<Node> nodes_;
  std::vector<Face> faces_;
};

}  // namespace emo3d::rig
