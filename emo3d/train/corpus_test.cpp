#include "emo3d/train/corpus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "emo3d/base/json.h"
#include "emo3d/base/utf8.h"
#include "emo3d/model/description.h"
#include "emo3d/model/lexicon_data.h"
#include "emo3d/train/corpus_file.h"

namespace emo3d::train {
namespace {

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
    for (const Sample& sample : make(part, 3, 3000)) {
      EXPECT_NO_THROW(model::check_description(sample.text));
      EXPECT_EQ(sample.text.find_first_of("{}<>|"), std::string::npos) << sample.text;
      EXPECT_EQ(sample.text.find("  "), std::string::npos) << sample.text;
    }
  }
}

TEST(Corpus, EveryKindAndEmotionOccurs) {
  std::set<SampleKind> kinds;
  std::set<emotion::Emotion> dominant;
  for (const Sample& sample : make(Part::kHeldOut, 5, 3000)) {
    kinds.insert(sample.kind);
    dominant.insert(sample.emotions.dominant());
  }
  EXPECT_EQ(kinds.size(), 10u);
  EXPECT_EQ(dominant.size(), emotion::kEmotionCount);
}

TEST(Corpus, PartsShareNoWordFrameSituationOrWording) {
  const CorpusSource training = CorpusSource::load(Part::kTraining);
  const CorpusSource held_out = CorpusSource::load(Part::kHeldOut);
  const auto items = [](const CorpusSource& source) {
    std::set<std::string> all;
    for (const auto& kind : source.words)
      for (const auto& emotion : kind)
        for (const model::LexiconEntry& word : emotion) all.insert("word " + word.text);
    for (const auto& [section, frames] : source.frames)
      for (const std::string& frame : frames) all.insert(section + " " + frame);
    for (const auto& emotion : source.situations)
      for (const Situation& situation : emotion) all.insert("situation " + situation.text);
    for (const auto* list : {&source.both_sides, &source.one_side})
      for (const ActionWording& wording : *list) all.insert("action " + wording.text);
    return all;
  };
  const std::set<std::string> a = items(training);
  const std::set<std::string> b = items(held_out);
  EXPECT_GT(a.size(), 1000u);
  EXPECT_GT(b.size(), 150u);
  for (const std::string& item : b) EXPECT_FALSE(a.contains(item)) << item;
}

TEST(Corpus, FindsHeldOutWordsInsideTexts) {
  std::string held_out;
  for (const model::LexiconEntry& entry : model::read_lexicon())
    if (is_held_out(entry.text)) held_out = entry.text;
  ASSERT_FALSE(held_out.empty());
  EXPECT_TRUE(has_held_out_word(held_out));
  EXPECT_TRUE(has_held_out_word("She is (" + held_out + ")!"));
  EXPECT_FALSE(has_held_out_word("x" + held_out + "x"));
  EXPECT_FALSE(has_held_out_word(""));
}

TEST(Corpus, NoTrainingTextHasAHeldOutWord) {
  for (const Sample& sample : make(Part::kTraining, 1, 3000))
    EXPECT_FALSE(has_held_out_word(sample.text)) << sample.text;
  const auto held_out = make(Part::kHeldOut, 1, 3000);
  EXPECT_GT(std::ranges::count_if(held_out, [](const Sample& s) { return has_held_out_word(s.text); }), 1000);
}

TEST(Corpus, LinesAreJson) {
  for (const Sample& sample : make(Part::kTraining, 1, 50)) {
    const Json line = parse_json(to_json_line(sample, Part::kTraining), "line");
    EXPECT_EQ(line.at("text"), sample.text);
    EXPECT_EQ(line.at("emotions").size(), emotion::kEmotionCount);
    EXPECT_EQ(line.at("scores").size(), face::kChannelCount);
    EXPECT_NEAR(line.at("scores")[2].get<float>(), sample.expression[face::Channel::kBrowInnerUp], 1e-4f);
  }
}

}  // namespace
}  // namespace emo3d::train
