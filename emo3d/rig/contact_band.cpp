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
  for (const std::uint32_t v : candidates) {
    float least = std::numeric_limits<float>::max();
    float along = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      const Vec3 piece = line[i + 1] - line[i];
      const float t = std::clamp(dot(rest[v] - line[i], piece) / std::max(dot(piece, piece), 1e-9f), 0.0f, 1.0f);
      const float distance = length(rest[v] - mix(line[i], line[i + 1], t));
      if (distance < least) {
        least = distance;
        along = static_cast<float>(i) + t;
      }
    }
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
