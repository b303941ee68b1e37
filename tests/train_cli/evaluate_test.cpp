// `emo3d-train evaluate`, end to end, on models with random weights.
#include <gtest/gtest.h>

#include <sstream>

#include "emo3d/base/json.h"
#include "tests/support/process.h"
#include "tests/support/stand_in_default_model.h"

namespace emo3d::testing {
namespace {

/// Every so many-th text by people will do.
constexpr std::size_t kOneIn = 20;

class Evaluate : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string wordings = EMO3D_WORDINGS;
    std::istringstream people(read_file(wordings + "/people.jsonl"));
    std::string some;
    std::size_t number = 0;
    for (std::string line; std::getline(people, line);)
      if (number++ % kOneIn == 0) some += line + "\n";
    write_file(file("people.jsonl"), some);
    write_file(file("actions_held_out.txt"), read_file(wordings + "/actions_held_out.txt"));
  }
  [[nodiscard]] ProcessResult evaluate(const std::vector<std::string>& more, const char* count = "60") const {
    std::vector<std::string> arguments{EMO3D_TRAIN_PROGRAM, "evaluate",
                                       "--use-lite",        files_.encoder().string(),
                                       "--model",           files_.head().string(),
                                       "--wordings",        folder_.path().string(),
                                       "--count",           count,
                                       "--threads",         "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_process(std::move(arguments));
  }
  [[nodiscard]] std::string file(const char* name) const { return (folder_.path() / name).string(); }

  StandInDefaultModel files_;
  TemporaryDirectory folder_;
};

TEST_F(Evaluate, PrintsTheAimsAndWritesAllFigures) {
  const ProcessResult result = evaluate({"-o", file("figures.md"), "--mistakes", file("mistakes.jsonl")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("| captions: strongest emotion |"), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find("### Calibration"), std::string::npos);
  EXPECT_NE(result.err.find("evaluating on "), std::string::npos) << result.err;
  EXPECT_NE(read_file(file("figures.md")).find("### Calibration"), std::string::npos);
  const std::string mistakes = read_file(file("mistakes.jsonl"));
  EXPECT_EQ(parse_json(mistakes.substr(0, mistakes.find('\n')), "mistakes")["set"], "people");
}

TEST_F(Evaluate, JsonHasTheSameFiguresForTheSameSeed) {
  const auto figures = [&](const char* seed) {
    const ProcessResult result = evaluate({"--json", "--seed", seed});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    Json json = parse_json(result.out, "output");
    EXPECT_GT(json["times_ms"]["reading"], 0);
    json.erase("times_ms");
    json["aims"].erase("milliseconds for the rules that read a text");
    return json;
  };
  const Json first = figures("5");
  EXPECT_EQ(first["texts"], 60);
  EXPECT_EQ(first, figures("5"));
  EXPECT_NE(first["kinds"], figures("6")["kinds"]);
}

TEST_F(Evaluate, ACorpusFileIsTakenInstead) {
  const ProcessResult made =
      run_process({EMO3D_TRAIN_PROGRAM, "corpus", "--part", "held-out", "--count", "40", "-o", file("corpus.jsonl")});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const ProcessResult result = evaluate({"--corpus", file("corpus.jsonl"), "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json json = parse_json(result.out, "output");
  EXPECT_EQ(json["texts"], 40);
  EXPECT_EQ(json["source"], "corpus.jsonl");
}

TEST_F(Evaluate, TheCardIsWrittenOnlyWithAllItsColumns) {
  write_file(files_.head() / "README.md", "# Card\n");
  const ProcessResult incomplete = evaluate({"--card"});
  EXPECT_EQ(incomplete.exit_code, 2);
  EXPECT_NE(incomplete.err.find("held_out is missing; emo3d-train default makes it"), std::string::npos)
      << incomplete.err;
  const ProcessResult unmarked = evaluate({"--card", "--held-out-model", files_.head().string()});
  EXPECT_EQ(unmarked.exit_code, 2);
  EXPECT_NE(unmarked.err.find("README.md: no evaluation between"), std::string::npos) << unmarked.err;
  EXPECT_EQ(read_file(files_.head() / "README.md"), "# Card\n");

  const ProcessResult section = evaluate({"-o", file("section.md"), "--held-out-model", files_.head().string()}, "30");
  ASSERT_EQ(section.exit_code, 0) << section.err;
  write_file(files_.head() / "README.md", "# Card\n" + read_file(file("section.md")) + "## Limits\n");
  ASSERT_EQ(evaluate({"--card", "--held-out-model", files_.head().string()}).exit_code, 0);
  const std::string card = read_file(files_.head() / "README.md");
  EXPECT_TRUE(card.starts_with("# Card\n"));
  EXPECT_TRUE(card.ends_with("## Limits\n"));
  EXPECT_NE(card.find("on 60 generated texts"), std::string::npos);
}

TEST_F(Evaluate, BadFilesAreOneLineOnStandardError) {
  write_file(file("corpus.jsonl"), "{\"text\": 1}\n");
  const ProcessResult result = evaluate({"--corpus", file("corpus.jsonl"), "-o", file("figures.md")});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("corpus.jsonl: line 1: \"text\" must be a string"), std::string::npos) << result.err;
  EXPECT_FALSE(std::filesystem::exists(file("figures.md")));
}

}  // namespace
}  // namespace emo3d::testing
