#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "emo3d/exporter/glb_builder.h"
#include "emo3d/rig/morph_mesh.h"

// For sources of this module only, as tinygltf.h is.
namespace emo3d::exporter {

/// Up to four joints that carry a vertex.
struct JointWeights {
  std::array<std::uint8_t, 4> joints{};  ///< Indices into a skin's list of joints.
  std::array<float, 4> weights{};        ///< Sum to 1; 0 where unused.
};

struct GlbMeshOptions {
  bool unlit_eyes = false;                           ///< KHR_materials_unlit, with which UniVRM heeds vertex colours.
  rig::Vec3 offset_m{};                              ///< Added to positions at rest.
  std::vector<JointWeights> skin{};                  ///< One per vertex, or empty.
  std::array<float, face::kChannelCount> weights{};  ///< Default weights of the targets, in the order of face::Channel.
};

/// Adds a checked mesh in metres with a primitive and a PBR material for each rig::Material, colours times occlusion as
/// base colour and COLOR_0, and 52 morph targets of positions and normals, named on the mesh and on every primitive.
/// Returns the index of the glTF mesh.
int add_morph_mesh(GlbBuilder& glb, const rig::MorphMesh& mesh, const GlbMeshOptions& options);

}  // namespace emo3d::exporter
