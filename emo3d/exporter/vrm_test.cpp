#include "emo3d/exporter/vrm.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <map>
#include <numeric>
#include <set>

#include "emo3d/base/json.h"
#include "emo3d/exporter/mesh_parts.h"
#include "emo3d/exporter/vrm_expressions.h"
#include "emo3d/exporter/vrm_skeleton.h"
#include "emo3d/rig/gaze.h"
#include "emo3d/rig/head.h"
#include "tests/support/errors.h"

namespace emo3d::exporter {
namespace {

using face::Channel;

const rig::MorphMesh& morphs() {
  static const rig::MorphMesh mesh = rig::Head::built_in().morph_mesh();
  return mesh;
}

const std::string& file() {
  static const std::string bytes = to_vrm(morphs(), "emo3d test", {.version = "7"});
  return bytes;
}

/// The JSON chunk of the GLB container: 12 bytes of header, then length and kind of the chunk.
const Json& gltf() {
  static const Json json = [] {
    std::uint32_t size = 0;
    std::memcpy(&size, file().data() + 12, sizeof size);
    return parse_json(std::string_view(file()).substr(20, size), "file");
  }();
  return json;
}

const Json& vrm() { return gltf().at("extensions").at("VRMC_vrm"); }

TEST(Vrm, OpensWithTinygltf) {
  tinygltf::Model model;
  std::string error;
  std::string warning;
  EXPECT_TRUE(tinygltf::TinyGLTF().LoadBinaryFromMemory(&model, &error, &warning,
                                                        reinterpret_cast<const unsigned char*>(file().data()),
                                                        static_cast<unsigned>(file().size())))
      << error;
  EXPECT_EQ(warning, "");
  EXPECT_EQ(model.meshes.at(0).primitives.size(), mesh_parts(morphs().neutral).size());
  EXPECT_EQ(model.extensionsUsed, (std::vector<std::string>{"KHR_materials_unlit", "VRMC_vrm"}));
  for (const tinygltf::Material& m : model.materials)
    EXPECT_EQ(m.extensions.contains("KHR_materials_unlit"), m.name.starts_with("eye"));
}

TEST(Vrm, KeepsTheLicenceOfAnAvatarAndRefusesOneWithout) {
  rig::MorphMesh avatar = morphs();
  avatar.attribution = rig::Attribution{.source = "ada.glb", .copyright = "Ada by B"};
  EXPECT_EQ(testing::error_message([&] { (void)to_vrm(avatar, "emo3d test", {}); }),
            "ada.glb: states no VRM 1.0 licence (VRMC_vrm.meta) that a .vrm could pass on; write a .glb");
  avatar.attribution->vrm_meta = {
      {"name", "Ada"}, {"authors", {"B"}}, {"licenseUrl", "https://example.org/l"}, {"allowRedistribution", false}};
  const std::string bytes = to_vrm(avatar, "emo3d test", {});
  std::uint32_t size = 0;
  std::memcpy(&size, bytes.data() + 12, sizeof size);
  const Json written = parse_json(std::string_view(bytes).substr(20, size), "file");
  EXPECT_EQ(written.at("extensions").at("VRMC_vrm").at("meta"), Json(avatar.attribution->vrm_meta));
  EXPECT_EQ(written.at("asset").at("copyright"), "Ada by B");
}

TEST(Vrm, SaysWhoMadeItAndWhatIsAllowed) {
  EXPECT_EQ(vrm().at("specVersion"), "1.0");
  const Json& meta = vrm().at("meta");
  EXPECT_EQ(meta.at("name"), "emo3d head");
  EXPECT_EQ(meta.at("version"), "7");
  EXPECT_EQ(meta.at("authors").size(), 1u);
  EXPECT_EQ(meta.at("licenseUrl"), "https://vrm.dev/licenses/1.0/");
  EXPECT_NE(meta.at("thirdPartyLicenses").get<std::string>().find("MediaPipe"), std::string::npos);
  EXPECT_EQ(emo3d::testing::error_message([] { (void)to_vrm(morphs(), "test", {.name = ""}); }),
            "a VRM file needs a name");
  EXPECT_EQ(emo3d::testing::error_message([] { (void)to_vrm(morphs(), "test", {.authors = {}}); }),
            "a VRM file needs an author");
}

TEST(Vrm, HasEveryRequiredBoneAtAPlausiblePlace) {
  std::map<std::string, rig::Vec3> place;  // in the figure's space
  const Json& nodes = gltf().at("nodes");
  std::vector<rig::Vec3> world(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (const auto t = nodes[i].find("translation"); t != nodes[i].end())
      world[i] += rig::Vec3{t->at(0).get<float>(), t->at(1).get<float>(), t->at(2).get<float>()};
    if (nodes[i].contains("children"))
      for (const std::size_t child : nodes[i].at("children")) world.at(child) = world[i];  // parents come first
  }
  for (const auto& [name, bone] : vrm().at("humanoid").at("humanBones").items())
    place[name] = world.at(bone.at("node").get<std::size_t>());
  for (const char* name :
       {"hips", "spine", "head", "leftUpperArm", "leftLowerArm", "leftHand", "rightUpperArm", "rightLowerArm",
        "rightHand", "leftUpperLeg", "leftLowerLeg", "leftFoot", "rightUpperLeg", "rightLowerLeg", "rightFoot"})
    ASSERT_TRUE(place.contains(name)) << name;
  for (const std::vector<std::string>& chain :
       {std::vector<std::string>{"leftFoot", "leftLowerLeg", "leftUpperLeg", "spine", "chest", "neck", "head"},
        std::vector<std::string>{"rightFoot", "rightLowerLeg", "rightUpperLeg", "hips", "spine"}})
    for (std::size_t i = 1; i < chain.size(); ++i) EXPECT_GT(place[chain[i]].y, place[chain[i - 1]].y) << chain[i];
  EXPECT_GT(place["leftFoot"].y, 0);
  EXPECT_GT(place["leftHand"].x, place["leftLowerArm"].x);
  EXPECT_LT(place["rightHand"].x, place["rightLowerArm"].x);
  EXPECT_GT(place["head"].y, 1.2f);
  EXPECT_LT(place["head"].y, 1.8f);
}

TEST(Vrm, SkinsTheHeadToItsBoneAndTheShouldersToTheChest) {
  const VrmSkeleton skeleton = vrm_skeleton(morphs().neutral);
  ASSERT_EQ(skeleton.skin.size(), morphs().neutral.positions.size());
  const auto carried_by = [&](std::size_t v, std::string_view bone) {
    float sum = 0;
    for (std::size_t i = 0; i < 4; ++i)
      if (skeleton.bones.at(skeleton.skin[v].joints[i]).name == bone) sum += skeleton.skin[v].weights[i];
    return sum;
  };
  std::size_t lowest = 0;
  for (std::size_t v = 0; v < skeleton.skin.size(); ++v) {
    const auto& weights = skeleton.skin[v].weights;
    ASSERT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0f), 1, 1e-6f);
    for (std::size_t i = 0; i < 4; ++i) ASSERT_TRUE(weights[i] > 0 || skeleton.skin[v].joints[i] == 0);
    if (morphs().neutral.positions[v].y < morphs().neutral.positions[lowest].y) lowest = v;
    const rig::Material material = morphs().neutral.materials[v];
    if (material == rig::Material::kEye || material == rig::Material::kTooth) {
      ASSERT_EQ(carried_by(v, "head"), 1) << v;
    }
  }
  EXPECT_EQ(carried_by(lowest, "head"), 0);
  EXPECT_GT(carried_by(lowest, "chest"), 0);
  // No jaw movement may tear the head from the chin.
  for (const std::uint32_t v : morphs().targets[static_cast<std::size_t>(Channel::kMouthSmileLeft)].vertices)
    ASSERT_GT(carried_by(v, "head"), 0.5f);
}

