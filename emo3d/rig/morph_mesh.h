#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "emo3d/face/channel.h"
#include "emo3d/rig/mesh.h"

namespace emo3d::rig {

/// How one channel at weight 1 moves a mesh: deltas in centimetres, for the vertices that move only.
struct MorphTarget {
  face::Channel channel{};
  std::vector<std::uint32_t> vertices;  ///< Ascending, each below the mesh's vertex count.
  std::vector<Vec3> deltas;             ///< One per entry of `vertices`.
};

/// A mesh at rest with linear morph targets, as file formats and engines know it.
struct MorphMesh {
  Mesh neutral;
  std::vector<MorphTarget> targets;  ///< One per channel, in the order of face::Channel.
};

}  // namespace emo3d::rig
