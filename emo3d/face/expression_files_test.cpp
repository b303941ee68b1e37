#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "emo3d/base/error.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/face/live_link_csv.h"
#include "tests/support/errors.h"
#include "tests/support/expressions.h"

namespace emo3d::face {
namespace {

using testing::arbitrary_expression;
using testing::error_message;

ExpressionDocument parse(std::string_view text) { return expression_from_json(parse_json(text, "t.json"), "t.json"); }

RC_GTEST_PROP(ExpressionJsonProperty, WrittenScoresReadBackWithinTheirRounding, ()) {
  const ExpressionDocument document{*arbitrary_expression(), "a \"quoted\" text\n", "default", "emo3d 1"};
  const ExpressionDocument again = parse(to_json(document).dump());
  RC_ASSERT(max_difference(document.expression, again.expression) <= 5.1e-7f);
  RC_ASSERT(again.text == document.text && again.model == document.model && again.generator == document.generator);
}

TEST(ExpressionJson, ReadsABareObject) { EXPECT_EQ(parse(R"({"jawOpen": 0.5})").expression[Channel::kJawOpen], 0.5f); }

TEST(ExpressionJson, RefusalsNameFileFieldAndValue) {
  const auto message = [](std::string_view text) { return error_message([&] { (void)parse(text); }); };
  EXPECT_EQ(message(R"({"jawOpen": 1.5})"), "t.json: \"jawOpen\": score 1.5 is not in [0,1]");
  EXPECT_EQ(message(R"({"jawOpen": "x"})"), "t.json: \"jawOpen\": score must be a number");
  EXPECT_EQ(message(R"({"jawopen": 1})"), "t.json: \"jawopen\": no blendshape channel has this name");
  EXPECT_EQ(message(R"({"blendshapes": []})"), "t.json: \"blendshapes\" must be an object of names and scores");
  EXPECT_EQ(message(R"({"format": "x", "version": 1})"), "t.json: \"format\" is \"x\", expected \"emo3d-expression\"");
  EXPECT_EQ(message(R"({"format": "emo3d-expression", "version": 2})"),
            "t.json: \"version\" 2 is not supported, expected 1");
  EXPECT_EQ(message(R"({"format": "emo3d-expression", "version": 1})"), "t.json: \"blendshapes\" is missing");
  EXPECT_EQ(message("[1]"), "t.json: expected an object");
  EXPECT_NE(message("{\"jawOpen\": ").find("t.json: malformed JSON"), std::string::npos);
  EXPECT_NE(message(std::string(200, '[')).find("t.json: JSON nested deeper"), std::string::npos);
}

TEST(LiveLinkCsv, HeaderAndRowFollowTheApp) {
  Expression e;
  e.set(Channel::kJawRight, 0.25f);
  const LiveLinkFrame frame{3723.5, e};
  const std::string csv = to_live_link_csv(std::span(&frame, 1));
  EXPECT_TRUE(
      csv.starts_with("Timecode,BlendShapeCount,EyeBlinkLeft,EyeLookDownLeft,EyeLookInLeft,EyeLookOutLeft,"
                      "EyeLookUpLeft,EyeSquintLeft,EyeWideLeft,EyeBlinkRight,EyeLookDownRight,EyeLookInRight,"
                      "EyeLookOutRight,EyeLookUpRight,EyeSquintRight,EyeWideRight,JawForward,JawRight,JawLeft,"
                      "JawOpen,MouthClose,MouthFunnel,MouthPucker,MouthRight,MouthLeft,MouthSmileLeft,"));
  EXPECT_NE(csv.find(",TongueOut,HeadYaw,HeadPitch,HeadRoll,LeftEyeYaw,LeftEyePitch,LeftEyeRoll,RightEyeYaw,"
                     "RightEyePitch,RightEyeRoll\n01:02:03:30.000,61,0.0000000000,"),
            std::string::npos);
  EXPECT_EQ(csv.find('\r'), std::string::npos);
  const std::string row = csv.substr(csv.find('\n') + 1);
  EXPECT_EQ(std::count(row.begin(), row.end(), ','), 62) << "timecode, count and 61 values";
  EXPECT_NE(row.find(",0.2500000000,"), std::string::npos);
}

TEST(LiveLinkCsv, TimecodeRoundsIntoTheNextSecond) {
  const LiveLinkFrame frame{0.99999999, {}};
  EXPECT_NE(to_live_link_csv(std::span(&frame, 1)).find("\n00:00:01:00.000,61,"), std::string::npos);
}

RC_GTEST_PROP(LiveLinkCsvProperty, RereadsToTheSameScores, ()) {
  const LiveLinkFrame frame{static_cast<double>(*rc::gen::inRange(0, 86399)), *arbitrary_expression()};
  const auto again = from_live_link_csv(to_live_link_csv(std::span(&frame, 1)), "t.csv");
  RC_ASSERT(again.size() == 1u);
  RC_ASSERT(max_difference(again[0].expression, frame.expression) <= 6e-8f);
  RC_ASSERT(std::abs(again[0].time_s - frame.time_s) < 1e-3);
}

TEST(LiveLinkCsv, RefusalsNameLineAndColumn) {
  const auto message = [](std::string_view csv) {
    return error_message([&] { (void)from_live_link_csv(csv, "t.csv"); });
  };
  EXPECT_EQ(message(""), "t.csv: no frames; expected a header line and at least one row");
  EXPECT_EQ(message("a,b,c\n"), "t.csv: line 1: the header must start with Timecode,BlendShapeCount");
  EXPECT_EQ(message("Timecode,BlendShapeCount,Nose\n"), "t.csv: line 1: unknown column \"Nose\"");
  const std::string header = "Timecode,BlendshapeCount,JawOpen\n";
  EXPECT_EQ(message(header + "00:00:00:00.000,61\n"), "t.csv: line 2: 2 cells where the header has 3");
  EXPECT_EQ(message(header + "00:00:00,61,0\n"), "t.csv: line 2: Timecode \"00:00:00\" is not HH:MM:SS:FF.fff");
  EXPECT_EQ(message(header + "00:00:00:00.000,61,1.5\n"), "t.csv: line 2: jawOpen: score 1.5 is not in [0,1]");
  EXPECT_EQ(message(header + "00:00:00:00.000,61,\n"), "t.csv: line 2: column 3: \"\" is not a number");
}

}  // namespace
}  // namespace emo3d::face
