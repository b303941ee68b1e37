// Heads and avatars as files: what export writes, and what an avatar is used for.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "emo3d/base/json.h"
#include "emo3d/face/channel.h"
#include "tests/cli/cli.h"
#include "tests/support/gltf_writer.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::Cli;
using testing::ProcessResult;

TEST_F(Cli, ExportWritesAHeadAndReportsIt) {
  for (const std::string name : {"head.glb", "head.vrm"}) {
    const ProcessResult result = emo3d({"export", "-o", file(name), "--json", "--identity", "omar"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const Json report = parse_json(result.out, "report");
    EXPECT_EQ(report.at("path"), file(name));
    EXPECT_EQ("head." + report.at("format").get<std::string>(), name);
    EXPECT_EQ(report.at("targets"), 52);
    EXPECT_GT(report.at("triangles"), 10000);
    EXPECT_GT(report.at("vertices"), 5000);
    EXPECT_EQ(report.at("bytes"), fs::file_size(file(name)));
    EXPECT_EQ(parse_json(emo3d({"info", "--avatar", file(name), "--json"}).out, "info").at("vertices"),
              report.at("vertices"))
        << "what is written is what is read";
    EXPECT_TRUE(read_file(file(name)).starts_with("glTF"));
  }
}

TEST_F(Cli, ExportWritesAFolderOfShapes) {
  const ProcessResult result = emo3d({"export", "--format", "obj", "-o", file("shapes/"), "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(file("shapes"))) bytes += entry.file_size();
  EXPECT_EQ(parse_json(result.out, "report").at("bytes"), bytes);
  EXPECT_TRUE(fs::exists(file("shapes/neutral.obj")));
  std::istringstream names(read_file(file("shapes/names.txt")));
  for (const face::Channel c : face::channels()) {
    std::string name;
    std::getline(names, name);
    EXPECT_EQ(name, face::name(c));
    EXPECT_TRUE(fs::exists(file("shapes/" + name + ".obj"))) << name;
  }
  kept_.insert("shapes");
  expect_refused(emo3d({"export", "-o", file("shapes")}), "the folder is not empty");
}

TEST_F(Cli, ExportRefusesWhatItCannotWrite) {
  expect_refused(emo3d({"export"}), "--output");
  expect_refused(emo3d({"export", "-o", file("a.fbx")}), "unknown extension \".fbx\"");
  expect_refused(emo3d({"export", "-o", file("a.obj")}), "obj is written as a folder");
  expect_refused(emo3d({"export", "-o", file("a.vrm"), "--format", "obj"}), "obj is written as a folder");
  expect_refused(emo3d({"export", "-o", file("a.vrm"), "--format", "glb"}), "glb is written as .glb");
  expect_refused(emo3d({"export", "-o", file("a"), "--format", "glb"}), "glb is written as .glb");
  expect_refused(emo3d({"export", "-o", file("a"), "--format", "fbx"}), "format \"fbx\" is unknown");
  expect_refused(emo3d({"export", "-o", file("none/a.glb")}), "there is no folder");
  expect_refused(emo3d({"export", "-o", file("none/a/")}), "there is no folder");
}

TEST_F(Cli, ShowsExpressionsOnAvatarsAndTellsTheirCoverage) {
  keep("e.json", R"({"mouthSmileLeft": 0.8, "jawOpen": 0.4})");
  std::vector<std::string> names = testing::channel_names(testing::face_cap_name);
  names[51] = "whiskers";
  keep("cat.glb", testing::sample_avatar(names).glb());
  const std::string line = file("cat.glb") + ": 51 of 52 matched, missing tongueOut\n";

  const ProcessResult drawn =
      emo3d({"render", file("e.json"), "-o", file("p.png"), "--avatar", file("cat.glb"), "--size", "96"});
  ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
  EXPECT_EQ(drawn.err, line);
  fs::remove(file("p.png"));

  const ProcessResult sheet = emo3d({"sheet", file("e.json"), "-o", file("p.png"), "--avatar", file("cat.glb")});
  ASSERT_EQ(sheet.exit_code, 0) << sheet.err;
  EXPECT_EQ(sheet.err, line);
  fs::remove(file("p.png"));
  expect_refused(emo3d({"sheet", file("e.json"), "-o", file("p.png"), "--avatar", file("cat.glb"), "--identity", "7"}),
                 "--avatar");

  const Json info = parse_json(emo3d({"info", "--avatar", file("cat.glb"), "--json"}).out, "info");
  EXPECT_EQ(info.at("matched"), 51);
  EXPECT_EQ(info.at("missing"), Json{"tongueOut"});
  EXPECT_EQ(info.at("targets").at("eyeBlinkLeft"), "eyeBlink_L");
  EXPECT_EQ(info.at("targets").at("tongueOut"), nullptr);

  expect_refused(emo3d({"render", file("e.json"), "-o", file("p.png"), "--avatar", file("cat.glb"), "--strict"}),
                 "cat.glb: 51 of 52 matched, missing tongueOut");
  expect_refused(emo3d({"render", file("e.json"), "-o", file("p.png"), "--avatar", file("none.glb")}), "none.glb");
  expect_refused(emo3d({"render", file("e.json"), "-o", file("p.png"), "--avatar", file("e.json")}),
                 "asset is missing");
  expect_refused(emo3d({"generate", "overwhelmed with joy", "--avatar", file("cat.glb"), "-o", file("a.json")}),
                 "--avatar is for");
}

TEST_F(Cli, InfoTellsWhoAPersonIs) {
  const Json leo = parse_json(emo3d({"info", "--identity", "Leo", "--json"}).out, "info");
  EXPECT_EQ(leo.at("identity"), "leo");
  EXPECT_EQ(leo.at("description"), "a boy of eight");
  EXPECT_GE(leo.at("shape").size(), 20u);
  EXPECT_EQ(leo.at("complexion").at("skin").get<std::string>().size(), 7u);
  EXPECT_GT(leo.at("complexion").at("freckles"), 0.1);
  const std::string seed = emo3d({"info", "--identity", "17"}).out;
  EXPECT_NE(seed.find("description      made up\n"), std::string::npos) << seed;
  EXPECT_EQ(emo3d({"info", "--identity", "17"}).out, seed);
  expect_refused(emo3d({"info", "--identity", "nobody"}), "identity \"nobody\" is unknown");
  for (const std::vector<std::string>& other : {std::vector<std::string>{"--camera"}, {"--avatar", "none.glb"}}) {
    std::vector<std::string> arguments = {"info", "--identity", "17"};
    arguments.insert(arguments.end(), other.begin(), other.end());
    expect_refused(emo3d(arguments), "excludes");
  }
  expect_refused(emo3d({"info", "--camera", "--avatar", "none.glb"}), "excludes");
}

TEST_F(Cli, GenerateWritesAndReportsAvatars) {
  keep("cat.glb", testing::sample_avatar(testing::channel_names()).glb());
  const ProcessResult result = emo3d(
      {"generate", "overwhelmed with joy", "--json", "--avatar", file("cat.glb"), "--strict", "-o", file("a.glb")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json avatar = parse_json(result.out, "out").at("avatar");
  EXPECT_EQ(avatar.at("matched"), 52);
  EXPECT_EQ(avatar.at("targets").at("jawOpen"), "jawOpen");
  const Json again = parse_json(emo3d({"info", "--avatar", file("a.glb"), "--json"}).out, "info");
  EXPECT_EQ(again.at("matched"), 52) << "what is written can be read as an avatar";
  EXPECT_EQ(again.at("vertices"), 4);
  const std::string text = emo3d({"info", "--avatar", file("a.glb")}).out;
  EXPECT_NE(text.find("missing          none\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace emo3d
