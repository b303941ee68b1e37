#include "emo3d/reading/emphasis.h"

#include <gtest/gtest.h>

namespace emo3d::reading {
namespace {

TEST(Emphasis, PlainTextHasNone) {
  for (const char* text : {"", "great news", "He watches the BBC.", "I am here", "see www.example.org"})
    EXPECT_EQ(emphasis(text), 0) << text;
}

TEST(Emphasis, GrowsWithMarksCapitalsAndLettersDrawnOut) {
  EXPECT_GT(emphasis("great news!"), 0);
  EXPECT_GT(emphasis("great news!!!"), emphasis("great news!"));
  EXPECT_GT(emphasis("GREAT NEWS!!!"), emphasis("great news!!!"));
  EXPECT_GT(emphasis("GREAT NEWS"), emphasis("he said it is a GREAT piece of NEWS"));
  EXPECT_GT(emphasis("I am sooo happy"), 0);
  EXPECT_LE(emphasis("NOOOOO!!!!!!!! WAAAAY"), 1);
}

}  // namespace
}  // namespace emo3d::reading
