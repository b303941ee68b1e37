// Contact sheets, as their users run them.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/image/png.h"
#include "tests/cli/pictures.h"

namespace emo3d {
namespace {

using testing::frames_of;
using testing::kJoy;
using testing::Pictures;
using testing::ProcessResult;

TEST_F(Pictures, SheetsHaveACellForEachExpression) {
  keep("s.jsonl",
       "{\"jawOpen\": 1}\n\n{\"format\": \"emo3d-expression\", \"version\": 1, \"text\": \"joy\", \"blendshapes\": " +
           std::string(kJoy) + "}\n{\"line\": 3, \"error\": \"refused\"}\n");
  const auto sheet = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"sheet", file("s.jsonl"), "-o", file("s.png"), "--cell", "48"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProcessResult result = emo3d(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return image::read_png(file("s.png"));
  };
  const image::Image plain = sheet({});
  EXPECT_EQ(plain.width(), 96);
  EXPECT_EQ(plain.height(), 96);
  const image::Image joy = picture({"--size", "48"});
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 48; ++x) ASSERT_TRUE(std::ranges::equal(plain.pixel(48 + x, y), joy.pixel(x, y)));
  EXPECT_EQ(sheet({"--columns", "3"}).width(), 144);
  EXPECT_GT(sheet({"--labels"}).height(), 96 + 10);
  EXPECT_EQ(sheet({"--columns", "3", "--yaw", "-20,20"}).height(), 96);
  EXPECT_EQ(sheet({"--columns", "3", "--view", "front,left", "--view", "right"}).height(), 144);
  EXPECT_EQ(sheet({"--columns", "3", "--identity", "alex,7"}).height(), 96);
  ASSERT_EQ(
      emo3d({"sheet", file("e.json"), "-o", file("s.png"), "--cell", "48", "--identity", "alex,7,8", "--columns", "3"})
          .exit_code,
      0);
  EXPECT_EQ(image::read_png(file("s.png")).height(), 48) << "persons of one expression stand side by side";

  ASSERT_EQ(emo3d({"sheet", "-", "-o", file("in.png"), "--cell", "48"},
                  {.standard_input = read_file(file("s.jsonl")), .environment = {}})
                .exit_code,
            0);
  EXPECT_EQ(image::read_png(file("in.png")), plain);
  ASSERT_EQ(emo3d({"sheet", file("e.json"), file("e.json"), "-o", file("two.webp"), "--columns", "2"}).exit_code, 0);
  EXPECT_EQ(frames_of(read_file(file("two.webp"))).width, 512);
}

TEST_F(Pictures, SheetRefusesBadInputWithTheLine) {
  const auto refused = [&](const std::string& lines, const std::vector<std::string>& more,
                           const std::string& expected) {
    keep("s.jsonl", lines);
    std::vector<std::string> arguments = {"sheet", file("s.jsonl"), "-o", file("s.png")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    expect_refused(emo3d(arguments), expected);
  };
  refused("{\"jawOpen\": 1}\n{\"jawOpen\": 3}\n", {}, "s.jsonl: line 2: \"jawOpen\": score 3");
  refused("{\"jawOpen\": 1}\nnot json\n", {}, "s.jsonl: line 2: malformed JSON");
  refused("\n", {}, "no expressions");
  refused("{}\n", {"--cell", "4"}, "--cell: \"4\" is not in [16,8192]");
  refused("{}\n", {"--columns", "0"}, "--columns");
  refused("{}\n", {"--view", "front,above"}, "above");
  refused("{}\n", {"--identity", "nobody"}, "nobody");
  for (const char* list : {"", "alex,,leo", "alex,"}) refused("{}\n", {"--identity", list}, "identity \"\" is unknown");
  expect_refused(
      emo3d({"sheet", file("s.jsonl"), file("s.jsonl"), "-o", file("s.webp"), "--cell", "8192", "--columns", "2"}),
      "16384 x 8192 pixels; it may be 16383 wide");
  expect_refused(emo3d({"sheet", file("s.jsonl"), "-o", file("s.mp4")}), "sheets are written as .png or .webp");
  expect_refused(emo3d({"sheet", file("none.jsonl"), "-o", file("s.png")}), "none.jsonl");
}

}  // namespace
}  // namespace emo3d
