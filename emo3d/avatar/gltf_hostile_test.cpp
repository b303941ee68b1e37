// Files that lie: each is refused with one line that names the place and the value.
#include <gtest/gtest.h>

#include <functional>

#include "emo3d/avatar/avatar.h"
#include "emo3d/avatar/data_uri.h"
#include "emo3d/base/file.h"
#include "tests/support/errors.h"
#include "tests/support/gltf_writer.h"

namespace emo3d::avatar {
namespace {

using testing::GltfWriter;
using testing::sample_avatar;

std::string refusal(const std::string& bytes) {
  return testing::error_message([&] { (void)Avatar::parse(bytes, "bad.glb"); });
}

struct Lie {
  const char* expected;
  std::function<void(GltfWriter&)> tell;
};

/// Accessor 0 holds the deltas of the only target, 1 the positions, 2 the indices.
void expect_refused(const std::vector<Lie>& lies) {
  for (const Lie& lie : lies) {
    GltfWriter file = sample_avatar({"jawOpen"});
    lie.tell(file);
    const std::string message = refusal(file.glb());
    EXPECT_TRUE(message.starts_with("bad.glb: ")) << message;
    EXPECT_NE(message.find(lie.expected), std::string::npos) << message << "\nexpected " << lie.expected;
    EXPECT_EQ(message.find('\n'), std::string::npos);
  }
}

TEST(GltfHostile, OffsetsAndCountsOutsideTheFile) {
  expect_refused({
      {"accessors[1]: byteOffset 8 and 4 elements", [](GltfWriter& f) { f.json["accessors"][1]["byteOffset"] = 8; }},
      {"accessors[1]: byteOffset 18446744073709551612",
       [](GltfWriter& f) { f.json["accessors"][1]["byteOffset"] = 18446744073709551612ull; }},
      {"accessors[1]: count 4294967295 is not in",
       [](GltfWriter& f) { f.json["accessors"][1]["count"] = 4294967295u; }},
      {"accessors[1]: count 0 is not in", [](GltfWriter& f) { f.json["accessors"][1]["count"] = 0; }},
      {"accessors[1].count must be a non-negative integer",
       [](GltfWriter& f) { f.json["accessors"][1]["count"] = -1; }},
      {"bufferViews[1]: byteOffset 48 and byteLength 18446744073709551615 reach out",
       [](GltfWriter& f) { f.json["bufferViews"][1]["byteLength"] = 18446744073709551615ull; }},
      {"bufferViews[1]: byteStride 3 is not in", [](GltfWriter& f) { f.json["bufferViews"][1]["byteStride"] = 3; }},
      {"accessors[1]: byteStride 8 is less than", [](GltfWriter& f) { f.json["bufferViews"][1]["byteStride"] = 8; }},
      {"buffers[0]: byteLength 1000000, but there are",
       [](GltfWriter& f) { f.json["buffers"][0]["byteLength"] = 1000000; }},
      {"there is no buffers[7]", [](GltfWriter& f) { f.json["bufferViews"][1]["buffer"] = 7; }},
      {"there is no bufferViews[99]", [](GltfWriter& f) { f.json["accessors"][1]["bufferView"] = 99; }},
  });
}

TEST(GltfHostile, AccessorsOfTheWrongKind) {
  expect_refused({
      {"accessors[1]: componentType 5124 is unknown",
       [](GltfWriter& f) { f.json["accessors"][1]["componentType"] = 5124; }},
      {"accessors[1]: type \"VEC2\", expected VEC3", [](GltfWriter& f) { f.json["accessors"][1]["type"] = "VEC2"; }},
      {"accessors[2]: expected unsigned integers",
       [](GltfWriter& f) { f.json["accessors"][2]["componentType"] = testing::kShort; }},
      {"index 9 of 4 vertices",
       [](GltfWriter& f) {
         const std::vector<std::uint16_t> indices = {0, 1, 9};
         f.json["meshes"][0]["primitives"][0]["indices"] =
             f.add_accessor(indices, testing::kUnsignedShort, "SCALAR", 3);
       }},
      {"POSITION of 3 vertices, the primitive has 4",
       [](GltfWriter& f) {
         f.json["meshes"][0]["primitives"][0]["targets"][0]["POSITION"] = f.add_vectors(std::vector<rig::Vec3>(3));
       }},
      {"NORMAL of 5 vertices for 4 positions",
       [](GltfWriter& f) {
         f.json["meshes"][0]["primitives"][0]["attributes"]["NORMAL"] = f.add_vectors(std::vector<rig::Vec3>(5));
       }},
      {"must be an object", [](GltfWriter& f) { f.json["accessors"][1] = 3; }},
      {"meshes must be an array", [](GltfWriter& f) { f.json["meshes"] = "many"; }},
  });
}

TEST(GltfHostile, SparseIndicesThatDoNotAscend) {
  const auto sparse = [](std::vector<std::uint16_t> indices, int component) {
    return [indices, component](GltfWriter& f) {
      f.json["accessors"][0]["sparse"] = {
          {"count", indices.size()},
          {"indices", {{"bufferView", f.add_view(indices)}, {"componentType", component}}},
          {"values", {{"bufferView", f.add_view(std::vector<rig::Vec3>(indices.size()))}}}};
    };
  };
  expect_refused({{"index 1 at 1 does not ascend", sparse({1, 1}, testing::kUnsignedShort)},
                  {"index 4 at 0 does not ascend below 4", sparse({4}, testing::kUnsignedShort)},
                  {"count 5 of 4 elements", sparse({0, 1, 2, 3, 4}, testing::kUnsignedShort)},
                  {"indices must be unsigned integers", sparse({1}, testing::kShort)},
                  {"reach out of the buffer view", sparse({1}, testing::kUnsignedInt)}});
}

TEST(GltfHostile, NumbersThatAreNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
  for (const float value : {nan, infinity, -infinity})
    expect_refused({{"element 2 is not a finite number", [&](GltfWriter& f) {
                       std::vector<rig::Vec3> positions = testing::kSampleCorners_m;
                       positions[2].y = value;
                       f.json["meshes"][0]["primitives"][0]["attributes"]["POSITION"] = f.add_vectors(positions);
                     }}});
  expect_refused({
      {"vertex 0 is out of range",
       [](GltfWriter& f) {
         f.json["nodes"][0]["scale"] = {1e30, 1e30, 1e30};
       }},
      {"nodes[0].scale[1]: 1e+300 is out of range",
       [](GltfWriter& f) {
         f.json["nodes"][0]["scale"] = {1, 1e300, 1};
       }},
      {"its transform is not finite",
       [](GltfWriter& f) {
         f.json["nodes"][0]["scale"] = {1e38, 1e38, 1e38};
         f.add("nodes", {{"children", {0}}, {"scale", {1e38, 1e38, 1e38}}});
         f.json["scenes"][0]["nodes"] = {1};
       }},
      {"rotation of length 0",
       [](GltfWriter& f) {
         f.json["nodes"][0]["rotation"] = {0, 0, 0, 0};
       }},
      {"last row of a matrix",
       [](GltfWriter& f) { f.json["nodes"][0]["matrix"] = {1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}; }},
  });
}

TEST(GltfHostile, NodesThatAreNoTree) {
  expect_refused({
      {"is its own ancestor",
       [](GltfWriter& f) {
         f.json["nodes"][0]["children"] = {1};
         f.add("nodes", {{"children", {0}}});
       }},
      {"nodes[0] is its own ancestor", [](GltfWriter& f) { f.json["nodes"][0]["children"] = {0}; }},
      {"node 2 has two parents",
       [](GltfWriter& f) {
         f.json["nodes"][0]["children"] = {2};
         f.add("nodes", {{"children", {2}}});
         f.add("nodes", Json::object());
       }},
      {"node 5 of 1", [](GltfWriter& f) { f.json["nodes"][0]["children"] = {5}; }},
      {"node 5 of 1", [](GltfWriter& f) { f.json["scenes"][0]["nodes"] = {5}; }},
      {"there is no meshes[4]", [](GltfWriter& f) { f.json["nodes"][0]["mesh"] = 4; }},
      {"joint 7 of 1",
       [](GltfWriter& f) {
         f.add("skins", {{"joints", {0}}});
         f.json["nodes"][0]["skin"] = 0;
         const std::vector<std::uint8_t> joints(16, 7);
         Json& attributes = f.json["meshes"][0]["primitives"][0]["attributes"];
         attributes["JOINTS_0"] = f.add_accessor(joints, testing::kUnsignedByte, "VEC4", 4);
         attributes["WEIGHTS_0"] = f.add_accessor(std::vector<float>(16, 1), testing::kFloat, "VEC4", 4);
       }},
  });
}

TEST(GltfHostile, ADeepChainOfNodesIsNoTrouble) {
  GltfWriter file = sample_avatar({"jawOpen"});
  constexpr int kDepth = 20000;
  for (int i = 1; i <= kDepth; ++i) file.add("nodes", {{"children", {i == 1 ? 0 : i - 1}}});
  file.json["scenes"][0]["nodes"] = {kDepth};
  EXPECT_EQ(refusal(file.glb()), "no error");
}

TEST(GltfHostile, SmallFilesThatAskForMuch) {
  GltfWriter file = sample_avatar({"jawOpen"});
  const std::size_t zeros =
      file.add("accessors", {{"componentType", testing::kFloat}, {"type", "VEC3"}, {"count", 600000}});
  Json& primitive = file.json["meshes"][0]["primitives"][0];
  primitive["attributes"]["POSITION"] = zeros;
  primitive["targets"][0]["POSITION"] = zeros;
  const Json copy = primitive;
  for (int i = 0; i < 100; ++i) file.json["meshes"][0]["primitives"].push_back(copy);
  EXPECT_NE(refusal(file.glb()).find("the avatar has more than 1048576 vertices"), std::string::npos)
      << refusal(file.glb());

  GltfWriter weighty = sample_avatar({"jawOpen"});
  Json binds = Json::array();
  Json& targets = weighty.json["meshes"][0]["primitives"][0]["targets"];
  for (int i = 0; i < 40000; ++i) {
    targets.push_back(targets[0]);
    binds.push_back({{"node", 0}, {"index", i}, {"weight", 1}});
  }
  weighty.json["extensions"]["VRMC_vrm"]["expressions"]["custom"]["jawOpen"]["morphTargetBinds"] = std::move(binds);
  EXPECT_NE(refusal(weighty.glb()).find("the file asks for more than"), std::string::npos);
}

TEST(GltfHostile, ContainersThatAreCutOrSomethingElse) {
  const std::string glb = sample_avatar({"jawOpen"}).glb();
  for (std::size_t length = 0; length < glb.size(); ++length)
    EXPECT_NE(refusal(glb.substr(0, length)), "no error") << length;
  std::string version = glb;
  version[4] = 1;
  EXPECT_EQ(refusal(version), "bad.glb: GLB version 1, expected 2");
  std::string chunk = glb;
  chunk[16] = 'X';
  EXPECT_EQ(refusal(chunk), "bad.glb: the first chunk of the GLB is not JSON");
  EXPECT_EQ(refusal(R"({"asset": {"version": "1.0"}})"), "bad.glb: glTF version \"1.0\", expected 2.0");
  EXPECT_EQ(refusal("{}"), "bad.glb: asset is missing");
  EXPECT_NE(refusal(std::string(100000, '[')), "no error");
  expect_refused({{"needs the extension \"KHR_draco_mesh_compression\"",
                   [](GltfWriter& f) { f.json["extensionsRequired"] = {"KHR_draco_mesh_compression"}; }}});
}

TEST(GltfHostile, ExpressionsThatReferToNothing) {
  const auto vrm1 = [](Json bind) {
    return [bind](GltfWriter& f) {
      f.json["extensions"]["VRMC_vrm"]["expressions"]["preset"]["aa"]["morphTargetBinds"] = Json::array({bind});
    };
  };
  expect_refused({{"index 1 of 1 morph targets", vrm1({{"node", 0}, {"index", 1}})},
                  {"there is no nodes[3]", vrm1({{"node", 3}, {"index", 0}})},
                  {"morphTargetBinds[0].index is missing", vrm1({{"node", 0}})},
                  {"mesh 2 of 1", [](GltfWriter& f) {
                     f.json["extensions"]["VRM"]["blendShapeMaster"]["blendShapeGroups"] = {
                         {{"name", "x"}, {"binds", {{{"mesh", 2}, {"index", 0}}}}}};
                   }}});
}

TEST(GltfHostile, FilesOutsideTheFolder) {
  const TemporaryDirectory folder;
  write_file(folder.path() / "secret.bin", std::string(10000, 'x'));
  std::filesystem::create_directory(folder.path() / "avatar");
  std::filesystem::create_symlink(folder.path() / "secret.bin", folder.path() / "avatar" / "link.bin");
  const std::filesystem::path path = folder.path() / "avatar" / "face.gltf";
  GltfWriter file = sample_avatar({"jawOpen"});
  const auto refusal_of = [&](const std::string& uri) {
    file.json["buffers"][0]["uri"] = uri;
    write_file(path, file.json.dump());
    return testing::error_message([&] { (void)Avatar::load(path); });
  };
  write_file(folder.path() / "avatar" / "face data.bin", file.bytes());
  EXPECT_EQ(refusal_of("face%20data.bin"), "no error");
  EXPECT_EQ(refusal_of("./face data.bin"), "no error");
  for (const std::string uri : {"../secret.bin", "%2e%2e/secret.bin", "a/../../secret.bin"})
    EXPECT_NE(refusal_of(uri).find("is not a file beside it"), std::string::npos) << refusal_of(uri);
  EXPECT_NE(refusal_of((folder.path() / "secret.bin").string()).find("is not a file beside it"), std::string::npos);
  EXPECT_NE(refusal_of("https://example.org/x.bin").find("is not a file beside it"), std::string::npos);
  EXPECT_NE(refusal_of("link.bin").find("leads out of the folder"), std::string::npos);
  EXPECT_NE(refusal_of("none.bin").find("does not exist"), std::string::npos);
  EXPECT_NE(refusal(file.json.dump()).find("is not a file beside it"), std::string::npos) << "parse() has no folder";
}

TEST(DataUri, DecodesBase64WithAndWithoutPadding) {
  EXPECT_EQ(decode_data_uri("data:application/octet-stream;base64,AAEC/w==", "x"), std::string("\0\1\2\xff", 4));
  EXPECT_EQ(decode_data_uri("data:;base64,AAEC/w", "x"), std::string("\0\1\2\xff", 4));
  EXPECT_EQ(decode_data_uri("data:;base64,", "x"), "");
  for (const char* wrong : {"data:,AAAA", "data:;base64,A", "data:;base64,AA*A", "data:;base64,AA\n"})
    EXPECT_THROW((void)decode_data_uri(wrong, "x"), Error) << wrong;
}

}  // namespace
}  // namespace emo3d::avatar
