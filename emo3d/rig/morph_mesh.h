#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "emo3d/face/channel.h"
#include "emo3d/rig/mesh.h"

namespace emo3d::rig {

/// How one channel at weight 1 changes a mesh: deltas in centimetres, for the vertices that move or turn only.
struct MorphTarget {
  face::Channel channel{};
  std::vector<std::uint32_t> vertices{};  ///< Ascending, each below the mesh's vertex count.
  std::vector<Vec3> deltas{};             ///< One per entry of `vertices`.
  std::vector<Vec3> normal_deltas{};      ///< One per entry of `vertices`: the normal at weight 1 less that at rest.
};

/// A mesh at rest with linear morph targets, as file formats and engines know it.
struct MorphMesh {
  Mesh neutral;
  std::vector<MorphTarget> targets;  ///< One per channel, in the order of face::Channel.
};

/// The target that turns `rest` into `posed`, which shows `channel` alone at weight 1. Left out are vertices that move
/// less than 0.001 cm and turn less than 0.06 degrees. \throws Error kInvalidArgument where the meshes differ in size.
[[nodiscard]] MorphTarget morph_target(face::Channel channel, const Mesh& rest, const Mesh& posed);

/// \throws Error kInvalidArgument where sizes, indices or the order of targets do not fit together.
void check_morph_mesh(const MorphMesh& mesh);

}  // namespace emo3d::rig
