#include "emo3d/train/corpus.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "emo3d/base/json.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/lexicon_data.h"
#include "emo3d/train/corpus_card.h"
#include "emo3d/train/corpus_file.h"
#include "emo3d/train/corpus_kinds.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;

std::vector<Sample> make(Part part, std::uint64_t seed, std::size_t count) {
  CorpusGenerator generator({.part = part, .seed = seed});
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < count; ++i) samples.push_back(generator.next());
  return samples;
}

TEST(Corpus, SameSeedSameSamples) {
  const auto a = make(Part::kTraining, 7, 200);
  const auto b = make(Part::kTraining, 7, 200);
  const auto c = make(Part::kTraining, 8, 200);
  std::size_t different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(to_json_line(a[i], Part::kTraining), to_json_line(b[i], Part::kTraining));
    different += a[i].text != c[i].text ? 1u : 0u;
  }
  EXPECT_GT(different, 150u);
}

TEST(Corpus, TextsAreFinishedDescriptions) {
  for (const Part part : {Part::kTraining, Part::kHeldOut}) {
    for (const Sample& sample : make(part, 3, 4000)) {
      EXPECT_NO_THROW(reading::check_description(sample.text));
      EXPECT_EQ(sample.text.find_first_of("{}<>|"), std::string::npos) << sample.text;
      const std::string text = std::regex_replace(sample.text, std::regex(R"(\.\.\.)"), "");  // people write that
      for (const char* wrong : {"  ", " ,", " .", "they is ", "we was ", " a a ", " an a ", "..", " i am a a"})
        EXPECT_EQ(text.find(wrong), std::string::npos) << sample.text;
    }
  }
}

TEST(Corpus, EveryKindRegisterAndEmotionOccurs) {
  std::set<SampleKind> kinds;
  std::set<Register> registers;
  std::set<Emotion> dominant;
  for (const Sample& sample : make(Part::kHeldOut, 5, 3000)) {
    kinds.insert(sample.kind);
    registers.insert(sample.style);
    dominant.insert(sample.emotions.dominant());
  }
  EXPECT_EQ(kinds.size(), kSampleKinds);
  EXPECT_EQ(registers.size(), kRegisters);
  EXPECT_EQ(dominant.size(), emotion::kEmotionCount);
}

TEST(Corpus, NoTextComesTwice) {
  std::set<std::string> texts;
  CorpusGenerator generator({.part = Part::kTraining, .seed = 4});
  for (int i = 0; i < 10'000; ++i) {
    const Sample sample = generator.next();
    EXPECT_TRUE(texts.insert(words_only(sample.text)).second) << sample.text;
  }
  EXPECT_GT(generator.duplicates(), 0u);
}

TEST(Corpus, OnlyWhatIsDeniedIsMarkedAsDenied) {
  for (const Sample& sample : make(Part::kAll, 6, 4000)) {
    const bool can_deny = sample.kind == SampleKind::kNegation || sample.kind == SampleKind::kContrast ||
                          sample.kind == SampleKind::kTransition;
    EXPECT_EQ(sample.denied.has_value(), can_deny) << sample.text;
    if (sample.denied && *sample.denied != Emotion::kNeutral) {
      EXPECT_NE(sample.emotions.dominant(), *sample.denied) << sample.text;
    }
  }
}

TEST(Corpus, WordsOfDegreeScaleTheStrength) {
  CorpusWriter writer(Part::kAll, 1);
  for (int i = 0; i < 300; ++i) {
    const auto [text, factor] = writer.with_degree("he is {degree}sad");
    EXPECT_EQ(text == "he is sad", factor == 1.0f && text.size() == 9) << text;
  }
  const auto strength = [](std::string_view adverb) {
    for (const reading::Degree& degree : reading::read_degrees("adverb"))
      if (degree.text == adverb) return reading::scaled(reading::read_mixture("S1", 0.5f), degree.factor).strength;
    return 0.0f;
  };
  EXPECT_LT(strength("barely"), strength("somewhat"));
  EXPECT_LT(strength("somewhat"), strength("utterly"));
}

TEST(Corpus, PersonsDoNotChangeTheEmotion) {
  const CorpusSource source = CorpusSource::load(Part::kAll);
  std::set<std::string> cues(source.names.begin(), source.names.end());
  for (const auto& [group, ages] : source.ages) cues.insert(ages.begin(), ages.end());
  for (const Person& person : source.persons) cues.insert(person.noun);
  for (const reading::LexiconEntry& entry : reading::read_lexicon())
    EXPECT_TRUE(entry.ambiguous || !cues.contains(entry.text)) << entry.text;

  // Drawn independently: children are as often happy as the others are.
  std::map<std::string, std::pair<double, double>> happiness;  // by age group: sum, count
  CorpusWriter writer(Part::kAll, 2);
  for (int i = 0; i < 20'000; ++i) {
    const Draft draft = write_draft(SampleKind::kCaption, writer);
    const std::string words = words_only(draft.text);
    for (const Person& person : source.persons) {
      if (words.find(" " + person.noun + " ") == std::string::npos) continue;
      happiness[person.age_group].first += draft.mixture.shares[static_cast<std::size_t>(Emotion::kHappiness)];
      ++happiness[person.age_group].second;
    }
  }
  ASSERT_EQ(happiness.size(), 3u);
  const auto mean = [&](const char* group) { return happiness[group].first / happiness[group].second; };
  EXPECT_NEAR(mean("child"), mean("adult"), 0.03);
  EXPECT_NEAR(mean("elder"), mean("adult"), 0.03);
}

TEST(Corpus, LinesAreJson) {
  for (const Sample& sample : make(Part::kTraining, 1, 50)) {
    const Json line = parse_json(to_json_line(sample, Part::kTraining), "line");
    EXPECT_EQ(line.at("text"), sample.text);
    EXPECT_EQ(line.at("kind"), name(sample.kind));
    EXPECT_EQ(line.at("register"), name(sample.style));
    EXPECT_EQ(line.at("emotions").size(), emotion::kEmotionCount);
    EXPECT_EQ(line.at("scores").size(), face::kChannelCount);
    EXPECT_NEAR(line.at("scores")[2].get<float>(), sample.expression[face::Channel::kBrowInnerUp], 1e-4f);
  }
}

TEST(Corpus, TheCardCountsTheTexts) {
  const CorpusOptions options{.part = Part::kHeldOut, .seed = 9};
  CorpusGenerator generator(options);
  CorpusCounts counts;
  for (int i = 0; i < 400; ++i) counts.add(generator.next());
  EXPECT_EQ(counts.total(), 400u);
  std::size_t by_kind = 0;
  for (std::size_t i = 0; i < kSampleKinds; ++i) by_kind += counts.of(static_cast<SampleKind>(i));
  EXPECT_EQ(by_kind, 400u);
  const std::string card = corpus_card(options, counts, generator);
  EXPECT_NE(card.find("400 texts of part held-out, seed 9"), std::string::npos) << card;
  EXPECT_NE(card.find("\n| sarcasm | " + std::to_string(counts.of(SampleKind::kSarcasm)) + " | "), std::string::npos)
      << card;
}

}  // namespace
}  // namespace emo3d::train
