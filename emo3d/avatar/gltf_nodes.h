#pragma once

#include <vector>

#include "emo3d/avatar/affine.h"
#include "emo3d/avatar/gltf_document.h"

namespace emo3d::avatar {

/// Nodes of a glTF file in their rest pose.
struct GltfNodes {
  std::vector<Affine> world;   ///< From each node's space to the scene's.
  std::vector<bool> in_scene;  ///< The node belongs to the scene that the file shows.
};

/// Transforms of all nodes. \throws Error kInvalidData where nodes form a cycle, a node has two parents, or an index or
/// a number is out of range.
[[nodiscard]] GltfNodes read_nodes(const GltfDocument& document);

/// From the space of a skinned mesh to the scene's, for each joint: the joint's transform times its inverse bind
/// matrix. \throws Error kInvalidData.
[[nodiscard]] std::vector<Affine> read_joints(const GltfDocument& document, const GltfNodes& nodes, std::size_t skin);

}  // namespace emo3d::avatar
