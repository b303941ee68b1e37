// Small files that ask for much work or memory: refused, or read in time that grows with their size.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "emo3d/avatar/avatar.h"
#include "emo3d/avatar/morph_binding.h"
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

/// Adds nodes that show the mesh and what else `node` says.
void add_nodes(GltfWriter& file, std::size_t count, Json node = Json::object()) {
  node["mesh"] = 0;
  for (std::size_t i = 0; i < count; ++i) file.json["scenes"][0]["nodes"].push_back(file.add("nodes", node));
}

TEST(GltfWork, RefusesManyNodesThatShowManyEmptyPrimitives) {
  GltfWriter file = sample_avatar({"jawOpen"});
  for (int i = 0; i < 2000; ++i)
    file.json["meshes"][0]["primitives"].push_back({{"mode", 0}, {"targets", {Json::object()}}});
  add_nodes(file, 2000);
  EXPECT_NE(refusal(file.glb()).find("asks for more than 67108864 numbers"), std::string::npos);
}

TEST(GltfWork, RefusesManyNodesThatBindManyEmptyTargets) {
  GltfWriter file = sample_avatar({"jawOpen"});
  Json& targets = file.json["meshes"][0]["primitives"][0]["targets"];
  Json binds = Json::array();
  for (int i = 1; i <= 300; ++i) {
    targets.push_back(Json::object());
    binds.push_back({{"node", 0}, {"index", i}});
  }
  file.json["extensions"]["VRMC_vrm"]["expressions"]["custom"]["jawOpen"]["morphTargetBinds"] = binds;
  add_nodes(file, 300);
  EXPECT_NE(refusal(file.glb()).find("asks for more than 67108864 numbers"), std::string::npos);
}

TEST(GltfWork, ReadsASkinThatManyNodesUseOnce) {
  GltfWriter file = sample_avatar({"jawOpen"});
  Json joints = Json::array();
  for (int i = 0; i < 9000; ++i) joints.push_back(0);
  file.add("skins", {{"joints", joints}});
  add_nodes(file, 1000, {{"skin", 0}});  // 144 million numbers if each read it
  EXPECT_EQ(refusal(file.glb()), "no error");
}

TEST(GltfWork, RefusesMoreNamesThanAnAvatarHas) {
  GltfWriter file = sample_avatar({"jawOpen"});
  Json& groups = file.json["extensions"]["VRM"]["blendShapeMaster"]["blendShapeGroups"];
  for (int i = 0; i < 17000; ++i) groups.push_back({{"name", std::string(256, '.')}});
  EXPECT_NE(refusal(file.glb()).find("asks for more than 67108864 numbers"), std::string::npos);
}

TEST(GltfWork, BindsOneNameOnManyMeshesInTimeThatGrowsWithTheirNumber) {
  std::vector<NamedMorph> morphs(50000);  // took hours where each mesh went through all before it
  for (std::size_t mesh = 0; mesh < morphs.size(); ++mesh) morphs[mesh] = {"jawOpen", MorphOrigin::kTarget, {{mesh}}};
  const ChannelBindings bindings = bind_channels(morphs);
  EXPECT_EQ(bindings[static_cast<std::size_t>(face::Channel::kJawOpen)].references.size(), morphs.size());
}

TEST(GltfWork, RefusesJsonOfManyValues) {
  std::string text = R"({"asset":{"version":"2.0"},"nodes":[{"scale":[0)";
  for (int i = 0; i < 5'000'000; ++i) text += ",0";
  EXPECT_EQ(refusal(text + "]}]}"), "bad.glb: JSON of 5000005 values is more than 4194304");
  EXPECT_NE(refusal(R"({"x":")" + std::string(5'000'000, ',') + R"(\",["})").find("asset is missing"),
            std::string::npos)
      << "commas in a string are no values";
}

TEST(GltfWork, RefusesAListOfTheWrongLengthBeforeItReadsIt) {
  GltfWriter file = sample_avatar({"jawOpen"});
  file.json["nodes"][0]["scale"] = {1, "x", 1, 1};
  EXPECT_EQ(refusal(file.glb()), "bad.glb: nodes[0].scale has 4 numbers, expected 3");
}

TEST(GltfWork, KeepsAFileOnceHoweverManyBuffersNameIt) {
  const auto largest_kib = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const TemporaryDirectory folder;
  const std::size_t size = 32'000'000;
  GltfWriter file = sample_avatar({"jawOpen"});
  write_file(folder.path() / "big.bin", file.bytes());
  std::filesystem::resize_file(folder.path() / "big.bin", size);  // a hole: takes no room on the disk
  file.json["buffers"][0]["uri"] = "big.bin";
  for (int i = 0; i < 30; ++i) file.add("buffers", {{"byteLength", 1}, {"uri", i % 2 == 0 ? "./big.bin" : "big.bin"}});
  write_file(folder.path() / "face.gltf", file.json.dump());
  const long before_kib = largest_kib();
  EXPECT_TRUE(Avatar::load(folder.path() / "face.gltf").coverage().count(CoverageState::kMatched) == 1);
  EXPECT_LT(largest_kib() - before_kib, 10 * static_cast<long>(size) / 1024);
}

TEST(GltfWork, LimitsTheFilesBesideItTogether) {
  const TemporaryDirectory folder;
  GltfWriter file = sample_avatar({"jawOpen"});
  write_file(folder.path() / "a.bin", file.bytes());
  write_file(folder.path() / "b.bin", "");
  std::filesystem::resize_file(folder.path() / "b.bin", std::size_t{1} << 30);  // not more than the limit by itself
  file.json["buffers"][0]["uri"] = "a.bin";
  file.add("buffers", {{"byteLength", 1}, {"uri", "b.bin"}});
  write_file(folder.path() / "face.gltf", file.json.dump());
  const std::string message = testing::error_message([&] { (void)Avatar::load(folder.path() / "face.gltf"); });
  EXPECT_NE(message.find("the files beside it have more than 1073741824 bytes"), std::string::npos) << message;
}

}  // namespace
}  // namespace emo3d::avatar
