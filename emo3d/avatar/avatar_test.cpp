#include "emo3d/avatar/avatar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/errors.h"
#include "tests/support/gltf_writer.h"

namespace emo3d::avatar {
namespace {

using face::Channel;
using testing::channel_names;
using testing::GltfWriter;
using testing::sample_avatar;

constexpr float kTolerance_cm = 1e-4f;

Avatar parsed(const GltfWriter& file) { return Avatar::parse(file.glb(), "test.glb"); }

rig::Mesh posed(const Avatar& avatar, Channel channel, float weight = 1) {
  face::Expression expression;
  expression.set(channel, weight);
  return avatar.pose(expression);
}

void expect_near(const rig::Vec3& actual, const rig::Vec3& expected, const std::string& what) {
  EXPECT_LT(length(actual - expected), kTolerance_cm)
      << what << ": (" << actual.x << "," << actual.y << "," << actual.z << "), expected (" << expected.x << ","
      << expected.y << "," << expected.z << ")";
}

/// Each channel moves the corner, and as far, as the target at its place in `names` does.
void expect_moves_like_the_sample(const Avatar& avatar) {
  const rig::Mesh rest = avatar.pose({});
  for (const Channel c : face::channels()) {
    const auto index = static_cast<std::size_t>(c);
    const rig::Mesh mesh = posed(avatar, c, 0.5f);
    for (std::size_t v = 0; v < rest.positions.size(); ++v)
      expect_near(mesh.positions[v] - rest.positions[v],
                  v == index % 4 ? testing::sample_delta_m(index) * 50 : rig::Vec3{}, std::string(name(c)));
  }
}

TEST(Avatar, ShowsEveryChannelUnderEveryNaming) {
  const auto pascal = [](Channel c) { return face::pascal_name(c); };
  std::vector<std::vector<std::string>> namings = {
      channel_names(), channel_names(testing::face_cap_name),
      channel_names([](const std::string& n) { return "blendShape1." + n; }),
      channel_names([](const std::string& n) { return "Face.M_F00_" + n; })};
  std::vector<std::string>& last = namings.emplace_back();
  for (const Channel c : face::channels()) last.push_back(pascal(c));
  for (const auto& names : namings) {
    const Avatar avatar = parsed(sample_avatar(names));
    EXPECT_TRUE(avatar.coverage().is_full()) << avatar.coverage().summary();
    EXPECT_EQ(avatar.coverage().summary(), "52 of 52 matched");
    EXPECT_EQ(avatar.coverage().channels[0].source, names[0]);
    expect_moves_like_the_sample(avatar);
  }
}

TEST(Avatar, ReadsNamesFromThePrimitiveWhereTheMeshHasNone) {
  GltfWriter file = sample_avatar(channel_names());
  Json& mesh = file.json["meshes"][0];
  mesh["primitives"][0]["extras"] = mesh["extras"];
  mesh.erase("extras");
  EXPECT_TRUE(parsed(file).coverage().is_full());
}

TEST(Avatar, IsInCentimetresAndLooksAlongZ) {
  const rig::Mesh mesh = parsed(sample_avatar(channel_names())).pose({});
  ASSERT_EQ(mesh.positions.size(), 4u);
  for (std::size_t v = 0; v < 4; ++v) {
    expect_near(mesh.positions[v], testing::kSampleCorners_m[v] * 100, "corner");
    expect_near(mesh.normals[v], {0, 0, 1}, "normal");
  }
}

TEST(Avatar, FollowsVrm1Expressions) {
  GltfWriter file = sample_avatar(channel_names([](const std::string& n) { return "unknown " + n + " x"; }));
  Json custom = Json::object();
  for (const Channel c : face::channels())
    custom[std::string(name(c))] = {
        {"morphTargetBinds", {{{"node", 0}, {"index", static_cast<int>(c)}, {"weight", 1.0}}}}};
  custom["jawOpen"]["morphTargetBinds"][0]["weight"] = 0.5;
  file.json["extensions"]["VRMC_vrm"] = {{"specVersion", "1.0"}, {"expressions", {{"custom", custom}}}};
  const Avatar avatar = parsed(file);
  EXPECT_TRUE(avatar.coverage().is_full());
  const auto jaw = static_cast<std::size_t>(Channel::kJawOpen);
  const rig::Vec3 moved = posed(avatar, Channel::kJawOpen).positions[jaw % 4] - avatar.pose({}).positions[jaw % 4];
  expect_near(moved, testing::sample_delta_m(jaw) * 50, "a bind of weight 0.5");
}

TEST(Avatar, FollowsVrm0GroupsAndTurnsTheFaceRound) {
  GltfWriter file = sample_avatar({"a", "b", "c"});
  file.json["extensions"]["VRM"]["blendShapeMaster"]["blendShapeGroups"] = {
      {{"name", "jawOpen"}, {"presetName", "unknown"}, {"binds", {{{"mesh", 0}, {"index", 1}, {"weight", 50}}}}},
      {{"name", "Blink"}, {"presetName", "blink"}, {"binds", {{{"mesh", 0}, {"index", 2}, {"weight", 100}}}}}};
  const Avatar avatar = parsed(file);
  EXPECT_EQ(avatar.coverage().count(CoverageState::kMatched), 1u);
  const rig::Mesh rest = avatar.pose({});
  expect_near(rest.positions[0], {5, 140, 0}, "turned");
  expect_near(rest.normals[0], {0, 0, -1}, "turned normal");
  expect_near(posed(avatar, Channel::kJawOpen).positions[1] - rest.positions[1],
              rig::Vec3{0, 0, -testing::sample_delta_m(1).z} * 50, "a bind of 50 per cent");
}

TEST(Avatar, SplitsATargetForBothSidesInTheMiddle) {
  GltfWriter file = sample_avatar({"eyeBlink"});
  const std::vector<rig::Vec3> all_down(4, rig::Vec3{0, -0.01f, 0});
  file.json["meshes"][0]["primitives"][0]["targets"][0]["POSITION"] = file.add_vectors(all_down);
  const Avatar avatar = parsed(file);
  EXPECT_EQ(avatar.coverage().count(CoverageState::kApproximate), 2u);
  const rig::Mesh rest = avatar.pose({}), left = posed(avatar, Channel::kEyeBlinkLeft),
                  right = posed(avatar, Channel::kEyeBlinkRight);
  for (std::size_t v = 0; v < 4; ++v) {
    const bool is_left = rest.positions[v].x > 0;
    expect_near(left.positions[v] - rest.positions[v], {0, is_left ? -1.0f : 0.0f, 0}, "left");
    expect_near(right.positions[v] - rest.positions[v], {0, is_left ? 0.0f : -1.0f, 0}, "right");
  }
}

TEST(Avatar, SplitsInTheMiddleOfTheFaceWhateverElseATargetMoves) {
  GltfWriter file = sample_avatar({"eyeBlink"});
  // 20 x 20 vertices of a face and one far to its left that moves too.
  std::vector<rig::Vec3> corners;
  for (int i = 0; i < 400; ++i)
    corners.push_back({0.1f * static_cast<float>(i % 20) / 19 - 0.05f, 1.4f + 0.01f * static_cast<float>(i / 20), 0});
  corners.push_back({0.5f, 1.4f, 0});
  Json& primitive = file.json["meshes"][0]["primitives"][0];
  primitive["attributes"]["POSITION"] = file.add_vectors(corners);
  primitive["targets"][0]["POSITION"] =
      file.add_vectors(std::vector<rig::Vec3>(corners.size(), rig::Vec3{0, -0.01f, 0}));
  const Avatar avatar = parsed(file);
  const rig::Mesh rest = avatar.pose({}), left = posed(avatar, Channel::kEyeBlinkLeft);
  expect_near(left.positions[0] - rest.positions[0], {}, "right corner");
  expect_near(left.positions[19] - rest.positions[19], {0, -1, 0}, "left corner");
}

TEST(Avatar, TellsWhatIsMissingAndWhatDoesNotMove) {
  std::vector<std::string> names = channel_names();
  names[51] = "something else";
  EXPECT_EQ(parsed(sample_avatar(names)).coverage().summary(), "51 of 52 matched, missing tongueOut");

  GltfWriter file = sample_avatar(channel_names());
  file.json["meshes"][0]["primitives"][0]["targets"][51]["POSITION"] =
      file.add("accessors", {{"componentType", testing::kFloat}, {"type", "VEC3"}, {"count", 4}});
  const Avatar avatar = parsed(file);
  EXPECT_EQ(avatar.coverage().summary(), "51 of 52 matched, without movement tongueOut");
  EXPECT_FALSE(avatar.coverage().is_full());
  const OrderedJson json = to_json(avatar.coverage());
  EXPECT_EQ(json.at("still"), OrderedJson{"tongueOut"});
  EXPECT_EQ(json.at("targets").at("jawOpen"), "jawOpen");

  EXPECT_EQ(parsed(sample_avatar({"jawOpen"})).coverage().summary(),
            "1 of 52 matched, missing browDownLeft, browDownRight, browInnerUp, browOuterUpLeft, browOuterUpRight, "
            "cheekPuff and 45 more");
}

TEST(Avatar, MovesMeshesOfOneNameTogether) {
  GltfWriter file = sample_avatar({"jawOpen"});
  file.json["meshes"].push_back(file.json["meshes"][0]);
  file.add("nodes", {{"mesh", 1}, {"translation", {0, 0, -0.1}}});
  file.json["scenes"][0]["nodes"] = {0, 1};
  const Avatar avatar = parsed(file);
  const rig::Mesh rest = avatar.pose({}), open = posed(avatar, Channel::kJawOpen);
  ASSERT_EQ(rest.positions.size(), 8u);
  for (const std::size_t v : {0u, 4u}) expect_near(open.positions[v] - rest.positions[v], {0, 0, 0.1f}, "jaw");
  expect_near(rest.positions[4], {-5, 140, -10}, "second mesh");
}

TEST(Avatar, KeepsTheFilesWeightsOfTargetsThatNoChannelMoves) {
  GltfWriter file = sample_avatar({"jawOpen", "chubby"});
  file.json["meshes"][0]["weights"] = {1.0, 0.5};
  const rig::Mesh rest = parsed(file).pose({});
  expect_near(rest.positions[0], testing::kSampleCorners_m[0] * 100, "the jaw is at rest whatever the file says");
  expect_near(rest.positions[1], (testing::kSampleCorners_m[1] + testing::sample_delta_m(1) * 0.5f) * 100, "chubby");
}

TEST(Avatar, MakesFilesInOtherUnitsAsLargeAsAHead) {
  for (const double scale : {0.001, 1.0, 100.0}) {
    GltfWriter file = sample_avatar(channel_names());
    file.json["nodes"][0]["scale"] = {scale, scale, scale};
    const Avatar avatar = parsed(file);
    EXPECT_GT(avatar.head_place().height_cm, 4) << scale;
    EXPECT_LT(avatar.head_place().height_cm, 400) << scale;
    const rig::Mesh mesh = avatar.pose({});
    const float height = mesh.positions[2].y - mesh.positions[1].y;
    EXPECT_NEAR(avatar.head_place().height_cm / height, 1.3f, 0.01f) << scale;
    EXPECT_NEAR(avatar.head_place().centre.x, 0, 1e-3f);
  }
}

TEST(Avatar, BringsFacesFarFromTheOriginToTheBuiltInHeadsPlace) {
  GltfWriter file = sample_avatar(channel_names());
  file.json["nodes"][0]["translation"] = {2000, 0, 0};
  const Avatar avatar = parsed(file);
  expect_near(avatar.head_place().centre, rig::HeadPlace{}.centre, "centre");
  const rig::Mesh mesh = avatar.pose({});
  EXPECT_NEAR(mesh.positions[1].x - mesh.positions[0].x, 10, 0.1f) << "as large as before";
  EXPECT_NEAR(mesh.positions[0].x, -5, 0.1f);
}

TEST(Avatar, RefusesAHeadThatIsNothingBesideTheRest) {
  GltfWriter file = sample_avatar({"jawOpen"});
  const std::vector<rig::Vec3> flat = {{-9e6f, 0, 0}, {9e6f, 0, 0}, {9e6f, 0, 1}, {-9e6f, 0, 1}};
  Json& primitive = file.json["meshes"][0]["primitives"][0];
  primitive["attributes"]["POSITION"] = file.add_vectors(flat);
  EXPECT_EQ(testing::error_message([&] { (void)parsed(file); }),
            "test.glb: a head 1e-06 cm high is too small for the rest of the avatar");
}

TEST(Avatar, PassesOnWhatItsFileSaysOfItsOwner) {
  GltfWriter file = sample_avatar({"jawOpen"});
  rig::Attribution attribution = parsed(file).morph_mesh().attribution.value();
  EXPECT_EQ(attribution.source, "test.glb");
  EXPECT_EQ(attribution.copyright, "");
  EXPECT_TRUE(attribution.vrm_meta.is_null());

  Json& meta = file.json["extensions"]["VRMC_vrm"]["meta"];
  meta = {{"name", "Ada"},
          {"authors", {"B", "C"}},
          {"licenseUrl", "https://example.org/l"},
          {"thumbnailImage", 0},
          {"allowRedistribution", false},
          {"modification", "prohibited"},
          {"something new", "kept out"}};
  attribution = parsed(file).morph_mesh().attribution.value();
  EXPECT_EQ(attribution.copyright, "Ada by B, C, https://example.org/l");
  EXPECT_EQ(attribution.vrm_meta, (OrderedJson{{"name", "Ada"},
                                               {"licenseUrl", "https://example.org/l"},
                                               {"modification", "prohibited"},
                                               {"authors", {"B", "C"}},
                                               {"allowRedistribution", false}}));
  meta["allowRedistribution"] = "yes";
  EXPECT_TRUE(parsed(file).morph_mesh().attribution->vrm_meta.is_null()) << "a flag that is no flag";
  file.json["asset"]["copyright"] = "2026 D";
  EXPECT_EQ(parsed(file).morph_mesh().attribution->copyright, "2026 D");

  GltfWriter old = sample_avatar({"jawOpen"});
  old.json["extensions"]["VRM"]["meta"] = {{"title", "T"}, {"author", "A"}, {"licenseName", "CC_BY"}};
  attribution = parsed(old).morph_mesh().attribution.value();
  EXPECT_EQ(attribution.copyright, "T by A, CC_BY");
  EXPECT_TRUE(attribution.vrm_meta.is_null());
}

TEST(Avatar, LeavesTheDepthOfTheMouthDarkOnlyWhereTheFileHasNotDoneSo) {
  GltfWriter file = sample_avatar(channel_names());
  file.add("materials", {{"name", "teeth"}});
  file.json["meshes"][0]["primitives"][0]["material"] = 0;
  EXPECT_LT(parsed(file).pose({}).occlusion.at(0), 1);
  file.json["asset"]["generator"] = "emo3d 1.0";
  EXPECT_EQ(parsed(file).pose({}).occlusion.at(0), 1);
}

TEST(Avatar, TellsLightFromColourInTheMouthOfItsOwnFiles) {
  GltfWriter file = sample_avatar(channel_names());
  file.json["asset"]["generator"] = "emo3d 1.0";
  file.add("materials", {{"name", "tooth"}, {"pbrMetallicRoughness", {{"baseColorFactor", {0.8, 0.7, 0.6, 1}}}}});
  auto& primitive = file.json["meshes"][0]["primitives"][0];
  primitive["material"] = 0;
  primitive["attributes"]["COLOR_0"] = file.add_vectors({{0.5f, 0.5f, 0.5f}, {0.2f, 0.1f, 0}, {1, 1, 1}, {}});
  const rig::Mesh mesh = parsed(file).pose({});
  EXPECT_NEAR(mesh.occlusion.at(0), 0.5f, 1e-6f);
  EXPECT_NEAR(mesh.occlusion.at(1), 0.2f, 1e-6f);
  EXPECT_NEAR(mesh.occlusion.at(2), 1, 1e-6f);
  expect_near(mesh.colours.at(0), {0.8f, 0.7f, 0.6f}, "half lit");
  expect_near(mesh.colours.at(1), {0.8f, 0.35f, 0}, "redder");
  expect_near(mesh.colours.at(3), {}, "black");
}

TEST(Avatar, ExportsItsMovementsToOtherFormats) {
  const rig::MorphMesh morphs = parsed(sample_avatar(channel_names())).morph_mesh();
  ASSERT_EQ(morphs.targets.size(), face::kChannelCount);
  const rig::MorphTarget& target = morphs.targets[5];
  ASSERT_EQ(target.vertices, (std::vector<std::uint32_t>{0, 1, 2})) << "corner 1 moves, those beside it turn";
  expect_near(target.deltas.at(0), {}, "corner 0");
  expect_near(target.deltas.at(1), testing::sample_delta_m(5) * 100, "corner 1");
  EXPECT_GT(length(target.normal_deltas.at(0)), 0);
  EXPECT_NO_THROW(check_morph_mesh(morphs));
}

TEST(Avatar, RefusesFilesThatCannotShowAnExpression) {
  const auto refusal = [](const GltfWriter& file) { return testing::error_message([&] { (void)parsed(file); }); };
  EXPECT_EQ(refusal(sample_avatar({"smirk", "wobble"})),
            "test.glb: none of its 2 morph targets and expressions has a blendshape's name; the first is \"smirk\"");
  GltfWriter nameless = sample_avatar({"jawOpen"});
  nameless.json["meshes"][0].erase("extras");
  EXPECT_EQ(refusal(nameless), "test.glb: has no named morph targets, so it cannot show an expression");
  GltfWriter empty = sample_avatar({"jawOpen"});
  empty.json["scenes"][0]["nodes"] = Json::array();
  EXPECT_EQ(refusal(empty), "test.glb: its scene has no triangles");
}

}  // namespace
}  // namespace emo3d::avatar