TEST(Vrm, HasAllPresetsAndACustomExpressionForEachChannel) {
  const Json& expressions = vrm().at("expressions");
  std::set<std::string> presets;
  for (const auto& [name, preset] : expressions.at("preset").items()) {
    presets.insert(name);
    EXPECT_EQ(preset.contains("morphTargetBinds"), name != "neutral") << name;
  }
  EXPECT_EQ(presets, (std::set<std::string>{"happy", "angry", "sad", "relaxed", "surprised", "aa", "ih", "ou", "ee",
                                            "oh", "blink", "blinkLeft", "blinkRight", "lookUp", "lookDown", "lookLeft",
                                            "lookRight", "neutral"}));
  ASSERT_EQ(expressions.at("custom").size(), face::kChannelCount);
  for (const Channel c : face::channels()) {
    const Json& binds = expressions.at("custom").at(std::string(face::name(c))).at("morphTargetBinds");
    ASSERT_EQ(binds.size(), 1u);
    EXPECT_EQ(binds[0].at("index"), static_cast<int>(c));
    EXPECT_EQ(binds[0].at("weight"), 1);
    EXPECT_EQ(gltf().at("nodes").at(binds[0].at("node").get<std::size_t>()).at("name"), "emo3d_head");
  }
}

TEST(Vrm, PresetsTreatBothSidesAlike) {
  std::map<std::string_view, face::Expression> by_name;
  for (const VrmPreset& preset : vrm_presets()) by_name[preset.name] = preset.expression;
  const std::map<std::string_view, std::string_view> other = {
      {"blinkLeft", "blinkRight"}, {"blinkRight", "blinkLeft"}, {"lookLeft", "lookRight"}, {"lookRight", "lookLeft"}};
  for (const auto& [name, expression] : by_name) {
    const auto pair = other.find(name);
    EXPECT_EQ(face::mirrored(expression), by_name.at(pair == other.end() ? name : pair->second)) << name;
  }
}

TEST(Vrm, LooksWhereThePresetsSay) {
  const auto gaze_of = [](std::string_view name) {
    for (const VrmPreset& preset : vrm_presets())
      if (preset.name == name)
        return std::array<rig::Gaze, 2>{rig::gaze(preset.expression, 0), rig::gaze(preset.expression, 1)};
    return std::array<rig::Gaze, 2>{};
  };
  for (std::size_t side = 0; side < 2; ++side) {
    EXPECT_EQ(gaze_of("lookLeft").at(side).yaw_deg, rig::kGazeYaw_deg);
    EXPECT_EQ(gaze_of("lookRight").at(side).yaw_deg, -rig::kGazeYaw_deg);
    EXPECT_EQ(gaze_of("lookUp").at(side).pitch_deg, -rig::kGazePitch_deg);
    EXPECT_EQ(gaze_of("lookDown").at(side).pitch_deg, rig::kGazePitch_deg);
  }
  EXPECT_EQ(vrm().at("lookAt").at("type"), "expression");
  EXPECT_EQ(vrm().at("lookAt").at("rangeMapHorizontalInner").at("inputMaxValue"), rig::kGazeYaw_deg);
}

TEST(Vrm, RefusesAMeshWithoutEyes) {
  rig::MorphMesh mesh = morphs();
  for (rig::Material& m : mesh.neutral.materials)
    if (m == rig::Material::kEye) m = rig::Material::kSkin;
  EXPECT_EQ(emo3d::testing::error_message([&] { (void)to_vrm(mesh, "test", {}); }),
            "mesh has no pair of eyes, by which a VRM figure is measured");
}

}  // namespace
}  // namespace emo3d::exporter
