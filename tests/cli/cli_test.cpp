// The program as its users run it: real model, real files. EMO3D_PROGRAM is the path of the emo3d binary.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "emo3d/base/json.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/face/live_link_csv.h"
#include "emo3d/image/png.h"
#include "tests/cli/cli.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::Cli;
using testing::ProcessResult;

constexpr const char* kText = "An elderly woman, overwhelmed with joy, raises her left eyebrow";

TEST_F(Cli, GenerateWritesEveryFormat) {
  const ProcessResult result =
      emo3d({"generate", kText, "-o", file("a.json"), "-o", file("a.csv"), "-o", file("a.glb"), "-o", file("a.png")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("happiness"), std::string::npos);
  EXPECT_NE(result.out.find("wrote " + file("a.png")), std::string::npos);

  const Json json = read_json(file("a.json"));
  EXPECT_EQ(json.at("text"), kText);
  EXPECT_EQ(json.at("emotions").size(), 8u);
  EXPECT_EQ(json.at("blendshapes").size(), 52u);
  EXPECT_GT(json.at("emotions").at("happiness"), 0.5);
  const face::Expression expression = face::read_expression(file("a.json")).expression;
  EXPECT_GT(expression[face::Channel::kMouthSmileLeft], 0.3f);
  EXPECT_GT(expression[face::Channel::kBrowOuterUpLeft], expression[face::Channel::kBrowOuterUpRight] + 0.2f);

  const auto frames = face::from_live_link_csv(read_file(file("a.csv")), "a.csv");
  EXPECT_LE(face::max_difference(frames.at(0).expression, expression), 1e-6f) << "JSON rounds to 6 decimals";

  const image::Image picture = image::decode_png(read_file(file("a.png")), "a.png");
  EXPECT_EQ(picture.width(), 1024);
  EXPECT_EQ(picture.height(), 1024);
  EXPECT_TRUE(read_file(file("a.glb")).starts_with("glTF"));
}

TEST_F(Cli, JsonOnStandardOutputIsTheWholeOutput) {
  const ProcessResult result = emo3d({"generate", kText, "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(parse_json(result.out, "stdout").at("blendshapes").size(), 52u);
  EXPECT_EQ(result.err, "");
}

TEST_F(Cli, MirrorAndIntensityChangeTheScores) {
  const auto scores = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"generate", kText, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return face::expression_from_json(parse_json(emo3d(arguments).out, "stdout"), "stdout").expression;
  };
  const face::Expression plain = scores({});
  EXPECT_EQ(scores({"--mirror"}), face::mirrored(plain));
  EXPECT_EQ(scores({"--intensity", "0"}), face::Expression{});
  EXPECT_LE(face::max_difference(scores({"--intensity", "0.5"}), face::with_intensity(plain, 0.5f)), 2e-6f);
}

TEST_F(Cli, MirroredTextGivesTheMirroredFace) {
  const auto scores = [&](const std::string& text) {
    return face::expression_from_json(parse_json(emo3d({"generate", text, "--json"}).out, "out"), "out").expression;
  };
  EXPECT_EQ(scores("He winks with his right eye"), face::mirrored(scores("He winks with his left eye")));
}

TEST_F(Cli, Bf16StaysCloseToF32) {
  if (parse_json(emo3d({"info", "--json"}).out, "info").at("precisions").size() < 2) GTEST_SKIP() << "no bf16 here";
  const auto scores = [&](const std::string& precision) {
    return face::expression_from_json(
               parse_json(emo3d({"generate", kText, "--json", "--precision", precision}).out, "out"), "out")
        .expression;
  };
  EXPECT_LE(face::max_difference(scores("f32"), scores("bf16")), 0.01f);
}

TEST_F(Cli, BatchKeepsOrderAndReportsRefusedLines) {
  const std::string nul("bad\0line", 8);
  const std::string input = "a happy man\n\n" + nul + "\r\na sad man\n";
  const ProcessResult result = emo3d({"generate", "--from", "-"}, {.standard_input = input, .environment = {}});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("line 3: "), std::string::npos);
  std::vector<Json> lines;
  std::istringstream stream(result.out);
  for (std::string line; std::getline(stream, line);) lines.push_back(parse_json(line, "line"));
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].at("line"), 1);
  EXPECT_EQ(lines[0].at("text"), "a happy man");
  EXPECT_TRUE(lines[1].contains("error"));
  EXPECT_EQ(lines[2].at("line"), 4);
  EXPECT_GT(lines[2].at("emotions").at("sadness"), 0.4);

  keep("in.txt", "a happy man\na sad man\n");
  EXPECT_EQ(emo3d({"generate", "--from", file("in.txt"), "-o", file("out.jsonl")}).exit_code, 0);
  EXPECT_EQ(std::ranges::count(read_file(file("out.jsonl")), '\n'), 2);
}

