#include "emo3d/exporter/vrm.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/exporter/glb_mesh.h"
#include "emo3d/exporter/vrm_expressions.h"
#include "emo3d/exporter/vrm_skeleton.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/rig/gaze.h"

namespace emo3d::exporter {
namespace {

constexpr const char* kExtension = "VRMC_vrm";

tinygltf::Value gltf_value(const OrderedJson& json) {
  if (json.is_object()) {
    tinygltf::Value::Object object;
    for (const auto& [key, value] : json.items()) object.emplace(key, gltf_value(value));
    return tinygltf::Value(std::move(object));
  }
  if (json.is_array()) {
    tinygltf::Value::Array array;
    for (const auto& value : json) array.push_back(gltf_value(value));
    return tinygltf::Value(std::move(array));
  }
  if (json.is_string()) return tinygltf::Value(json.get<std::string>());
  if (json.is_boolean()) return tinygltf::Value(json.get<bool>());
  if (json.is_number_integer()) return tinygltf::Value(json.get<int>());
  return tinygltf::Value(json.get<double>());
}

OrderedJson meta_json(const rig::MorphMesh& mesh, const VrmMeta& meta) {
  if (mesh.attribution) {
    check(!mesh.attribution->vrm_meta.is_null(), ErrorCode::kInvalidArgument,
          "{}: states no VRM 1.0 licence (VRMC_vrm.meta) that a .vrm could pass on; write a .glb",
          mesh.attribution->source);
    return mesh.attribution->vrm_meta;
  }
  check(!meta.name.empty(), ErrorCode::kInvalidArgument, "a VRM file needs a name");
  check(!meta.authors.empty() && std::ranges::none_of(meta.authors, &std::string::empty), ErrorCode::kInvalidArgument,
        "a VRM file needs an author");
  OrderedJson json = {{"name", meta.name},
                      {"authors", meta.authors},
                      {"licenseUrl", "https://vrm.dev/licenses/1.0/"},
                      {"avatarPermission", "everyone"},
                      {"commercialUsage", "corporation"},
                      {"creditNotation", "required"},
                      {"allowRedistribution", true},
                      {"modification", "allowModificationRedistribution"}};
  if (!meta.version.empty()) json["version"] = meta.version;
  if (!meta.copyright.empty()) json["copyrightInformation"] = meta.copyright;
  if (!meta.third_party_licences.empty()) json["thirdPartyLicenses"] = meta.third_party_licences;
  return json;
}

/// The weights of the targets of the mesh at `mesh_node`.
OrderedJson expression_json(const face::Expression& expression, int mesh_node) {
  OrderedJson binds = OrderedJson::array();
  for (const face::Channel c : face::channels())
    if (const float weight = expression[c]; weight > 0)
      binds.push_back({{"node", mesh_node}, {"index", static_cast<int>(c)}, {"weight", face::rounded_score(weight)}});
  OrderedJson json = {{"isBinary", false}};
  if (!binds.empty()) json["morphTargetBinds"] = std::move(binds);  // glTF knows no empty lists
  return json;
}

OrderedJson expressions_json(int mesh_node) {
  OrderedJson presets = OrderedJson::object();
  for (const VrmPreset& preset : vrm_presets()) {
    OrderedJson json = expression_json(preset.expression, mesh_node);
    json["overrideMouth"] = preset.owns_mouth ? "blend" : "none";
    presets[std::string(preset.name)] = std::move(json);
  }
  OrderedJson customs = OrderedJson::object();
  for (const face::Channel c : face::channels()) {
    face::Expression alone;
    alone.set(c, 1);
    customs[std::string(face::name(c))] = expression_json(alone, mesh_node);
  }
  return {{"preset", std::move(presets)}, {"custom", std::move(customs)}};
}

OrderedJson look_at_json(const VrmSkeleton& skeleton) {
  const rig::Vec3 offset = skeleton.eyes_m - skeleton.bones[skeleton.head].position_m;
  const auto full_at = [](float degrees) { return OrderedJson{{"inputMaxValue", degrees}, {"outputScale", 1.0}}; };
  return {{"type", "expression"},
          {"offsetFromHeadBone", {offset.x, offset.y, offset.z}},
          {"rangeMapHorizontalInner", full_at(rig::kGazeYaw_deg)},
          {"rangeMapHorizontalOuter", full_at(rig::kGazeYaw_deg)},
          {"rangeMapVerticalDown", full_at(rig::kGazePitch_deg)},
          {"rangeMapVerticalUp", full_at(rig::kGazePitch_deg)}};
}

/// Nodes 0 to n - 1 are the bones.
OrderedJson add_bones(GlbBuilder& glb, const VrmSkeleton& skeleton) {
  OrderedJson human_bones = OrderedJson::object();
  std::vector<tinygltf::Node>& nodes = glb.model().nodes;
  for (const VrmBone& bone : skeleton.bones) {
    const int index = static_cast<int>(nodes.size());
    rig::Vec3 from_parent = bone.position_m;
    if (bone.parent >= 0) {
      const auto parent = static_cast<std::size_t>(bone.parent);
      from_parent = from_parent - skeleton.bones[parent].position_m;
      nodes[parent].children.push_back(index);
    }
    tinygltf::Node node;
    node.name = bone.name;
    node.translation = {from_parent.x, from_parent.y, from_parent.z};
    nodes.push_back(std::move(node));
    human_bones[std::string(bone.name)] = {{"node", index}};
  }
  return human_bones;
}

/// The bones stand unrotated, so that each inverse bind matrix is a translation.
int add_skin(GlbBuilder& glb, const VrmSkeleton& skeleton) {
  std::vector<float> matrices;
  tinygltf::Skin skin;
  skin.name = "emo3d_head";
  for (std::size_t i = 0; i < skeleton.bones.size(); ++i) {
    const rig::Vec3 p = skeleton.bones[i].position_m;
    matrices.insert(matrices.end(), {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -p.x, -p.y, -p.z, 1});
    skin.joints.push_back(static_cast<int>(i));
  }
  skin.inverseBindMatrices = glb.add_accessor(glb.add_view(matrices), TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_MAT4,
                                              skeleton.bones.size());
  glb.model().skins.push_back(std::move(skin));
  return static_cast<int>(glb.model().skins.size()) - 1;
}

}  // namespace

std::string to_vrm(const rig::MorphMesh& mesh, std::string_view generator, const VrmMeta& meta) {
  check_morph_mesh(mesh);
  const OrderedJson meta_object = meta_json(mesh, meta);
  const VrmSkeleton skeleton = vrm_skeleton(mesh.neutral);
  GlbBuilder glb(generator);
  if (mesh.attribution) glb.model().asset.copyright = mesh.attribution->copyright;
  const OrderedJson human_bones = add_bones(glb, skeleton);
  tinygltf::Node node;
  node.name = "emo3d_head";
  node.mesh =
      add_morph_mesh(glb, mesh, {.unlit_eyes = true, .offset_m = skeleton.head_offset_m, .skin = skeleton.skin});
  node.skin = add_skin(glb, skeleton);
  const int mesh_node = static_cast<int>(glb.model().nodes.size());
  glb.model().nodes.push_back(std::move(node));
  tinygltf::Scene scene;
  scene.nodes = {0, mesh_node};
  glb.model().scenes.push_back(std::move(scene));
  glb.model().defaultScene = 0;
  glb.model().extensionsUsed.emplace_back(kExtension);
  glb.model().extensions[kExtension] = gltf_value({{"specVersion", "1.0"},
                                                   {"meta", meta_object},
                                                   {"humanoid", {{"humanBones", human_bones}}},
                                                   {"lookAt", look_at_json(skeleton)},
                                                   {"expressions", expressions_json(mesh_node)}});
  return glb.bytes();
}

}  // namespace emo3d::exporter
