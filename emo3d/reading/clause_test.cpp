#include "emo3d/reading/clause.h"

#include <gtest/gtest.h>

#include <string>

namespace emo3d::reading {
namespace {

std::string clauses(std::string_view text) {
  std::string joined;
  for (const Clause& clause : find_clauses(text)) {
    if (!joined.empty()) joined += " | ";
    joined += text.substr(clause.begin, clause.end - clause.begin);
  }
  return joined;
}

TEST(Clause, MarksAndJointsPartClauses) {
  EXPECT_EQ(clauses("sad, but smiling; eyes shut."), "sad | smiling | eyes shut");
  EXPECT_EQ(clauses("he grins while she cries \u2014 loudly"), "he grins | she cries | loudly");
  EXPECT_EQ(clauses(" ,. "), "");
}

TEST(Clause, AndPartsOnlyStatements) {
  EXPECT_EQ(clauses("smiles and closes her eyes"), "smiles | closes her eyes");
  EXPECT_EQ(clauses("he is happy and she is sad"), "he is happy | she is sad");
  EXPECT_EQ(clauses("left eye shut and mouth open"), "left eye shut | mouth open");
  for (const char* text : {"wide-eyed and pale", "left and right eyebrow raised", "eyes and mouth open",
                           "shocked and deeply hurt", "full of joy and pride"})
    EXPECT_EQ(clauses(text), text);
}

}  // namespace
}  // namespace emo3d::reading
