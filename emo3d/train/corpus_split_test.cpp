#include "emo3d/train/corpus_split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "emo3d/reading/lexicon_data.h"
#include "emo3d/train/corpus.h"
#include "emo3d/train/phrasing.h"
#include "emo3d/train/text_pattern.h"
#include "tests/support/errors.h"

namespace emo3d::train {
namespace {

std::vector<std::string> make_texts(Part part, std::uint64_t seed, std::size_t count) {
  CorpusGenerator generator({.part = part, .seed = seed});
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back(generator.next().text);
  return texts;
}

/// Everything of the word lists that must not be in both parts. Frames without the section they stand in.
std::set<std::string> split_items(const CorpusSource& source) {
  std::set<std::string> all;
  for (const auto& kind : source.words)
    for (const auto& emotion : kind)
      for (const reading::LexiconEntry& word : emotion) all.insert("word " + word.text);
  for (const auto& [section, frames] : source.frames)
    for (const std::string& frame : frames) all.insert("frame" + words_only(frame));
  for (const auto* list : {&source.told, &source.said, &source.sarcasm, &source.likened, &source.manners})
    for (const auto& emotion : list->of)
      for (const Situation& situation : emotion) all.insert("situation" + words_only(situation.text));
  for (const auto* list : {&source.both_sides, &source.one_side})
    for (const ActionWording& wording : *list) all.insert("action " + wording.text);
  return all;
}

TEST(CorpusSplit, PartsShareNoWordFrameSituationOrWording) {
  const std::set<std::string> a = split_items(CorpusSource::load(Part::kTraining));
  const std::set<std::string> b = split_items(CorpusSource::load(Part::kHeldOut));
  EXPECT_GT(a.size(), 2000u);
  EXPECT_GT(b.size(), 400u);
  for (const std::string& item : b) EXPECT_FALSE(a.contains(item)) << item;
}

TEST(CorpusSplit, PartsShareNoTellingSlotWord) {
  const auto training = read_slots(Part::kTraining);
  const auto held_out = read_slots(Part::kHeldOut);
  for (const char* slot : {"gross", "danger", "loss", "good", "bad", "crime", "nuisance"}) {
    ASSERT_FALSE(held_out.at(slot).empty()) << slot;
    for (const std::string& word : held_out.at(slot))
      EXPECT_EQ(std::ranges::count(training.at(slot), word), 0) << slot << " " << word;
  }
  EXPECT_EQ(training.at("place"), held_out.at("place"));
}

TEST(CorpusSplit, EverySectionAndSlotHasBothParts) {
  const CorpusSource all = CorpusSource::load(Part::kAll);
  for (const Part part : {Part::kTraining, Part::kHeldOut}) {
    const CorpusSource source = CorpusSource::load(part);
    for (const auto& [section, frames] : all.frames) EXPECT_TRUE(source.frames.contains(section)) << section;
    for (const auto& [slot, words] : source.slots) EXPECT_FALSE(words.empty()) << slot;
    for (std::size_t e = 0; e < emotion::kEmotionCount; ++e) {
      EXPECT_FALSE(source.told.of[e].empty()) << e;
      EXPECT_FALSE(source.said.of[e].empty()) << e;
    }
    for (const auto* list : {&source.sarcasm, &source.likened, &source.manners}) EXPECT_FALSE(list->empty());
  }
}

TEST(CorpusSplit, FindsHeldOutWordsInsideTexts) {
  std::string held_out;
  for (const reading::LexiconEntry& entry : reading::read_lexicon())
    if (is_held_out(entry.text)) held_out = entry.text;
  ASSERT_FALSE(held_out.empty());
  EXPECT_TRUE(has_held_out_word(held_out));
  EXPECT_TRUE(has_held_out_word("She is (" + held_out + ")!"));
  EXPECT_FALSE(has_held_out_word("x" + held_out + "x"));
  EXPECT_FALSE(has_held_out_word(""));
}

TEST(CorpusSplit, FindsWhatHeldOutSituationsSay) {
  const CorpusSource held_out = CorpusSource::load(Part::kHeldOut);
  Random random(3);
  std::size_t found = 0;
  std::size_t all = 0;
  for (const auto& emotion : held_out.said.of)
    for (const Situation& situation : emotion) {
      const std::string text = tidied(expanded(situation.text, held_out, random));
      EXPECT_TRUE(has_held_out_situation(text)) << text;
      ++all;
      found += has_held_out_situation("Well, " + text + "!!") ? 1 : 0;
    }
  EXPECT_GT(all, 40u);
  EXPECT_GT(found * 2, all);  // the others are of one or two words
  EXPECT_FALSE(has_held_out_situation("a stone lies beside another stone"));
}

TEST(CorpusSplit, NoTrainingTextHasAHeldOutItem) {
  for (const std::string& text : make_texts(Part::kTraining, 1, 3000)) EXPECT_FALSE(has_held_out_item(text)) << text;
  const auto held_out = make_texts(Part::kHeldOut, 1, 3000);
  EXPECT_GT(std::ranges::count_if(held_out, has_held_out_item), 1500);
}

TEST(CorpusSplit, NoTextIsInBothParts) {
  std::set<std::string> training;
  for (const std::string& text : make_texts(Part::kTraining, 1, 20'000)) training.insert(words_only(text));
  std::size_t shared = 0;
  for (const std::string& text : make_texts(Part::kHeldOut, 2, 4000))
    if (training.contains(words_only(text))) {
      ++shared;
      ADD_FAILURE() << text;
    }
  EXPECT_EQ(shared, 0u);
}

TextPattern pattern(std::string_view line) { return TextPattern(line, {{"pet", {"dog", "guinea pig"}}}); }

bool occurs(std::string_view line, std::string_view text) {
  return pattern(line).occurs_in(WordPositions(words_only(text)));
}

TEST(TextPattern, FindsEveryTextOfALine) {
  constexpr std::string_view kLine = "{my} <pet> (died|(ran|went) away) (last night|)";
  EXPECT_TRUE(occurs(kLine, "My dog died."));
  EXPECT_TRUE(occurs(kLine, "because her guinea pig ran away last night, she cried"));
  EXPECT_FALSE(occurs(kLine, "my dog ran"));
  EXPECT_FALSE(occurs(kLine, "my cat died last night"));
  EXPECT_TRUE(occurs("{I} love{s} it", "She loves it!"));
  EXPECT_TRUE(occurs("as if {he} had won", "as if they had won"));
}

TEST(TextPattern, CountsItsTexts) {
  EXPECT_EQ(pattern("{my} <pet> (died|(ran|went) away) (last night|)").variants(), 5 * 2 * 3 * 2);
  EXPECT_EQ(pattern("it is Monday").variants(), 1);
}

TEST(TextPattern, ShortTextsCountOnlyWhenAlone) {
  EXPECT_TRUE(occurs("too bad", "Too bad!"));
  EXPECT_FALSE(occurs("too bad", "it was not too bad in the end"));
}

TEST(TextPattern, RefusesMalformedLines) {
  using testing::error_message;
  EXPECT_EQ(error_message([] { (void)pattern("a (b|c"); }), "situations.txt: \"a (b|c\" has an open '('");
  EXPECT_EQ(error_message([] { (void)pattern("a b)"); }), "situations.txt: \"a b)\" has a bracket too many");
  EXPECT_EQ(error_message([] { (void)pattern("<no> b"); }), "situations.txt: \"<no> b\" names an unknown slot");
  EXPECT_EQ(error_message([] { (void)pattern("(a|b)c"); }), "situations.txt: \"(a|b)c\" has a word glued to a bracket");
}

}  // namespace
}  // namespace emo3d::train