TEST_F(Cli, LostOutputIsAnError) {
  const ProcessResult result =
      testing::run_process({"/bin/sh", "-c", std::string(EMO3D_PROGRAM) + " generate joy --json >/dev/full"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "emo3d: standard output: cannot write\n");
}

TEST_F(Cli, BatchReadsAPipe) {
  const ProcessResult result = testing::run_process(
      {"/bin/sh", "-c", "echo 'a happy man' | " + std::string(EMO3D_PROGRAM) + " generate --from /dev/stdin"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(parse_json(result.out, "out").at("text"), "a happy man");
}

TEST_F(Cli, RefusesOptionsThatWouldDoNothing) {
  expect_refused(emo3d({"generate", kText, "--size", "64", "-o", file("a.json")}),
                 "--size is for pictures: give -o FILE.png too");
  expect_refused(emo3d({"generate", "--from", "-", "--json"}), "--json");
  for (const char* name : {"nobody", "alex", ""})
    expect_refused(emo3d({"generate", kText, "--identity", name, "-o", file("a.json")}),
                   "--identity is for pictures and .glb");
  expect_refused(emo3d({"generate", kText, "--identity", "", "-o", file("a.png")}), "identity \"\" is unknown");
}

TEST_F(Cli, RenderDrawsEveryView) {
  keep("e.json", R"({"mouthSmileLeft": 0.8, "jawOpen": 0.4})");
  std::set<std::string> pictures;
  for (const std::string view : {"front", "left", "right", "three-quarter"}) {
    const ProcessResult result = emo3d({"render", file("e.json"), "-o", file("p.png"), "--view", view, "--size", "96"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(image::decode_png(read_file(file("p.png")), "p.png").width(), 96);
    pictures.insert(read_file(file("p.png")));
  }
  EXPECT_EQ(pictures.size(), 4u);
}

TEST_F(Cli, RefusesTextsItCannotRead) {
  const auto generate = [&](const std::string& text) { return emo3d({"generate", text, "-o", file("a.json")}); };
  expect_refused(generate(""), "empty");
  expect_refused(generate(" \t "), "blank");
  expect_refused(generate(std::string(100000, 'a')), "100000");
  expect_refused(generate("caf\xe9"), "UTF-8");
}

TEST_F(Cli, RefusesBadOptionsBeforeWriting) {
  expect_refused(emo3d({"generate", kText, "--intensity", "nan", "-o", file("a.json")}), "intensity nan");
  expect_refused(emo3d({"generate", kText, "--intensity", "-1", "-o", file("a.json")}), "intensity -1");
  expect_refused(emo3d({"generate", kText, "--intensity", "loud"}), "loud");
  expect_refused(emo3d({"generate", kText, "-o", file("a.xyz"), "-o", file("a.json")}), "unknown extension \".xyz\"");
  expect_refused(emo3d({"generate", kText, "-o", file("a")}), "unknown extension");
  expect_refused(emo3d({"generate", kText, "-o", file("none/a.json")}), "there is no folder");
  expect_refused(emo3d({"generate", kText, "-o", file("none/a\nb.json")}), "there is no folder");
  expect_refused(emo3d({"generate", kText, "--precision", "int3"}), "int3");
  expect_refused(emo3d({"generate"}), "TEXT or --from");
  expect_refused(emo3d({"generate", "--from", file("none.txt")}), "none.txt");
  expect_refused(emo3d({"paint"}),
                 "\"paint\" is no command; commands are generate, render, sheet, export, extract, embed, similarity, "
                 "models, selftest, info");
  expect_refused(emo3d({"--paint"}), "\"--paint\" is no option; commands are");
  expect_refused(emo3d({}), "a command is missing; commands are generate");
  expect_refused(emo3d({"models", "push"}),
                 "\"push\" is no command; commands are list, pull, verify, path (see emo3d models --help)");
  expect_refused(emo3d({"generate", kText, "-o", file("a.png"), "--size", "0"}), "--size: \"0\" is not in [16,8192]");
  expect_refused(emo3d({"generate", kText, "-o", file("a.png"), "--size", "100000"}),
                 "--size: \"100000\" is not in [16,8192]");
}

TEST_F(Cli, ABatchDoesNotOverwriteItsInput) {
  keep("x.jsonl", "a happy man\n");
  expect_refused(emo3d({"generate", "--from", file("x.jsonl"), "-o", file("x.jsonl")}), "is the input too");
  EXPECT_EQ(read_file(file("x.jsonl")), "a happy man\n");
}

TEST_F(Cli, ABatchIsNotReadFromExpressions) {
  keep("faces.jsonl", "{\"jawOpen\": 1}\n{\"jawOpen\": 0}\n");
  expect_refused(emo3d({"generate", "--from", file("faces.jsonl")}),
                 "faces.jsonl: line 1 is JSON; expected descriptions");
  expect_refused(emo3d({"render", file("faces.jsonl"), "-o", file("p.png")}), "emo3d sheet draws these");
}

TEST_F(Cli, ADashReadsStandardInput) {
  const ProcessResult result = emo3d({"generate", "-"}, {.standard_input = "a happy man\n", .environment = {}});
  EXPECT_EQ(parse_json(result.out, "out").at("text"), "a happy man");
}

TEST_F(Cli, OneBadOutputLeavesNone) {
  kept_.insert("b.json");
  fs::create_directory(file("b.json"));
  expect_refused(emo3d({"generate", kText, "-o", file("a.json"), "-o", file("b.json")}), "b.json: cannot write");
}

TEST_F(Cli, RefusesAnOutputThatIsAFolder) {
  kept_.insert("a.json");
  fs::create_directory(file("a.json"));
  expect_refused(emo3d({"generate", kText, "-o", file("a.json")}), "a.json: cannot write: is a directory");
}

TEST_F(Cli, RefusesMalformedExpressions) {
  const auto render = [&](const std::string& json) {
    keep("e.json", json);
    return emo3d({"render", file("e.json"), "-o", file("p.png")});
  };
  expect_refused(render("{\"jawOpen\": "), "e.json: malformed JSON");
  expect_refused(render(R"({"jawOpen": 2})"), "score 2 is not in [0,1]");
  expect_refused(render(R"({"nose": 1})"), "\"nose\": no blendshape channel");
  expect_refused(render(R"({"jawOpen": 1, "jawOpen": 0})"), "e.json: \"jawOpen\" stands twice");
  expect_refused(render(""), "e.json: expected JSON, this is empty");
  expect_refused(render("Timecode,jawOpen\n0,1\n"), "this is a text that begins with \"Timecode,jawOpen\"");
  expect_refused(emo3d({"render", file("none.json"), "-o", file("p.png")}), "none.json");
  keep("e.json", "{}");
  expect_refused(emo3d({"render", file("e.json"), "-o", file("p.gif")}), "p.gif");
  expect_refused(emo3d({"render", file("e.json"), "-o", file("p.png"), "--view", "above"}), "above");
}

TEST_F(Cli, HelpOfEachCommandHasAnExample) {
  for (const std::vector<std::string>& command : {std::vector<std::string>{},
                                                  {"generate"},
                                                  {"render"},
                                                  {"sheet"},
                                                  {"export"},
                                                  {"models"},
                                                  {"models", "list"},
                                                  {"models", "pull"},
                                                  {"models", "verify"},
                                                  {"models", "path"},
                                                  {"info"}}) {
    std::vector<std::string> arguments = command;
    arguments.emplace_back("--help");
    const ProcessResult result = emo3d(arguments);
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_NE(result.out.find("Example"), std::string::npos) << result.out;
  }
  EXPECT_EQ(emo3d({"--version"}).out.rfind("emo3d ", 0), 0u);
}

TEST_F(Cli, InfoNamesVersionModelsAndInstructionSet) {
  const Json info = parse_json(emo3d({"info", "--json"}).out, "info");
  for (const char* key : {"version", "models", "identities", "precisions", "threads", "instruction_set"})
    EXPECT_TRUE(info.contains(key)) << key;
  EXPECT_EQ(info.at("models").at("use-lite"), "present");
  EXPECT_EQ(info.at("identities").at("leo"), "a boy of eight");
  EXPECT_NE(emo3d({"info"}).out.find("  a boy of eight\n"), std::string::npos);
}

TEST_F(Cli, WhatIsNotUnderstoodIsNeutralAndSaysSo) {
  for (const auto& [text, note] : {std::pair("彼女は喜びに満ちている", "looks like Japanese"),
                                   {"она улыбается", "only English is understood"},
                                   {"une femme très heureuse", "looks like French"},
                                   {"a wooden table", "no emotion was found"},
                                   {"happy and not happy", "both says and denies happiness"}}) {
    const ProcessResult result = emo3d({"generate", text, "--json"});
    ASSERT_EQ(result.exit_code, 0) << text << result.err;
    const Json json = parse_json(result.out, "stdout");
    EXPECT_EQ(json.at("emotions").at("neutral"), 1.0) << text;
    EXPECT_LT(json.at("confidence"), 0.3) << text;
    EXPECT_NE(json.at("notes").dump().find(note), std::string::npos) << result.out;
  }
}

TEST_F(Cli, ExplainsWhichWordsDidWhat) {
  const char* text = "She is not angry, just tired, and raises her right eyebrow";
  const ProcessResult plain = emo3d({"generate", text, "--explain"});
  ASSERT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_NE(plain.out.find("denied  \"angry\""), std::string::npos) << plain.out;
  const Json json = parse_json(emo3d({"generate", text, "--explain", "--json"}).out, "stdout").at("explanation");
  EXPECT_EQ(json.at("words").at(0).at("stance"), "denied");
  EXPECT_EQ(json.at("actions").at(0).at("channels").at("browOuterUpRight"), 0.95);
  bool found = false;
  for (const Json& channel : json.at("channels"))
    if (channel.at("channel") == "browOuterUpRight") found = channel.at("actions").at(0) == "brow up";
  EXPECT_TRUE(found);
}

TEST_F(Cli, SamplesDifferAndRepeatWithTheSeed) {
  const auto run = [&](const char* seed) {
    return emo3d({"generate", "very nervous", "--samples", "4", "--seed", seed}).out;
  };
  const std::string lines = run("3");
  EXPECT_EQ(lines, run("3"));
  EXPECT_NE(lines, run("4"));
  EXPECT_EQ(std::ranges::count(lines, '\n'), 4);
  expect_refused(emo3d({"generate", "joy", "--samples", "0"}), "expected 1 to 1000");
  expect_refused(emo3d({"generate", "joy", "--samples", "2", "-o", file("s.png")}), ".jsonl");
  expect_refused(emo3d({"generate", "joy", "--seed", "2"}), "--samples");
  EXPECT_EQ(emo3d({"generate", "very nervous", "--samples", "3", "-o", file("s.jsonl")}).exit_code, 0);
  EXPECT_EQ(emo3d({"sheet", file("s.jsonl"), "-o", file("s.png"), "--cell", "32"}).exit_code, 0);
}

}  // namespace
}  // namespace emo3d
