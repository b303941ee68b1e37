#include "emo3d/reading/lexicon_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "emo3d/reading/word_tokens.h"

namespace emo3d::reading {
namespace {

using emotion::Emotion;

TEST(LexiconData, HasManyWordsOfEachEmotionAndKind) {
  std::set<std::string> texts;
  std::map<Emotion, std::set<std::string>> of_emotion;
  std::map<WordKind, std::set<std::string>> of_kind;
  for (const LexiconEntry& entry : read_lexicon()) {
    texts.insert(entry.text);
    of_emotion[entry.mixture.dominant()].insert(entry.text);
    of_kind[entry.kind].insert(entry.text);
  }
  EXPECT_GE(texts.size(), 1500u);
  for (const Emotion e : emotion::emotions()) EXPECT_GE(of_emotion[e].size(), 150u) << emotion::name(e);
  EXPECT_EQ(of_kind.size(), kWordKinds);
  for (const auto& [kind, words] : of_kind) EXPECT_GE(words.size(), 100u) << static_cast<int>(kind);
}

TEST(LexiconData, NoWordMeansTwoThings) {
  std::map<std::vector<std::string>, LexiconEntry> entries;
  for (const LexiconEntry& entry : read_lexicon()) {
    const bool is_emoticon = entry.kind == WordKind::kInterjection;
    std::vector<std::string> words = is_emoticon ? std::vector{entry.text} : texts_of(word_tokens(entry.text, {}));
    if (words.size() > 2 && (words[0] == "a" || words[0] == "an" || words[0] == "the")) words.erase(words.begin());
    const LexiconEntry& first = entries.try_emplace(words, entry).first->second;
    const std::string text = first.text + " and " + entry.text;
    EXPECT_EQ(first.mixture.shares, entry.mixture.shares) << text;
    EXPECT_EQ(first.mixture.strength, entry.mixture.strength) << text;
    EXPECT_EQ(first.ambiguous, entry.ambiguous) << text;
  }
}

TEST(LexiconData, EntriesAreInLowerCase) {
  for (const LexiconEntry& entry : read_lexicon())
    EXPECT_TRUE(std::ranges::none_of(entry.text, [](char c) { return c >= 'A' && c <= 'Z'; })) << entry.text;
}

TEST(LexiconData, EachEmotionHasAllDegrees) {
  // ten steps of strength; from 0.3 on each emotion but the neutral one has words within a tenth and a half
  std::map<Emotion, std::set<int>> tenths;
  for (const LexiconEntry& entry : read_lexicon())
    tenths[entry.mixture.dominant()].insert(static_cast<int>(entry.mixture.strength * 10 + 0.5f));
  for (const Emotion e : emotion::emotions()) {
    if (e == Emotion::kNeutral) continue;
    EXPECT_LE(*tenths[e].begin(), 4) << emotion::name(e);
    EXPECT_GE(*tenths[e].rbegin(), 9) << emotion::name(e);
    EXPECT_GE(tenths[e].size(), 4u) << emotion::name(e);
  }
}

TEST(LexiconData, WordsOfDegreeAreNoEmotions) {
  std::set<std::string> emotions;
  for (const LexiconEntry& entry : read_lexicon())
    if (!entry.ambiguous) emotions.insert(entry.text);
  std::size_t count = 0;
  for (const char* section : {"adverb", "amount", "filling", "after", "affirmation"}) {
    std::set<std::string> texts;
    for (const Degree& degree : read_degrees(section)) {
      EXPECT_FALSE(emotions.contains(degree.text)) << degree.text;
      EXPECT_TRUE(texts.insert(degree.text).second) << degree.text << " stands twice in [" << section << "]";
      EXPECT_GT(degree.factor, 0) << degree.text;
      EXPECT_LE(degree.factor, 1.6f) << degree.text;
      ++count;
    }
  }
  EXPECT_GE(count, 120u);
}

TEST(LexiconData, DegreesBeforeWordsAgree) {
  std::map<std::string, float> factors;
  for (const char* section : {"adverb", "amount", "filling", "affirmation"})
    for (const Degree& degree : read_degrees(section))
      EXPECT_EQ(factors.try_emplace(degree.text, degree.factor).first->second, degree.factor) << degree.text;
  constexpr std::array<const char*, 10> kRising{"barely", "slightly", "somewhat", "moderately", "quite",
                                                "really", "very",     "deeply",   "incredibly", "utterly"};
  for (std::size_t i = 1; i < kRising.size(); ++i)
    EXPECT_LT(factors.at(kRising[i - 1]), factors.at(kRising[i])) << kRising[i];
}

TEST(LexiconData, LookalikesAreNoEntries) {
  const std::vector<std::string> lookalikes = read_lookalikes();
  EXPECT_FALSE(lookalikes.empty());
  for (const LexiconEntry& entry : read_lexicon())
    EXPECT_EQ(std::ranges::count(lookalikes, entry.text), 0) << entry.text;
}

TEST(LexiconData, PastsBelongToParticiplesInUse) {
  for (const IrregularVerb& verb : read_irregular_verbs()) {
    EXPECT_TRUE(verb.participle.ends_with("ing")) << verb.participle;
    EXPECT_FALSE(verb.past.empty()) << verb.participle;
    EXPECT_TRUE(std::ranges::any_of(read_lexicon(), [&](const LexiconEntry& entry) {
      return entry.text.find(verb.participle) != std::string::npos;
    })) << verb.participle;
  }
}

}  // namespace
}  // namespace emo3d::reading
