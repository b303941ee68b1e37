#pragma once

#include <functional>
#include <optional>

#include "emo3d/image/image.h"
#include "emo3d/render/camera.h"
#include "emo3d/render/lighting.h"
#include "emo3d/rig/mesh.h"

/// Meshes drawn without a GPU, the same bytes for every compiler, optimisation level and number of threads.
///
///     const emo3d::rig::Mesh mesh = emo3d::rig::Head::built_in().pose(expression);
///     emo3d::image::Image picture = emo3d::render::render(mesh, {.width = 512, .height = 512});
namespace emo3d::render {

/// Smallest and largest side of a picture, in pixels.
inline constexpr int kMinSide_px = 16;
inline constexpr int kMaxSide_px = 8192;

/// Triangles with a vertex nearer to the camera's plane than this are not drawn, in centimetres.
inline constexpr float kNearDepth_cm = 1.0f;

/// Largest texture coordinate, either way.
inline constexpr float kMaxTextureCoordinate = 1e4f;

struct RenderOptions {
  int width = 1024;      ///< In [kMinSide_px, kMaxSide_px].
  int height = 1024;     ///< In [kMinSide_px, kMaxSide_px].
  Camera camera{};       ///< The front view of the built-in head.
  unsigned threads = 0;  ///< 0: default_threads().
  Lighting lighting{};
  std::optional<rig::HeadPlace> head{};  ///< Where the key light's shadows matter, as in KeyLamp.
  Background background{};
  /// Called before each part of the picture, by any thread; what it throws ends the drawing.
  std::function<void()> before_tile{};
};

/// Draws `mesh` with four rotated-grid samples per pixel into an RGB image, RGBA where the background is transparent:
/// colour is then that of the mesh alone, black where it is not seen. Triangles are drawn from both sides; of two
/// at the same depth the one that comes first in the mesh is seen. A triangle is left out whole where it crosses
/// kNearDepth_cm, where a position is not finite, or where it reaches more than a million pixels out of the picture.
/// Normals, colours and occlusion that are not finite spoil only the pixels they colour.
/// \throws Error kInvalidArgument for a size or camera out of range, and where the mesh's arrays differ in length, or
/// an index or material is out of range; kInvalidData where triangles lie over each other a thousandfold.
[[nodiscard]] image::Image render(const rig::Mesh& mesh, const RenderOptions& options);

}  // namespace emo3d::render
