#include "emo3d/rig/lip_sides.h"

#include "emo3d/rig/landmarks.h"

namespace emo3d::rig {

std::vector<float> lip_sides(const Cage& cage) {
  std::vector<float> sides(cage.positions.size());
  const auto set = [&](const auto& lip, float side) {
    for (const landmark::LipRow& ring : lip)
      for (const int v : ring) sides[v] = sides[cage.mirror[v]] = side;
  };
  set(landmark::kUpperLip, 1);
  set(landmark::kLowerLip, -1);

  // The halves of the bag stand well apart from the third ring on only; vertices of one number lie one behind another.
  constexpr std::size_t kWideRing = 2;
  constexpr float kApart_cm = 0.1f;
  if (cage.mouth_bag.size() <= kWideRing) return sides;
  const std::vector<std::uint32_t>& wide = cage.mouth_bag[kWideRing];
  float middle = 0;
  for (const std::uint32_t v : wide) middle += cage.positions[v].y / static_cast<float>(wide.size());
  for (std::size_t i = 0; i < wide.size(); ++i) {
    const float above = cage.positions[wide[i]].y - middle;
    for (std::size_t ring = 0; ring < kWideRing; ++ring)
      if (i < cage.mouth_bag[ring].size() && std::abs(above) > kApart_cm)
        sides[cage.mouth_bag[ring][i]] = above > 0 ? 1.0f : -1.0f;
  }
  return sides;
}

}  // namespace emo3d::rig
