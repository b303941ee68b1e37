#include "tools/judge/expression_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "emo3d/base/file.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/model/facs.h"
#include "tests/support/errors.h"

namespace emo3d::judge {
namespace {

std::vector<NamedExpression> shipped() { return read_expression_list(data_directory() / "expressions/emotions.jsonl"); }

/// `expression` as a line of the file, to be pasted into it.
std::string line_of(const std::string& name, const std::string& intended, const face::Expression& expression) {
  OrderedJson scores = OrderedJson::object();
  for (const face::Channel c : face::channels())
    if (expression[c] > 0) scores[std::string(face::name(c))] = face::rounded_score(expression[c]);
  OrderedJson json = {{"name", name}};
  json["intended"] = intended.empty() ? OrderedJson() : OrderedJson(intended);
  json["blendshapes"] = scores;
  return json.dump();
}

std::string message(std::string_view text) {
  const TemporaryDirectory folder;
  const auto path = folder.path() / "list.jsonl";
  write_file(path, text);
  const std::string all = testing::error_message([&] { (void)read_expression_list(path); });
  const std::string start = folder.path().string() + "/";
  return all.starts_with(start) ? all.substr(start.size()) : all;
}

TEST(ExpressionList, NamesComeInTheOrderOfTheFile) {
  const TemporaryDirectory folder;
  const auto path = folder.path() / "list.jsonl";
  write_file(path,
             "{\"name\": \"b\", \"intended\": \"sad\", \"blendshapes\": {\"jawOpen\": 0.5}}\n\n"
             "{\"name\": \"a\", \"intended\": null, \"blendshapes\": {}}\n");
  const auto list = read_expression_list(path);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].name, "b");
  EXPECT_EQ(list[0].intended, "sad");
  EXPECT_EQ(list[0].expression[face::Channel::kJawOpen], 0.5f);
  EXPECT_EQ(list[1].name, "a");
  EXPECT_EQ(list[1].intended, "");
  EXPECT_EQ(list[1].expression, face::Expression());
}

TEST(ExpressionList, RefusalsNameTheLine) {
  const std::string good = "{\"name\": \"a\", \"blendshapes\": {}}\n";
  EXPECT_EQ(message(""), "list.jsonl: holds no expression");
  EXPECT_EQ(message(good + "{\"name\": \"a\", \"blendshapes\": {}}"), "list.jsonl:2: \"name\" \"a\" comes twice");
  EXPECT_EQ(message("{\"name\": \"../a\", \"blendshapes\": {}}"),
            "list.jsonl:1: \"name\" \"../a\" must be 1 to 64 letters, digits, '-' or '_'");
  EXPECT_EQ(message(good + "\n{\"name\": \"b\"}"), "list.jsonl:3: \"blendshapes\" is missing");
  EXPECT_EQ(message("{\"blendshapes\": {}}"), "list.jsonl:1: \"name\" is missing");
  EXPECT_EQ(message("{\"name\": \"a\", \"blendshapes\": {\"jaw\": 1}}"),
            "list.jsonl:1: \"jaw\": no blendshape channel has this name");
}

// The list shows what users get: the prototypes that descriptions are composed of.
TEST(ShippedExpressions, AreTheModelsPrototypes) {
  using emotion::Emotion;
  const std::map<std::string, Emotion> prototypes = {
      {"neutral", Emotion::kNeutral},   {"happy", Emotion::kHappiness},    {"sad", Emotion::kSadness},
      {"angry", Emotion::kAnger},       {"surprised", Emotion::kSurprise}, {"afraid", Emotion::kFear},
      {"disgusted", Emotion::kDisgust}, {"contempt", Emotion::kContempt}};
  const auto list = shipped();
  for (const auto& [name, emotion] : prototypes) {
    const auto found = std::ranges::find(list, name, &NamedExpression::name);
    ASSERT_NE(found, list.end()) << name;
    EXPECT_LT(max_difference(found->expression, model::prototype(emotion)), 1e-6f)
        << "the line should be\n"
        << line_of(name, found->intended, model::prototype(emotion));
  }
}

TEST(ShippedExpressions, IntendClassesOfTheJudge) {
  const std::vector<std::string> classes = {"neutral", "happy",     "sad",       "angry",
                                            "fearful", "disgusted", "surprised", ""};
  for (const NamedExpression& entry : shipped())
    EXPECT_NE(std::find(classes.begin(), classes.end(), entry.intended), classes.end()) << entry.name;
  EXPECT_EQ(shipped().size(), 14U);
}

}  // namespace
}  // namespace emo3d::judge
