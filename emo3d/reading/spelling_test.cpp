#include "emo3d/reading/spelling.h"

#include <gtest/gtest.h>

namespace emo3d::reading {
namespace {

TEST(Spelling, OneSlipIsCorrected) {
  for (const auto& [written, meant] : {Correction{"furiuos", "furious"},
                                       {"suprised", "surprised"},
                                       {"smilling", "smiling"},
                                       {"terrifed", "terrified"},
                                       {"digusted", "disgusted"},
                                       {"eyebrwo", "eyebrow"},
                                       {"hapyp", "happy"}}) {
    const Spelling spelling = correct_spelling("a " + written + " man");
    EXPECT_EQ(spelling.text, "a " + meant + " man");
    EXPECT_EQ(spelling.corrections, (std::vector<Correction>{{written, meant}}));
  }
}

TEST(Spelling, WordsStay) {
  for (const char* text : {"he wears a peach scarf and a soiled shirt", "a clan of pirates", "she hugged him",
                           "they dont care", "noooo waaaay", "browInnerUp 0.5", "the well-fedd don't", "two", "", "...",
                           "\xff\xfe", "une femme heureuse sourit doucement", "der Tisch ist aus Holz gebaut",
                           "xqzt wvkk pqrrs", "mail joe@exampel.org"})
    EXPECT_EQ(correct_spelling(text).text, text);
}

TEST(Spelling, NamesStayUnlessAllIsWrittenInCapitals) {
  EXPECT_EQ(correct_spelling("I met Smilla in town").text, "I met Smilla in town");
  EXPECT_EQ(correct_spelling("SHE IS FURIUOS").text, "SHE IS furious");
  EXPECT_EQ(correct_spelling("Furiuos. Furiuos!").text, "furious. furious!");
}

TEST(Spelling, AWordThatIsKnownOtherwiseStays) {
  EXPECT_EQ(correct_spelling("furiuos", [](std::string_view word) { return word == "furiuos"; }).text, "furiuos");
}

TEST(Spelling, EveryOtherTextIsCopied) {
  EXPECT_EQ(correct_spelling("  so  furiuos,\n\xf0\x9f\x98\xa1 and  terrifed  ").text,
            "  so  furious,\n\xf0\x9f\x98\xa1 and  terrified  ");
}

}  // namespace
}  // namespace emo3d::reading
