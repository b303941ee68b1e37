#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emo3d/base/json.h"
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

/// Whose a mesh is that was read from a file.
struct Attribution {
  std::string source{};            ///< The file, for error messages.
  std::string copyright{};         ///< One line; empty where the file says nothing.
  OrderedJson vrm_meta = nullptr;  ///< VRMC_vrm.meta of VRM 1.0; null where the file has none.
};

/// A mesh at rest with linear morph targets, as file formats and engines know it.
struct MorphMesh {
  Mesh neutral;
  std::vector<MorphTarget> targets;  ///< One per channel, in the order of face::Channel.
  /// What files made of the mesh say of its owner; absent for the built-in head.
  std::optional<Attribution> attribution{};
};

/// The target that turns `rest` into `posed`, which shows `channel` alone at weight 1. Left out are vertices that move
/// less than 0.001 cm and turn less than 0.06 degrees. \throws Error kInvalidArgument where the meshes differ in size.
[[nodiscard]] MorphTarget morph_target(face::Channel channel, const Mesh& rest, const Mesh& posed);

/// \throws Error kInvalidArgument where sizes, indices or the order of targets do not fit together.
void check_morph_mesh(const MorphMesh& mesh);

}  // namespace emo3d::rig
