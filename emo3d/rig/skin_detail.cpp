#include "emo3d/rig/skin_detail.h"

#include <algorithm>
#include <cmath>

#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

/// A region that fades out over `radius`; what lies to one side of the face is mirrored.
struct Region {
  Vec3 centre, radius;
  float amount;
};

/// Where skin is coarse and oily: the T zone, less so the inner cheeks.
constexpr Region kCoarse[] = {
    {{0, -0.7f, 7.0f}, {1.4f, 1.2f, 2.0f}, 1.0f},     // tip of the nose
    {{0, 1.6f, 6.2f}, {1.0f, 2.4f, 2.0f}, 0.65f},     // its bridge
    {{0, 6.4f, 5.5f}, {3.2f, 2.0f, 3.0f}, 0.60f},     // forehead
    {{0, -8.0f, 5.2f}, {1.9f, 1.2f, 2.0f}, 0.55f},    // chin
    {{2.9f, -0.9f, 4.6f}, {1.7f, 1.6f, 2.0f}, 0.7f},  // cheeks beside the nose
};
constexpr Region kFreckled[] = {
    {{2.9f, 0.3f, 4.4f}, {2.4f, 1.7f, 3.0f}, 1.0f},
    {{0, 0.2f, 6.2f}, {1.6f, 1.6f, 2.5f}, 0.9f},
    {{0, 6.0f, 5.0f}, {5.0f, 2.6f, 3.0f}, 0.35f},
};
constexpr Region kSpotted[] = {
    {{5.9f, 3.6f, 1.8f}, {2.2f, 3.2f, 3.0f}, 1.0f},  // temples
    {{4.9f, -0.2f, 3.0f}, {1.9f, 1.9f, 2.5f}, 0.7f},
    {{2.5f, 7.8f, 4.2f}, {3.4f, 2.0f, 3.0f}, 0.8f},
};

template <std::size_t kCount>
float in_regions(const Vec3& p, const Region (&regions)[kCount]) {
  float most = 0;
  for (const Region& region : regions) {
    const float x = (std::abs(p.x) - region.centre.x) / region.radius.x;
    const float y = (p.y - region.centre.y) / region.radius.y;
    const float z = (p.z - region.centre.z) / region.radius.z;
    most = std::max(most, region.amount * std::exp(-(x * x + y * y + z * z)));
  }
  return most;
}

/// Highlights stand out the more the darker the skin under them; less oil keeps them from looking like varnish.
float oiliness(const Complexion& complexion) {
  constexpr float kOnDark = 0.42f;
  const float lightness = 0.3f * complexion.skin.x + 0.6f * complexion.skin.y + 0.1f * complexion.skin.z;
  return kOnDark + (1 - kOnDark) * smoothstep(0.25f, 0.65f, lightness);
}

/// 1 above the jaw to 0 on neck and shoulders, whose skin is dry.
float on_head(const Vec3& p) { return smoothstep(-12.5f, -9.0f, p.y); }

}  // namespace

std::vector<SkinDetail> skin_detail(const Skin& skin, const Complexion& complexion) {
  constexpr float kLeastPores = 0.12f;
  const float oily = oiliness(complexion);
  std::vector<SkinDetail> details(skin.positions.size());
  for (std::size_t v = 0; v < details.size(); ++v) {
    const Vec3& p = skin.positions[v];
    const float bare = (1 - skin.lip[v]) * (1 - smoothstep(0.0f, 0.2f, skin.bag[v]));
    details[v] = {.rest = p,
                  .pores = bare * oily * std::max(kLeastPores * on_head(p), in_regions(p, kCoarse)),
                  .freckles = bare * std::min(complexion.freckles * in_regions(p, kFreckled), 1.0f),
                  .spots = bare * std::min(complexion.spots * in_regions(p, kSpotted), 1.0f)};
  }
  return details;
}

}  // namespace emo3d::rig
