#include "emo3d/rig/contact_band.h"

#include <algorithm>
#include <limits>

#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {

void ContactBand::add(std::uint32_t vertex, float along, float share) {
  const auto point = static_cast<std::uint32_t>(along);
  const float beyond = along - static_cast<float>(point);
  followers_.push_back({vertex, point, share * (1 - beyond), share * beyond});
}

void ContactBand::add_around(std::span<const Vec3> rest, std::span<const std::uint32_t> candidates,
                             std::span<const Vec3> line, const Reach& reach) {
  constexpr float kOnLine_cm = 1e-4f;
  for (const std::uint32_t v : candidates) {
    float least = std::numeric_limits<float>::max();
    for (const Vec3& p : line) least = std::min(least, length(rest[v] - p));
    // The nearer a point of the line, the more it counts: a single nearest one would jump in the middle of a bow.
    float sum = 0;
    float weights = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const float near = (least + kOnLine_cm) / (length(rest[v] - line[i]) + kOnLine_cm);
      const float weight = near * near * near * near * near * near;
      sum += weight * static_cast<float>(i);
      weights += weight;
    }
    const float along = sum / weights;
    const float share = reach.share * smoothstep(reach.reach_cm, 0, least);
    if (share > 0) add(v, along, share);
  }
}

void ContactBand::move(std::span<Vec3> positions, std::span<const Vec3> pushes) const {
  for (const Follower& f : followers_) {
    Vec3& p = positions[f.vertex];
    p += pushes[f.point] * f.first;
    if (f.second > 0) p += pushes[f.point + 1] * f.second;
  }
}

}  // namespace emo3d::rig
