#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/rig/surface.h"
#include "emo3d/rig/vec3.h"

/// A face that can be posed: a triangle mesh with morph targets named after the blendshape channels.
namespace emo3d::rig {

using Triangle = std::array<std::uint32_t, 3>;

/// How a surface answers light; the renderer holds one set of shading constants for each.
enum class Material : std::uint8_t { kSkin, kEye, kWet, kTooth, kHair, kCloth };

/// A family of parallel wrinkles as it crosses a point of the skin.
struct Fold {
  float phase = 0;  ///< Wrinkles run where it is a whole number; smooth wherever `slope` is not 0.
  Vec3 slope;       ///< Across the wrinkles to where phase grows; its length is the steepness of their flanks.
};

/// What the skin around a vertex shows that is finer than the mesh.
struct SkinDetail {
  Vec3 rest;           ///< Where the point lies on a face at rest, centimetres: pores move with the skin.
  float pores = 0;     ///< Coarseness and oiliness, 0 fine and matt to 1 as on a nose.
  float freckles = 0;  ///< Density, [0,1].
  float spots = 0;     ///< Density of age spots, [0,1].
  std::array<Fold, 2> folds{};
};

/// "skin", "eye", "wet", "tooth", "hair" or "cloth", as exported files name it.
[[nodiscard]] std::string_view material_name(Material material);

/// Of a Mesh, for files in metres.
inline constexpr float kMetresPerCentimetre = 0.01f;

/// A mesh in one pose. Centimetres, +Y up, the face looks along +Z, the subject's left is +X.
struct Mesh {
  std::vector<Vec3> positions;
  std::vector<Vec3> normals;        ///< Unit length, one per position.
  std::vector<Vec3> colours;        ///< Linear RGB in [0,1], one per position.
  std::vector<float> occlusion;     ///< Ambient light that arrives, 0 dark to 1 open, one per position.
  std::vector<Material> materials;  ///< One per position; a triangle takes its first vertex's.
  std::vector<SkinDetail> detail;   ///< Of the first detail.size() vertices; the others have none.
  std::vector<Triangle> triangles;  ///< Counter-clockwise seen from outside; every index is below positions.size().
  std::shared_ptr<const Surfaces> surfaces;  ///< Null where vertex colours say all: opaque, seen from both sides.
};

/// Area-weighted vertex normals, summed in triangle order: the same bits on every machine.
[[nodiscard]] std::vector<Vec3> vertex_normals(const std::vector<Vec3>& positions,
                                               const std::vector<Triangle>& triangles);

}  // namespace emo3d::rig
