#pragma once

#include <array>
#include <cstdint>

#include "emo3d/rig/mesh.h"

namespace emo3d::render {

/// A point of a surface as the camera sees it, in the camera's axes.
struct SurfacePoint {
  rig::Vec3 position;  ///< The camera is at the origin.
  rig::Vec3 normal;    ///< Any length above 0; turned towards the camera where it points away.
  rig::Vec3 colour;    ///< Linear RGB in [0,1].
  float occlusion = 1;
  rig::Material material{};
};

/// Light that leaves the point towards the camera, linear RGB in [0,1) after the tone curve: three fixed lights with
/// wrapped diffuse (warm in skin's shadows), a specular lobe by material, ambient light from above and below, all
/// weakened by the occlusion. Built from additions, multiplications, divisions and square roots alone: the same bits
/// everywhere.
[[nodiscard]] rig::Vec3 shade(const SurfacePoint& point);

/// Turns linear light into 8-bit values of gamma 2.2.
class GammaTable {
 public:
  GammaTable();
  [[nodiscard]] std::uint8_t encode(float linear) const;

 private:
  // Indexed by the square root, in which the curve is nearly straight: steps stay below a tenth of a level.
  static constexpr int kSteps = 4096;
  std::array<std::uint8_t, kSteps + 1> table_{};
};

}  // namespace emo3d::render
