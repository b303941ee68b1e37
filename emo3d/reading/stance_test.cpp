#include "emo3d/reading/stance.h"

#include <gtest/gtest.h>

#include <string>

#include "emo3d/reading/phrase_list.h"

namespace emo3d::reading {
namespace {

/// The words of `text` that are denied and those that are past, parted by "|"; of "[...]" the brackets mark feelings.
struct Case {
  std::string_view text, denied, past;
};

std::string read(std::string_view text, Stance stance) {
  static const PhraseList kFeelings(
      "sad|happy|angry|calm|afraid|tired|joy|fear|smile|smiling|amused|furious|joyful|relaxed|bored|panic|laughing|"
      "crying|happiness|proud|surprised|in tears|disgusted|sorrow|happier|worried|upset|unhappy|thrilled|content");
  const std::vector<text::Word> words = text::find_words(text);
  std::vector<text::Extent> feelings;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const std::size_t length = kFeelings.longest(words, i)) feelings.push_back({i, i + length});
  const std::vector<Stance> stances = find_stances(words, feelings);
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (stances[i] == stance) result += (result.empty() ? "" : " ") + std::string(words[i].text);
  return result;
}

class StanceCases : public ::testing::TestWithParam<Case> {};

TEST_P(StanceCases, AreRead) {
  EXPECT_EQ(read(GetParam().text, Stance::kDenied), GetParam().denied) << GetParam().text;
  EXPECT_EQ(read(GetParam().text, Stance::kPast), GetParam().past) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(EndsOfScopes, StanceCases,
                         ::testing::Values(Case{"instead of panic they were happy", "panic", ""},
                                           Case{"i don't think he is sad", "think he is sad", ""},
                                           Case{"never have i been afraid", "have i been afraid", ""},
                                           Case{"i can't look at it without crying", "", ""},
                                           Case{"so that he won't see her crying", "", ""},
                                           Case{"trying not to smile", "", ""},
                                           Case{"where others feel joy, she feels fear", "", "feel joy"},
                                           Case{"you can't wipe the smile off my face", "", ""},
                                           Case{"not a day goes by without fear", "", ""},
                                           Case{"don't tell me i'm not angry", "", ""},
                                           Case{"do i look amused", "amused", ""}));

INSTANTIATE_TEST_SUITE_P(
    Negations, StanceCases,
    ::testing::Values(Case{"not angry, just tired", "angry", ""}, Case{"she is not happy but sad", "happy", ""},
                      Case{"neither happy nor sad", "happy sad", ""}, Case{"a man without any fear", "fear", ""},
                      Case{"anything but amused", "amused", ""}, Case{"he is far from calm", "calm", ""},
                      Case{"less angry than sad", "angry", ""}, Case{"not so much angry as tired", "angry", ""},
                      Case{"he doesn't look happy at all", "look happy at all", ""},
                      Case{"joy is the last thing he feels", "joy", ""}, Case{"angry? no, tired", "angry", ""},
                      Case{"sad instead of happy", "happy", ""}, Case{"no longer afraid", "afraid", ""},
                      Case{"isn't smiling and looks bored", "smiling", ""},
                      Case{"not angry or sad", "angry or sad", ""}, Case{"not happy and proud", "happy and proud", ""},
                      Case{"she is not chuffed", "chuffed", ""}, Case{"he never seems amused", "seems amused", ""},
                      Case{"hardly what i would call happy", "happy", ""}, Case{"he stopped crying", "crying", ""}));

INSTANTIATE_TEST_SUITE_P(NoNegations, StanceCases,
                         ::testing::Values(Case{"she didn't get the job", "", ""}, Case{"couldn't be happier", "", ""},
                                           Case{"i have never been so angry", "", ""},
                                           Case{"he can't stop laughing", "", ""},
                                           Case{"not only sad but furious", "", ""}, Case{"nothing but joy", "", ""},
                                           Case{"it is not fair", "", ""}, Case{"he is not in the kitchen", "", ""},
                                           Case{"no wonder he is upset", "", ""},
                                           Case{"no one came, and she is sad", "", ""}));

INSTANTIATE_TEST_SUITE_P(Transitions, StanceCases,
                         ::testing::Values(Case{"at first happy, then in tears", "", "happy"},
                                           Case{"she used to be happy, now she is sad", "", "happy"},
                                           Case{"turning from calm to panic", "", "calm"},
                                           Case{"joy gives way to sorrow", "", "joy"},
                                           Case{"his fear turns into joy", "", "his fear"},
                                           Case{"at first happy", "", ""}));

}  // namespace
}  // namespace emo3d::reading
