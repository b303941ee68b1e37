#pragma once

#include "emo3d/image/image.h"
#include "emo3d/render/camera.h"
#include "emo3d/rig/mesh.h"

/// Pictures of posed meshes, drawn on the CPU.
///
///     RenderOptions options;
///     options.camera = camera(View::kThreeQuarter);
///     image::Image picture = render(rig::Head::built_in().pose(expression), options);
namespace emo3d::render {

inline constexpr int kMinSide_px = 16;
inline constexpr int kMaxSide_px = 8192;

struct RenderOptions {
  int width = 1024;   ///< Pixels, in [kMinSide_px, kMaxSide_px].
  int height = 1024;  ///< As width; the camera's field of view spans the height.
  Camera camera;
  unsigned threads = 0;  ///< 0: default_threads(). The picture does not depend on it.
};

/// Draws `mesh` with four samples a pixel. The bytes are the same for every number of threads, compiler and
/// optimisation level (with floating-point contraction off, as the project sets it). Triangles with a vertex that is
/// not finite, closer than 1 cm to the camera, or projected more than 32,000 pixels away are left out; both sides are
/// drawn. \throws Error kInvalidArgument where sizes, camera, or the mesh's lists do not fit.
[[nodiscard]] image::Image render(const rig::Mesh& mesh, const RenderOptions& options);

}  // namespace emo3d::render
