#include "emo3d/reading/emotion_lexicon.h"

#include <gtest/gtest.h>

namespace emo3d::reading {
namespace {

using emotion::Emotion;

const EmotionLexicon& lexicon() { return whole_lexicon(); }

emotion::Intensities told(std::string_view text) {
  std::vector<Mixture> mixtures;
  for (const EmotionPhrase& phrase : lexicon().find(text)) mixtures.push_back(phrase.mixture);
  return strongest_of(mixtures);
}

float felt(std::string_view text, Emotion emotion) { return told(text)[emotion]; }

TEST(EmotionLexicon, FindsWordsAndPhrases) {
  EXPECT_EQ(told("a furious man").dominant(), Emotion::kAnger);
  EXPECT_EQ(told("she is on cloud nine").dominant(), Emotion::kHappiness);
  EXPECT_TRUE(lexicon().find("a table in the kitchen").empty());
}

TEST(EmotionLexicon, SaysWhichWords) {
  const std::string_view text = "she looks slightly annoyed, and on cloud nine";
  const auto phrases = lexicon().find(text);
  ASSERT_EQ(phrases.size(), 2u);
  EXPECT_EQ(text.substr(phrases[0].bytes.begin, phrases[0].bytes.end - phrases[0].bytes.begin), "slightly annoyed");
  EXPECT_EQ(text.substr(phrases[0].feeling.begin, phrases[0].feeling.end - phrases[0].feeling.begin), "annoyed");
  EXPECT_EQ(text.substr(phrases[1].bytes.begin, phrases[1].bytes.end - phrases[1].bytes.begin), "on cloud nine");
}

TEST(EmotionLexicon, KnowsFormsOfItsWords) {
  for (const auto& [text, emotion] : {std::pair("she smiled at him", Emotion::kHappiness),
                                      {"he wept", Emotion::kSadness},
                                      {"the boy cries", Emotion::kSadness},
                                      {"they sobbed all night", Emotion::kSadness},
                                      {"he sneers", Emotion::kContempt},
                                      {"scowled at everyone", Emotion::kAnger},
                                      {"grimaced with disgust", Emotion::kDisgust},
                                      {"she bit her lip nervously", Emotion::kFear},
                                      {"he answered angrily", Emotion::kAnger},
                                      {"the angriest man", Emotion::kAnger},
                                      {"i panicked", Emotion::kFear},
                                      {"she gasps", Emotion::kSurprise}})
    EXPECT_EQ(told(text).dominant(), emotion) << text;
}

TEST(EmotionLexicon, KnowsIdiomsOfAnyPerson) {
  for (const auto& [text, emotion] :
       {std::pair("we were over the moon", Emotion::kHappiness),
        {"i am at my wits' end", Emotion::kSadness},
        {"my boss blew a fuse", Emotion::kAnger},
        {"her jaw hits the floor", Emotion::kSurprise},
        {"with my heart in my mouth", Emotion::kFear},
        {"that man rubs me the wrong way", Emotion::kAnger},
        {"it makes your blood boil", Emotion::kAnger},
        {"he was scared out of his wits", Emotion::kFear},
        {"they looked down their noses at us, looking down on everyone", Emotion::kContempt}})
    EXPECT_EQ(told(text).dominant(), emotion) << text;
  EXPECT_GT(felt("the house gave me the creeps", Emotion::kDisgust), 0.3f);
}

TEST(EmotionLexicon, KnowsCuesOfBodyAndVoice) {
  for (const auto& [text, emotion] : {std::pair("a lump in her throat", Emotion::kSadness),
                                      {"butterflies in my stomach", Emotion::kFear},
                                      {"his voice trembling", Emotion::kFear},
                                      {"through clenched teeth", Emotion::kAnger},
                                      {"he said in a flat voice", Emotion::kNeutral},
                                      {"tears welling up in his eyes", Emotion::kSadness},
                                      {"her eyes popped out of her head", Emotion::kSurprise},
                                      {"she screams in terror", Emotion::kFear},
                                      {"he bursts into tears", Emotion::kSadness},
                                      {"she stormed out", Emotion::kAnger}})
    EXPECT_EQ(told(text).dominant(), emotion) << text;
}

TEST(EmotionLexicon, KnowsChat) {
  for (const auto& [text, emotion] : {std::pair("we won:)", Emotion::kHappiness),
                                      {"yaaaay", Emotion::kHappiness},
                                      {"alone again :(", Emotion::kSadness},
                                      {"eww", Emotion::kDisgust},
                                      {"omg", Emotion::kSurprise},
                                      {"ugh", Emotion::kAnger},
                                      {"meh", Emotion::kNeutral},
                                      {"ok\xF0\x9F\x98\xA1", Emotion::kAnger},
                                      {"\xF0\x9F\xA4\xA2", Emotion::kDisgust},
                                      {"yeah right \xF0\x9F\x99\x84", Emotion::kContempt}})
    EXPECT_EQ(told(text).dominant(), emotion) << text;
  EXPECT_TRUE(lexicon().find("see http://example.org or note:done").empty());
}

TEST(EmotionLexicon, LeavesWordsOfManyMeaningsToTheNetwork) {
  for (const char* text :
       {"a cold winter morning", "the bright side of the street", "that is what it means", "a good friend",
        "the content of the box", "she knows the way", "please turn around", "he touches his nose", "a wild horse",
        "a long road", "beneath the table", "she turned off the light", "he looks down at his hands",
        "help the old man", "happy birthday", "the puzzle has ten pieces", "the engine roared", "his fine coat is wet",
        "shaking hands"})
    EXPECT_TRUE(lexicon().find(text).empty()) << text;
}

TEST(EmotionLexicon, MovesOfThePartsOfTheFaceAreNoFeelings) {
  for (const char* text : {"raises one eyebrow", "her mouth hangs open", "wrinkles his nose", "pursed lips",
                           "the jaw dropped", "with narrowed eyes", "bites her lip", "curls the upper lip"})
    EXPECT_TRUE(lexicon().find(text).empty()) << text;
}

TEST(EmotionLexicon, DegreesWithinAnEmotionRise) {
  const auto rises = [](Emotion emotion, const std::vector<const char*>& words) {
    for (std::size_t i = 1; i < words.size(); ++i)
      EXPECT_LT(felt(words[i - 1], emotion), felt(words[i], emotion)) << words[i - 1] << ", " << words[i];
  };
  rises(Emotion::kHappiness, {"pleased", "friendly", "cheerful", "happy", "delighted", "ecstatic"});
  rises(Emotion::kSurprise, {"curious", "surprised", "astonished", "utterly flabbergasted"});
  rises(Emotion::kSadness, {"disappointed", "dejected", "sad", "heartbroken", "devastated"});
  rises(Emotion::kAnger, {"irked", "annoyed", "irritated", "angry", "livid", "incandescent"});
  rises(Emotion::kDisgust, {"squeamish", "grossed out", "disgusted", "utterly revolted"});
  rises(Emotion::kFear, {"uneasy", "nervous", "scared", "terrified", "petrified"});
  rises(Emotion::kContempt, {"dismissive", "sarcastic", "arrogant", "contemptuous"});
}

TEST(EmotionLexicon, MixedFeelings) {
  EXPECT_EQ(felt("suspicious", Emotion::kSurprise), 0);
  EXPECT_GT(felt("suspicious", Emotion::kContempt), 0);
  EXPECT_EQ(told("skeptical").dominant(), Emotion::kContempt);
  EXPECT_EQ(told("smug").dominant(), Emotion::kHappiness);
  EXPECT_GT(felt("smug", Emotion::kContempt), 0.2f);
  EXPECT_EQ(told("bored").dominant(), Emotion::kNeutral);
  EXPECT_EQ(told("confused").dominant(), Emotion::kSurprise);
  EXPECT_GT(felt("embarrassed", Emotion::kHappiness), 0.2f);
  EXPECT_GT(felt("jealous", Emotion::kAnger), 0.4f);
  EXPECT_GT(felt("jealous", Emotion::kSadness), 0.4f);
  EXPECT_GT(felt("nostalgic", Emotion::kSadness), 0.3f);
  EXPECT_GT(felt("nostalgic", Emotion::kHappiness), 0.3f);
}

TEST(EmotionLexicon, DegreesScale) {
  EXPECT_LT(felt("slightly angry", Emotion::kAnger), felt("angry", Emotion::kAnger));
  EXPECT_LT(felt("angry", Emotion::kAnger), felt("extremely angry", Emotion::kAnger));
  EXPECT_LT(felt("kinda angry", Emotion::kAnger), felt("hella angry", Emotion::kAnger));
  EXPECT_LT(felt("very happy", Emotion::kHappiness), felt("sooooo happy", Emotion::kHappiness));
  EXPECT_LT(felt("slightly worried", Emotion::kFear), felt("very, very worried", Emotion::kFear));
  EXPECT_GE(felt("an elderly woman, overwhelmed with joy", Emotion::kHappiness), 0.9f);
  EXPECT_EQ(felt("an elderly woman, overwhelmed with joy", Emotion::kFear), 0);
}

TEST(EmotionLexicon, DegreesMayFollow) {
  EXPECT_LT(felt("he smiles a little", Emotion::kHappiness), felt("he smiles", Emotion::kHappiness));
  EXPECT_LT(felt("he is angry", Emotion::kAnger), felt("he is angry as hell", Emotion::kAnger));
  // belongs to the word after it
  EXPECT_EQ(felt("smiling a little sadly", Emotion::kHappiness), felt("smiling", Emotion::kHappiness));
}

TEST(EmotionLexicon, KeepsOnlyTheWordsAskedFor) {
  const EmotionLexicon none([](std::string_view) { return false; });
  EXPECT_TRUE(none.find("furious").empty());
  EXPECT_FALSE(none.knows("furious"));
  EXPECT_TRUE(lexicon().knows("furious"));
}

}  // namespace
}  // namespace emo3d::reading
