#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "emo3d/avatar/avatar.h"
#include "emo3d/avatar/gltf_materials.h"
#include "emo3d/avatar/gltf_nodes.h"
#include "emo3d/avatar/gltf_primitive.h"
#include "emo3d/avatar/morph_binding.h"

namespace emo3d::avatar {

/// Puts the meshes of a glTF file together to one in centimetres that looks along +Z.
class AvatarBuilder {
 public:
  /// `document` must live as long as the builder.
  explicit AvatarBuilder(const GltfDocument& document);
  /// \throws Error kInvalidData; for pictures in other files also kNotFound or kIo.
  [[nodiscard]] Avatar build();

 private:
  /// A mesh as a node shows it.
  struct Instance {
    std::size_t mesh;
    Affine world;
    std::span<const Affine> joints;  ///< Empty without a skin.
    std::vector<float> rest_weights;
  };

  [[nodiscard]] Instance instance(const GltfNodes& nodes, std::size_t node);
  /// The joints of a skin in our space, read once.
  [[nodiscard]] const std::vector<Affine>& joints(const GltfNodes& nodes, std::size_t skin);
  void add(const Instance& instance, const GltfValue& mesh, const GltfValue& primitive);
  void add_surface(const GltfPrimitive& part, const GltfMaterial& material);
  void add_targets(const Instance& instance, const GltfValue& primitive, std::span<const Affine> transforms);
  /// Vertices of `primitive` with the morph targets that no channel moves at the file's weights.
  [[nodiscard]] std::vector<rig::Vec3> rest_positions(const Instance& instance, const GltfValue& primitive,
                                                      std::vector<rig::Vec3> positions) const;
  /// Takes the light out of the colours of a part whose file contains it.
  void separate_light(std::vector<rig::Vec3>& colours, const rig::Vec3& unlit);
  void take_sides();
  void limit_place();
  [[nodiscard]] std::vector<float> occlusion() const;
  [[nodiscard]] Coverage coverage() const;

  const GltfDocument& document_;
  GltfMaterials materials_;
  std::vector<std::size_t> target_counts_;  ///< Morph targets of each mesh.
  ChannelBindings bindings_;
  std::map<std::size_t, std::vector<Affine>> joints_;    ///< By skin.
  std::set<std::pair<std::size_t, std::size_t>> bound_;  ///< Mesh and target of all bindings.
  Affine placement_;                                     ///< From the file's space to ours.
  rig::MorphMesh morphs_;
  rig::Surfaces surfaces_;
  bool needs_surfaces_ = false;
  bool is_own_;               ///< Written by emo3d: what light arrives is in the colours.
  std::vector<float> light_;  ///< Of the first vertices; the others have it in their colours.
  rig::HeadPlace head_place_;
};

}  // namespace emo3d::avatar
