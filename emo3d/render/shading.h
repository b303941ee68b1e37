#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "emo3d/render/lanes.h"
#include "emo3d/render/lighting.h"
#include "emo3d/rig/mesh.h"

namespace emo3d::render {

inline constexpr std::size_t kMaterialCount = 6;

/// Four points of surfaces to be shaded.
struct SurfaceSamples {
  Float4x3 normal;                            ///< In view space, of any length above 0, on the side that is seen.
  Float4x3 to_eye;                            ///< Unit vector towards the camera, in view space.
  Float4x3 albedo;                            ///< Linear RGB in [0,1].
  Float4 occlusion;                           ///< Ambient light that arrives, [0,1].
  Float4x3 soft_normal;                       ///< As `normal`, without the skin's relief: for light from under it.
  Float4 key_light = splat(1.0f);             ///< Share of the first lamp's light that arrives, [0,1].
  Float4 oil{};                               ///< Share of skin that is oily, 0 to 1: a narrower highlight.
  Float4 gloss = splat(1.0f);                 ///< Factor of the highlights: 0 powdered to 1.
  std::array<std::uint8_t, kLanes> material;  ///< rig::Material, below kMaterialCount.
};

/// How four samples' materials answer light; the meaning of the numbers is in shading.cpp.
struct MaterialLanes {
  Float4x3 wrap;
  Float4 specular;
  Float4 grazing;
  Float4 roughness_squared;
  Float4 visibility;
  Float4 polish;
  Float4 key;
  Float4 rim;
  Float4 enclosed;
  Float4 catch_light;
};

/// The light of a scene made ready, and the materials of a head under it.
class Shader {
 public:
  explicit Shader(const Lighting& lighting);
  /// Colours as linear RGB after tone mapping, in [0,1] for finite input. Each lane depends on its own sample alone.
  [[nodiscard]] Float4x3 shade(const SurfaceSamples& samples) const;

 private:
  struct Lamp {
    Float4x3 direction;
    Float4x3 colour;
    Float4 occlusion;
    Float4 wrap;
    Float4 behind;  ///< 1 where the lamp stands behind the head, else 0.
    bool is_key;
  };

  [[nodiscard]] MaterialLanes material_lanes(const SurfaceSamples& samples) const;

  std::array<Lamp, 3> lamps_;
  Float4x3 catch_light_;  ///< Direction of the lamp that only eyes reflect.
  Float4x3 ambient_middle_;
  Float4x3 ambient_slope_;
  std::array<MaterialLanes, kMaterialCount> materials_;
};

/// Normalised, for vectors whose squared length is above 1e-20; shorter ones come out shorter than 1.
[[nodiscard]] Float4x3 normalized(const Float4x3& v);

}  // namespace emo3d::render
