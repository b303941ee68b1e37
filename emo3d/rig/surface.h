#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "emo3d/image/image.h"

namespace emo3d::rig {

/// What happens to texture coordinates outside [0,1].
enum class Wrap : std::uint8_t { kRepeat, kMirror, kClamp };

/// What a surface does where it is not opaque.
enum class AlphaMode : std::uint8_t {
  kOpaque,  ///< Alpha is ignored.
  kMask,    ///< Nothing is drawn where alpha is below the cutoff.
  kBlend,   ///< Alpha says how much of what is behind is covered.
};

/// A picture on a surface, and how the surface is drawn.
struct Surface {
  std::shared_ptr<const std::vector<image::Image>> texture;  ///< image::pyramid(); null: white and opaque.
  Wrap wrap_u = Wrap::kRepeat;
  Wrap wrap_v = Wrap::kRepeat;
  AlphaMode alpha_mode = AlphaMode::kOpaque;
  float alpha_cutoff = 0.5f;  ///< For kMask.
  bool double_sided = true;   ///< Otherwise triangles seen from behind are not drawn.
};

/// A vertex on its surface.
struct SurfacePoint {
  float u = 0;      ///< 0 is the left edge of the picture, 1 the right.
  float v = 0;      ///< 0 is the upper edge of the picture, 1 the lower.
  float alpha = 1;  ///< Factor on the picture's alpha.
};

/// Surfaces of a mesh: what Mesh::colours are multiplied with.
struct Surfaces {
  std::vector<Surface> list;
  std::vector<std::uint32_t> of_vertex;  ///< Index into `list`, one per vertex; a triangle takes its first vertex's.
  std::vector<SurfacePoint> points;      ///< One per vertex.
};

}  // namespace emo3d::rig
