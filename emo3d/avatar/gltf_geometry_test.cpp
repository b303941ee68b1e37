// Geometry in all the ways in which files store it, seen through Avatar.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "emo3d/avatar/avatar.h"
#include "tests/support/gltf_writer.h"

namespace emo3d::avatar {
namespace {

using face::Channel;
using testing::GltfWriter;
using testing::sample_avatar;

rig::Mesh posed(const GltfWriter& file, float jaw = 0) {
  face::Expression expression;
  expression.set(Channel::kJawOpen, jaw);
  return Avatar::parse(file.glb(), "test.glb").pose(expression);
}

void expect_near(const rig::Vec3& actual, const rig::Vec3& expected, float tolerance = 1e-3f) {
  EXPECT_LT(length(actual - expected), tolerance)
      << "(" << actual.x << "," << actual.y << "," << actual.z << "), expected (" << expected.x << "," << expected.y
      << "," << expected.z << ")";
}

void expect_sample_corners(const rig::Mesh& mesh, float tolerance = 1e-3f) {
  ASSERT_EQ(mesh.positions.size(), testing::kSampleCorners_m.size());
  for (std::size_t v = 0; v < mesh.positions.size(); ++v)
    expect_near(mesh.positions[v], testing::kSampleCorners_m[v] * 100, tolerance);
}

Json& primitive_of(GltfWriter& file) { return file.json["meshes"][0]["primitives"][0]; }

TEST(GltfGeometry, ReadsInterleavedVertices) {
  GltfWriter file = sample_avatar({"jawOpen"});
  std::vector<rig::Vec3> interleaved;
  for (const rig::Vec3& corner : testing::kSampleCorners_m) {
    interleaved.push_back({0, 1, 0});  // the normal comes first
    interleaved.push_back(corner);
  }
  const std::size_t view = file.add_view(interleaved, 24);
  const Json common = {{"bufferView", view}, {"componentType", testing::kFloat}, {"type", "VEC3"}, {"count", 4}};
  Json normals = common, positions = common;
  positions["byteOffset"] = 12;
  primitive_of(file)["attributes"] = {{"NORMAL", file.add("accessors", normals)},
                                      {"POSITION", file.add("accessors", positions)}};
  const rig::Mesh mesh = posed(file);
  expect_sample_corners(mesh);
  expect_near(mesh.normals[2], {0, 1, 0});
}

TEST(GltfGeometry, ReadsQuantisedVerticesAndMovements) {
  GltfWriter file = sample_avatar({"jawOpen"});
  // Normalised shorts in a node of scale 2, deltas as normalised bytes: KHR_mesh_quantization.
  std::vector<std::int16_t> shorts;
  for (const rig::Vec3& corner : testing::kSampleCorners_m)
    for (const float x : {corner.x, corner.y, corner.z, 0.0f})
      shorts.push_back(static_cast<std::int16_t>(std::lround(x / 2 * 32767)));
  primitive_of(file)["attributes"]["POSITION"] = file.add("accessors", {{"bufferView", file.add_view(shorts, 8)},
                                                                        {"componentType", testing::kShort},
                                                                        {"normalized", true},
                                                                        {"type", "VEC3"},
                                                                        {"count", 4}});
  std::vector<std::int8_t> bytes(16);
  bytes[4 + 1] = -128;  // like -127, it stands for -1
  primitive_of(file)["targets"][0]["POSITION"] = file.add("accessors", {{"bufferView", file.add_view(bytes, 4)},
                                                                        {"componentType", testing::kByte},
                                                                        {"normalized", true},
                                                                        {"type", "VEC3"},
                                                                        {"count", 4}});
  file.json["nodes"][0]["scale"] = {2, 2, 2};
  file.json["extensionsRequired"] = {"KHR_mesh_quantization"};
  expect_sample_corners(posed(file), 0.01f);
  expect_near(posed(file, 1).positions[1] - posed(file).positions[1], {0, -200, 0});
}

TEST(GltfGeometry, ReadsSparseElementsOverZerosAndOverABufferView) {
  GltfWriter file = sample_avatar({"jawOpen"});
  const std::vector<std::uint8_t> indices = {1, 3};
  const std::vector<rig::Vec3> values = {{0, 0.01f, 0}, {0, 0.02f, 0}};
  const Json sparse = {{"count", 2},
                       {"indices", {{"bufferView", file.add_view(indices)}, {"componentType", testing::kUnsignedByte}}},
                       {"values", {{"bufferView", file.add_view(values)}}}};
  Json accessor = {{"componentType", testing::kFloat}, {"type", "VEC3"}, {"count", 4}, {"sparse", sparse}};
  Json& position = primitive_of(file)["targets"][0]["POSITION"];
  position = file.add("accessors", accessor);
  const rig::Mesh over_zeros = posed(file, 1);
  expect_near(over_zeros.positions[0], testing::kSampleCorners_m[0] * 100);
  expect_near(over_zeros.positions[1] - testing::kSampleCorners_m[1] * 100, {0, 1, 0});
  expect_near(over_zeros.positions[3] - testing::kSampleCorners_m[3] * 100, {0, 2, 0});

  accessor["bufferView"] = file.add_view(std::vector<rig::Vec3>(4, rig::Vec3{0.03f, 0, 0}));
  position = file.add("accessors", accessor);
  const rig::Mesh over_view = posed(file, 1);
  expect_near(over_view.positions[0] - testing::kSampleCorners_m[0] * 100, {3, 0, 0});
  expect_near(over_view.positions[3] - testing::kSampleCorners_m[3] * 100, {0, 2, 0});
}

TEST(GltfGeometry, AppliesNodesFromParentToChild) {
  GltfWriter file = sample_avatar({"jawOpen"});
  const float half_turn = std::sqrt(0.5f);  // 90 degrees about Z
  file.json["nodes"][0]["translation"] = {1, 0, 0};
  file.add("nodes", {{"children", {0}}, {"rotation", {0, 0, half_turn, half_turn}}, {"scale", {2, 2, 2}}});
  file.json["scenes"][0]["nodes"] = {1};
  const rig::Mesh mesh = posed(file, 1);
  for (std::size_t v = 1; v < 4; ++v) {
    const rig::Vec3 p = testing::kSampleCorners_m[v] + rig::Vec3{1, 0, 0};
    expect_near(mesh.positions[v], rig::Vec3{-p.y, p.x, p.z} * 200, 0.01f);
  }
  expect_near(mesh.positions[0].z == 0 ? rig::Vec3{} : rig::Vec3{0, 0, mesh.positions[0].z}, {0, 0, 0.2f});

  GltfWriter matrix = sample_avatar({"jawOpen"});
  matrix.json["nodes"][0]["matrix"] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0.5, 0, 0, 1};
  expect_near(posed(matrix).positions[0], (testing::kSampleCorners_m[0] + rig::Vec3{0.5f, 0, 0}) * 100);
}

TEST(GltfGeometry, KeepsTheOutsideOfMirroredPartsOutside) {
  GltfWriter file = sample_avatar({"jawOpen"});
  file.json["nodes"][0]["scale"] = {-1, 1, 1};
  const rig::Mesh mesh = posed(file);
  for (const rig::Vec3& normal : mesh.normals) expect_near(normal, {0, 0, 1});
  const auto& [a, b, c] = mesh.triangles[0];
  EXPECT_GT(cross(mesh.positions[b] - mesh.positions[a], mesh.positions[c] - mesh.positions[a]).z, 0);
}

TEST(GltfGeometry, PutsSkinsIntoTheRestPoseOfTheirJoints) {
  GltfWriter file = sample_avatar({"jawOpen"});
  // Joint 1 stands 10 cm higher than when the mesh was bound, joint 2 as it was bound.
  const auto inverse_bind = [](float y) { return std::vector<float>{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -y, 0, 1}; };
  std::vector<float> matrices = inverse_bind(1.4f);
  const std::vector<float> second = inverse_bind(1.4f);
  matrices.insert(matrices.end(), second.begin(), second.end());
  file.add("nodes", {{"translation", {0, 1.5, 0}}});
  file.add("nodes", {{"translation", {0, 1.4, 0}}});
  file.add("skins",
           {{"joints", {1, 2}}, {"inverseBindMatrices", file.add_accessor(matrices, testing::kFloat, "MAT4", 2)}});
  const std::vector<std::uint8_t> joints = {0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
  // The second weight of a vertex; they need not sum to 1.
  const std::vector<float> weights = {1, 0, 0, 0, 0, 1, 0, 0, 0.5f, 0.5f, 0, 0, 2, 2, 0, 0};
  Json& attributes = primitive_of(file)["attributes"];
  attributes["JOINTS_0"] = file.add_accessor(joints, testing::kUnsignedByte, "VEC4", 4);
  attributes["WEIGHTS_0"] = file.add_accessor(weights, testing::kFloat, "VEC4", 4);
  file.json["nodes"][0]["skin"] = 0;
  file.json["nodes"][0]["translation"] = {7, 7, 7};  // glTF: the node of a skinned mesh does not move it
  const rig::Mesh mesh = posed(file);
  const float lift[] = {10, 0, 5, 5};
  for (std::size_t v = 0; v < 4; ++v)
    expect_near(mesh.positions[v] - testing::kSampleCorners_m[v] * 100, {0, lift[v], 0});
}

TEST(GltfGeometry, KeepsTheOutsideOfPartsThatAJointMirrorsOutside) {
  GltfWriter file = sample_avatar({"jawOpen"});
  file.add("nodes", {{"scale", {-1, 1, 1}}});
  file.add("skins", {{"joints", {1}}});
  Json& attributes = primitive_of(file)["attributes"];
  attributes["JOINTS_0"] = file.add_accessor(std::vector<std::uint8_t>(16, 0), testing::kUnsignedByte, "VEC4", 4);
  attributes["WEIGHTS_0"] = file.add_accessor(std::vector<float>(16, 1), testing::kFloat, "VEC4", 4);
  file.json["nodes"][0]["skin"] = 0;
  const rig::Mesh mesh = posed(file);
  EXPECT_GT(mesh.positions[0].x, 0) << "mirrored";
  for (const rig::Vec3& normal : mesh.normals) expect_near(normal, {0, 0, 1});
  for (const auto& [a, b, c] : mesh.triangles)
    EXPECT_GT(cross(mesh.positions[b] - mesh.positions[a], mesh.positions[c] - mesh.positions[a]).z, 0);
}

TEST(GltfGeometry, ReadsStripsFansAndVerticesWithoutIndices) {
  for (const auto& [mode, indices, triangles] :
       {std::tuple{5, std::vector<std::uint8_t>{0, 1, 3, 2}, std::size_t{2}},
        std::tuple{6, std::vector<std::uint8_t>{0, 1, 2, 3}, std::size_t{2}}}) {
    GltfWriter file = sample_avatar({"jawOpen"});
    primitive_of(file)["mode"] = mode;
    primitive_of(file)["indices"] = file.add_accessor(indices, testing::kUnsignedByte, "SCALAR", 4);
    const rig::Mesh mesh = posed(file);
    ASSERT_EQ(mesh.triangles.size(), triangles);
    for (const auto& [a, b, c] : mesh.triangles)
      EXPECT_GT(cross(mesh.positions[b] - mesh.positions[a], mesh.positions[c] - mesh.positions[a]).z, 0) << mode;
  }
  GltfWriter file = sample_avatar({"jawOpen"});
  primitive_of(file).erase("indices");
  EXPECT_EQ(posed(file).triangles, (std::vector<rig::Triangle>{{0, 1, 2}}));
}

TEST(GltfGeometry, ShadesVerticesThatATextureSplitsAsOne) {
  // Two quads that meet in a right angle at x = 0; their shared edge is stored twice.
  GltfWriter file = sample_avatar({"jawOpen"});
  const std::vector<rig::Vec3> corners = {{-0.1f, 0, -0.1f}, {0, 0, 0},        {0, 0.1f, 0},
                                          {0, 0, 0},         {0.1f, 0, -0.1f}, {0, 0.1f, 0}};
  const std::vector<std::uint16_t> indices = {0, 1, 2, 3, 4, 5};
  primitive_of(file)["attributes"]["POSITION"] = file.add_vectors(corners);
  primitive_of(file)["indices"] = file.add_accessor(indices, testing::kUnsignedShort, "SCALAR", 6);
  primitive_of(file)["targets"][0]["POSITION"] = file.add_vectors(std::vector<rig::Vec3>(6, rig::Vec3{0, 0, 0.01f}));
  const rig::Mesh mesh = posed(file, 1);
  expect_near(mesh.normals[1], mesh.normals[3]);
  expect_near(mesh.normals[2], mesh.normals[5]);
  expect_near(mesh.normals[1], {0, 0, 1});
}

TEST(GltfGeometry, ReadsVertexColoursTimesTheMaterialsFactor) {
  GltfWriter file = sample_avatar({"jawOpen"});
  const std::vector<std::uint8_t> colours = {255, 0, 51, 255, 255, 255, 255, 255, 0, 0, 0, 255, 51, 51, 51, 255};
  Json accessor = {{"bufferView", file.add_view(colours)},
                   {"componentType", testing::kUnsignedByte},
                   {"normalized", true},
                   {"type", "VEC4"},
                   {"count", 4}};
  primitive_of(file)["attributes"]["COLOR_0"] = file.add("accessors", accessor);
  primitive_of(file)["material"] =
      file.add("materials", {{"name", "Wolf3D_Teeth"},
                             {"doubleSided", true},
                             {"pbrMetallicRoughness", {{"baseColorFactor", {0.5, 1, 1, 1}}}}});
  const rig::Mesh mesh = posed(file);
  expect_near(mesh.colours[0], {0.5f, 0, 0.2f});
  expect_near(mesh.colours[1], {0.5f, 1, 1});
  EXPECT_EQ(mesh.materials[0], rig::Material::kTooth);
  EXPECT_EQ(mesh.surfaces, nullptr) << "opaque, from both sides, without a picture";
}

}  // namespace
}  // namespace emo3d::avatar
