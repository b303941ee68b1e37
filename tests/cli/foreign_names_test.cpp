// Names that come from files and paths, as they reach terminals and programs.
#include "emo3d/base/json.h"
#include "tests/cli/cli.h"
#include "tests/support/gltf_writer.h"

namespace emo3d::testing {
namespace {

TEST_F(Cli, PrintsNoControlCharactersFromAnAvatar) {
  keep("a.glb", sample_avatar({"\x1b[2J\xc2\x9b.jawOpen"}).glb());
  const ProcessResult info = emo3d({"info", "--avatar", file("a.glb")});
  ASSERT_EQ(info.exit_code, 0) << info.err;
  EXPECT_EQ(info.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(info.out.find("\xc2\x9b"), std::string::npos);
  EXPECT_NE(info.out.find(R"("\x1b[2J\xc2\x9b.jawOpen")"), std::string::npos) << info.out;
}

TEST_F(Cli, ReportsPathsThatAreNotUtf8AsJson) {
  keep("base\xff.glb", sample_avatar({"jawOpen"}).glb());
  const ProcessResult info = emo3d({"info", "--avatar", file("base\xff.glb"), "--json"});
  ASSERT_EQ(info.exit_code, 0) << info.err;
  EXPECT_TRUE(parse_json(info.out, "info").at("avatar").get<std::string>().ends_with("base\xef\xbf\xbd.glb"));
  const ProcessResult written = emo3d({"export", "--avatar", file("base\xff.glb"), "-o", file("h\xff.glb"), "--json"});
  ASSERT_EQ(written.exit_code, 0) << written.err;
  EXPECT_EQ(parse_json(written.out, "export").at("targets"), 52);
}

TEST_F(Cli, SaysWhatAnExportLeavesOutOfAnAvatarAndKeepsItsLicence) {
  GltfWriter avatar = sample_avatar({"jawOpen"});
  avatar.add("materials", {{"alphaMode", "BLEND"}});
  avatar.json["meshes"][0]["primitives"][0]["material"] = 0;
  keep("a.glb", avatar.glb());
  const ProcessResult written = emo3d({"export", "--avatar", file("a.glb"), "-o", file("b.glb")});
  ASSERT_EQ(written.exit_code, 0) << written.err;
  EXPECT_NE(written.err.find("a.glb: not written: the transparency of 1 part\n"), std::string::npos) << written.err;
  const ProcessResult refused = emo3d({"export", "--avatar", file("a.glb"), "-o", file("b.vrm")});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("a.glb: states no VRM 1.0 licence"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(file("b.vrm")));
}

}  // namespace
}  // namespace emo3d::testing
