#include "emo3d/reading/description.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace emo3d::reading {
namespace {

using testing::error_message;

std::string refusal(std::string_view text) {
  return error_message([&] { check_description(text); });
}

TEST(Description, AcceptsOrdinaryText) {
  EXPECT_NO_THROW(check_description("An elderly woman, overwhelmed with joy"));
  EXPECT_NO_THROW(check_description("na\u00efve, d\u00e9j\u00e0 vu \U0001F600"));
  EXPECT_NO_THROW(check_description("he whispers \u03b1 and looks away"));
  EXPECT_NO_THROW(check_description(std::string(kMaxDescriptionCharacters, 'a')));
}

TEST(Description, RefusesEmptyAndBlank) {
  EXPECT_EQ(refusal(""), "the description is empty");
  EXPECT_EQ(refusal(" \t\n\u00a0\u3000"), "the description is blank");
}

TEST(Description, RefusesTooLong) {
  EXPECT_EQ(refusal(std::string(kMaxDescriptionCharacters + 1, 'a')),
            "the description has 10001 characters, more than the 10000 allowed");
  EXPECT_EQ(refusal(std::string(100'000, 'a')),
            "the description has 100000 bytes, more than the 10000 characters allowed");
}

TEST(Description, RefusesBytesThatAreNoText) {
  EXPECT_EQ(refusal(std::string_view("joy\0ful", 7)), "the description \"joy\\x00ful\" has a NUL byte at offset 3");
  EXPECT_NE(refusal("joy\xff").find("not valid UTF-8 at offset 3"), std::string::npos);
}

TEST(Description, PlainTextIsLowerCaseWithSingleBlanks) {
  EXPECT_EQ(plain_text("  She\u2019s \t SO\n\u201chappy\u201d "), "she's so \"happy\"");
  EXPECT_EQ(plain_text("\u00c9lan"), "\u00c9lan");
}

}  // namespace
}  // namespace emo3d::reading
