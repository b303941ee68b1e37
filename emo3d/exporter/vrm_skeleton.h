#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "emo3d/exporter/glb_mesh.h"
#include "emo3d/rig/mesh.h"

// For sources of this module only, as glb_mesh.h is.
namespace emo3d::exporter {

struct VrmBone {
  std::string_view name;  ///< As VRM 1.0 names it.
  int parent;             ///< Index of an earlier bone; -1 for the hips.
  rig::Vec3 position_m;   ///< In the figure's space: feet on the ground at y = 0.
};

/// A standing adult in T-pose, to the measure of a head: the 15 bones that VRM 1.0 requires, and chest and neck.
struct VrmSkeleton {
  std::vector<VrmBone> bones;      ///< Parents before children.
  rig::Vec3 head_offset_m;         ///< From the mesh's origin to its place on the body.
  rig::Vec3 eyes_m;                ///< Midway between the eyeballs, in the figure's space.
  std::size_t head = 0;            ///< Index of the bone.
  std::vector<JointWeights> skin;  ///< One per vertex of the mesh; joints are indices into `bones`.
};

/// Places the body under a head by the distance between its eyes (Material::kEye left and right of x = 0). Head and jaw
/// follow the head bone, the throat fades into the neck bone, the shoulders into the chest bone.
/// \throws Error kInvalidArgument where the mesh has no pair of eyes.
[[nodiscard]] VrmSkeleton vrm_skeleton(const rig::Mesh& mesh);

}  // namespace emo3d::exporter
