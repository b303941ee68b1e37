#include "emo3d/reading/inflection.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace emo3d::reading {
namespace {

bool holds(const std::vector<std::string>& forms, std::string_view form) {
  return std::ranges::find(forms, form) != forms.end();
}

TEST(Inflection, LeadsVerbsToTheirParticiple) {
  for (const auto& [form, participle] : {std::pair("smiles", "smiling"),
                                         {"smiled", "smiling"},
                                         {"smile", "smiling"},
                                         {"grins", "grinning"},
                                         {"grinned", "grinning"},
                                         {"cries", "crying"},
                                         {"cried", "crying"},
                                         {"hisses", "hissing"},
                                         {"grimaces", "grimacing"},
                                         {"twitches", "twitching"},
                                         {"dies", "dying"},
                                         {"weeps", "weeping"},
                                         {"whimpered", "whimpering"},
                                         {"panics", "panicking"},
                                         {"panicked", "panicking"},
                                         {"disagrees", "disagreeing"}})
    EXPECT_TRUE(holds(participles_of(form), participle)) << form;
}

TEST(Inflection, KeepsVerbsOfOneSpellingApart) {
  EXPECT_FALSE(holds(participles_of("hop"), "hoping"));
  EXPECT_FALSE(holds(participles_of("stars"), "staring"));
  EXPECT_FALSE(holds(participles_of("cars"), "caring"));
  EXPECT_FALSE(holds(participles_of("hats"), "hating"));
}

TEST(Inflection, LeadsToTheAdjective) {
  for (const auto& [form, adjective] : {std::pair("angrily", "angry"),
                                        {"sadly", "sad"},
                                        {"miserably", "miserable"},
                                        {"ecstatically", "ecstatic"},
                                        {"angrier", "angry"},
                                        {"saddest", "sad"},
                                        {"tenser", "tense"},
                                        {"grumpiness", "grumpy"},
                                        {"nervousness", "nervous"}})
    EXPECT_TRUE(holds(adjectives_of(form), adjective)) << form;
}

TEST(Inflection, ShortensDrawnOutWords) {
  EXPECT_TRUE(holds(shortened("sooooo"), "so"));
  EXPECT_TRUE(holds(shortened("happyyyy"), "happy"));
  EXPECT_TRUE(holds(shortened("yeeees"), "yes"));
  EXPECT_TRUE(shortened("happy").empty());
  EXPECT_TRUE(shortened(":)))").empty());
}

TEST(Inflection, TakesAnyWord) {
  for (const char* word : {"", "s", "ed", "ly", "er", "ies", "est", "is", "'s", "\xC3\xA9s"}) {
    EXPECT_LE(participles_of(word).size(), 8u);
    EXPECT_LE(adjectives_of(word).size(), 8u);
  }
}

}  // namespace
}  // namespace emo3d::reading
