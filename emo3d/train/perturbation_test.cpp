#include "emo3d/train/perturbation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "emo3d/reading/emotion_lexicon.h"
#include "emo3d/reading/word_list.h"
#include "emo3d/train/corpus.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

const std::string kText = "The man raises his left eyebrow, he isn't happy";

/// Least number of letters put in, taken out or replaced, or neighbours exchanged, for one text to become the other.
std::size_t edits(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> least(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t k = 0; k <= b.size(); ++k) {
      std::size_t& here = least[i][k] = std::max(i, k);
      if (i == 0 || k == 0) continue;
      here = std::min({least[i - 1][k] + 1, least[i][k - 1] + 1, least[i - 1][k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        here = std::min(here, least[i - 2][k - 2] + 1);
    }
  return least[a.size()][b.size()];
}

TEST(Perturbation, ATypoIsOneEdit) {
  std::set<std::string> changed;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::string typo = perturbed(kText, Perturbation::kTypo, seed);
    EXPECT_EQ(edits(kText, typo), 1u) << typo;
    EXPECT_NE(typo.find(" left "), std::string::npos) << typo;
    EXPECT_EQ(typo, perturbed(kText, Perturbation::kTypo, seed));
    changed.insert(typo);
  }
  EXPECT_GE(changed.size(), 40u);
}

TEST(Perturbation, ShortWordsHaveNoTypo) { EXPECT_EQ(perturbed("he is sad", Perturbation::kTypo, 1), "he is sad"); }

TEST(Perturbation, Cases) {
  EXPECT_EQ(perturbed("He isn't süß", Perturbation::kUpperCase, 1), "HE ISN'T Süß");
  EXPECT_EQ(perturbed("he isn't HAPPY", Perturbation::kTitleCase, 1), "He Isn't Happy");
}

TEST(Perturbation, AParaphraseReplacesWholeWordsOnly) {
  const std::string other = perturbed("Man, the woman is manly", Perturbation::kParaphrase, 3);
  EXPECT_FALSE(other.starts_with("Man")) << other;
  EXPECT_TRUE(other.ends_with(" is manly")) << other;
  EXPECT_EQ(other.find("woman"), std::string::npos) << other;
  EXPECT_EQ(perturbed("a blue chair", Perturbation::kParaphrase, 3), "a blue chair");
}

TEST(Perturbation, EachChangesMostTextsOfTheCorpus) {
  CorpusGenerator generator({.part = Part::kHeldOut, .seed = 3});
  std::vector<std::string> texts;
  while (texts.size() < 300) texts.push_back(generator.next().text);
  for (const Perturbation perturbation : kPerturbations) {
    const auto changes =
        std::ranges::count_if(texts, [&](const std::string& text) { return perturbed(text, perturbation, 1) != text; });
    EXPECT_GE(changes, perturbation == Perturbation::kParaphrase ? 100 : 280) << name(perturbation);
  }
}

TEST(Perturbation, SynonymsStandInNoTrainingTextAndInNoRule) {
  std::set<std::string, std::less<>> words;
  for (const auto& [word, others] : read_synonyms())
    for (const std::string& other : others) words.insert(other);
  ASSERT_GE(words.size(), 60u);  // where fewer are left, synonyms.txt needs new ones
  for (const std::string& word : words) EXPECT_FALSE(reading::whole_lexicon().knows(word)) << word;
  CorpusGenerator generator({.part = Part::kAll, .seed = 1});
  for (int i = 0; i < 12'000; ++i) {
    const std::string text = generator.next().text;
    const std::string plain = words_only(text);
    for (const std::string_view word : reading::split(plain, ' ')) EXPECT_FALSE(words.contains(word)) << text;
  }
}

}  // namespace
}  // namespace emo3d::train
