#include "emo3d/service/text_lines.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace emo3d::service {
namespace {

using testing::error_message;

std::vector<std::string> texts(const std::vector<TextLine>& lines) {
  std::vector<std::string> found;
  for (const TextLine& line : lines) found.push_back(line.text);
  return found;
}

TEST(TextLines, AreAsManyAsTheFileHas) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(texts(parse_text_lines("a\nb\n", "f")), (Texts{"a", "b"}));
  EXPECT_EQ(texts(parse_text_lines("a\r\n\r\nb", "f")), (Texts{"a", "", "b"}));
  EXPECT_EQ(texts(parse_text_lines("\xEF\xBB\xBF ä \n\n", "f")), (Texts{" ä ", ""}));
  EXPECT_EQ(parse_text_lines("a\n\nb", "f")[2].place(), "f: line 3");
}

TEST(TextLines, OfAFileWithoutTextAreRefused) {
  for (const char* bytes : {"", "\n", " \t\r\n\n", "\xEF\xBB\xBF"}) {
    EXPECT_EQ(error_message([&] { (void)parse_text_lines(bytes, "f.txt"); }),
              "f.txt: no texts in it; expected one a line");
    EXPECT_NE(error_message([&] { (void)parse_json_text_lines(bytes, "f.jsonl"); }).find("f.jsonl: no texts"),
              std::string::npos);
  }
}

TEST(TextLines, ThatAreNoUtf8AreNamed) {
  EXPECT_EQ(error_message([] { (void)parse_text_lines("fine\nab\xFFz\n", "f.txt"); }),
            "f.txt: line 2: no UTF-8 at byte 3 of the line");
  EXPECT_EQ(error_message([] { (void)parse_text_lines(std::string((16 << 20) + 1, 'a'), "f.txt"); }),
            "f.txt: line 1: a text of 16777217 bytes; expected at most 16777216");
}

TEST(TextLines, OfJsonHaveAMemberText) {
  const auto lines = parse_json_text_lines("{\"text\": \"a\\nb\", \"id\": 3}\n\n{\"text\": \"\"}\n", "f");
  EXPECT_EQ(texts(lines), (std::vector<std::string>{"a\nb", ""}));
  EXPECT_EQ(lines[1].line, 3U);
  for (const char* bad : {"[]", "{}", "{\"text\": 1}", "{\"text\": \"a\"", "plain", "{\"text\": \"\xFF\"}"}) {
    const std::string message =
        error_message([&] { (void)parse_json_text_lines("{\"text\": \"a\"}\n" + std::string(bad), "f.jsonl"); });
    EXPECT_TRUE(message.starts_with("f.jsonl: line 2:")) << message;
  }
}

}  // namespace
}  // namespace emo3d::service
