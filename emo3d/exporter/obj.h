#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emo3d/rig/morph_mesh.h"

namespace emo3d::exporter {

/// Writes the shapes of a mesh as Wavefront OBJ files that share vertex order and faces, so that programs can make them
/// blendshapes of each other. Metres, +Y up, facing +Z; `v x y z r g b` with sRGB colours darkened by the baked
/// occlusion, `vn`, and groups named after the materials.
class ObjShapes {
 public:
  /// `mesh` must outlive the object. \throws Error kInvalidArgument where its sizes or indices do not fit together.
  explicit ObjShapes(const rig::MorphMesh& mesh);

  [[nodiscard]] std::string neutral() const;
  /// The shape of a channel alone at weight 1.
  [[nodiscard]] std::string shape(face::Channel channel) const;

 private:
  [[nodiscard]] std::string file(std::string_view name, const std::vector<rig::Vec3>& positions,
                                 const std::vector<rig::Vec3>& normals) const;

  const rig::MorphMesh& mesh_;
  std::vector<std::string> colours_;  ///< " r g b" for each vertex.
  std::string faces_;
};

}  // namespace emo3d::exporter
