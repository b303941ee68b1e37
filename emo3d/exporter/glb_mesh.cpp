#include "emo3d/exporter/glb_mesh.h"

#include <algorithm>
#include <map>
#include <string>

#include "emo3d/exporter/mesh_parts.h"

namespace emo3d::exporter {
namespace {

constexpr const char* kUnlit = "KHR_materials_unlit";

/// Chosen by eye beside the project's own renderer.
double roughness_of(rig::Material material) {
  switch (material) {
    case rig::Material::kSkin:
      return 0.55;
    case rig::Material::kEye:
      return 0.15;
    case rig::Material::kWet:
      return 0.35;
    case rig::Material::kTooth:
      return 0.3;
    case rig::Material::kHair:
      return 0.65;
    case rig::Material::kCloth:
      return 0.9;
  }
  return 0.55;
}

tinygltf::Value target_names() {
  std::vector<tinygltf::Value> names;
  for (const face::Channel c : face::channels()) names.emplace_back(std::string(face::name(c)));
  return tinygltf::Value(tinygltf::Value::Object{{"targetNames", tinygltf::Value(std::move(names))}});
}

/// One morph target as seen by a part; empty where it leaves the part alone.
std::map<std::string, int> add_target(GlbBuilder& glb, const rig::MorphTarget& target, const MeshPart& part) {
  std::vector<std::uint32_t> indices;
  std::vector<rig::Vec3> deltas;
  std::vector<rig::Vec3> normal_deltas;
  for (std::size_t i = 0; i < target.vertices.size(); ++i) {
    const std::uint32_t v = part.numbers[target.vertices[i]];
    if (v == kNotInPart) continue;
    indices.push_back(v);
    deltas.push_back(target.deltas[i] * rig::kMetresPerCentimetre);
    normal_deltas.push_back(target.normal_deltas[i]);
  }
  if (indices.empty()) return {};
  const int view = glb.add_view(indices);
  return {{"POSITION", glb.add_sparse_vectors(part.vertices.size(), view, deltas)},
          {"NORMAL", glb.add_sparse_vectors(part.vertices.size(), view, normal_deltas)}};
}

void add_skin_attributes(GlbBuilder& glb, tinygltf::Primitive& primitive, const std::vector<JointWeights>& skin) {
  std::vector<std::uint8_t> joints;
  std::vector<float> weights;
  for (const JointWeights& vertex : skin) {
    joints.insert(joints.end(), vertex.joints.begin(), vertex.joints.end());
    weights.insert(weights.end(), vertex.weights.begin(), vertex.weights.end());
  }
  primitive.attributes["JOINTS_0"] =
      glb.add_accessor(glb.add_view(joints, TINYGLTF_TARGET_ARRAY_BUFFER), TINYGLTF_COMPONENT_TYPE_UNSIGNED_BYTE,
                       TINYGLTF_TYPE_VEC4, skin.size());
  primitive.attributes["WEIGHTS_0"] = glb.add_accessor(glb.add_view(weights, TINYGLTF_TARGET_ARRAY_BUFFER),
                                                       TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_VEC4, skin.size());
}

int add_material(tinygltf::Model& model, const MeshPart& of, const rig::Vec3& colour, bool unlit) {
  tinygltf::Material material;
  material.name = of.name;
  material.doubleSided = true;  // lashes, hair strands and lid rims are single sheets
  material.pbrMetallicRoughness.baseColorFactor = {colour.x, colour.y, colour.z, 1};
  material.pbrMetallicRoughness.metallicFactor = 0;
  material.pbrMetallicRoughness.roughnessFactor = roughness_of(of.material);
  if (unlit) {
    material.extensions[kUnlit] = tinygltf::Value(tinygltf::Value::Object{});
    if (std::ranges::find(model.extensionsUsed, kUnlit) == model.extensionsUsed.end())
      model.extensionsUsed.emplace_back(kUnlit);
  }
  model.materials.push_back(std::move(material));
  return static_cast<int>(model.materials.size()) - 1;
}

tinygltf::Primitive add_primitive(GlbBuilder& glb, const rig::MorphMesh& mesh, const MeshPart& part,
                                  const GlbMeshOptions& options) {
  const std::size_t count = part.vertices.size();
  std::vector<rig::Vec3> positions = part.of_mesh(mesh.neutral.positions);
  for (rig::Vec3& p : positions) p = p * rig::kMetresPerCentimetre + options.offset_m;
  tinygltf::Primitive primitive;
  primitive.mode = TINYGLTF_MODE_TRIANGLES;
  primitive.indices = glb.add_accessor(glb.add_view(part.indices, TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER),
                                       TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT, TINYGLTF_TYPE_SCALAR, part.indices.size());
  primitive.attributes["POSITION"] = glb.add_vectors(positions);
  primitive.attributes["NORMAL"] = glb.add_vectors(part.of_mesh(mesh.neutral.normals));
  const PartColours colours = part_colours(mesh.neutral, part);
  primitive.attributes["COLOR_0"] = glb.add_accessor(glb.add_view(colours.fractions, TINYGLTF_TARGET_ARRAY_BUFFER),
                                                     TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_VEC4, count);
  if (!options.skin.empty()) add_skin_attributes(glb, primitive, part.of_mesh(options.skin));
  for (const rig::MorphTarget& target : mesh.targets) primitive.targets.push_back(add_target(glb, target, part));
  if (std::ranges::any_of(primitive.targets, [](const auto& t) { return t.empty(); })) {
    const int zero = glb.add_zero_vectors(count);  // one stands for all
    for (auto& target : primitive.targets)
      if (target.empty()) target = {{"POSITION", zero}, {"NORMAL", zero}};
  }
  primitive.extras = target_names();
  primitive.material =
      add_material(glb.model(), part, colours.factor, options.unlit_eyes && part.material == rig::Material::kEye);
  return primitive;
}

}  // namespace

int add_morph_mesh(GlbBuilder& glb, const rig::MorphMesh& mesh, const GlbMeshOptions& options) {
  tinygltf::Mesh head;
  head.name = "emo3d_head";
  head.weights.assign(options.weights.begin(), options.weights.end());
  head.extras = target_names();
  for (const MeshPart& part : mesh_parts(mesh.neutral))
    head.primitives.push_back(add_primitive(glb, mesh, part, options));
  glb.model().meshes.push_back(std::move(head));
  return static_cast<int>(glb.model().meshes.size()) - 1;
}

}  // namespace emo3d::exporter
