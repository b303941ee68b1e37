#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emo3d/reading/facial_action.h"
#include "emo3d/reading/lexicon_data.h"
#include "emo3d/train/corpus_split.h"

namespace emo3d::train {

struct Person {
  std::string noun, he, his, him;
  std::string age_group;  ///< Which ages fit: "child", "adult" or "elder".
};

struct Situation {
  reading::Mixture mixture;
  std::string text;  ///< With choices, slots and {I}.
};

/// Situations by their strongest emotion.
struct SituationList {
  std::array<std::vector<Situation>, emotion::kEmotionCount> of;
  /// How often each is drawn, in proportion: lines that can say much more often than those that say one thing, but less
  /// than in proportion.
  std::array<std::vector<double>, emotion::kEmotionCount> weights;
  [[nodiscard]] bool empty() const;
};

struct SituationLine {
  std::string section;  ///< "told", "said", "sarcasm", "likened" or "manner".
  Situation situation;
};

/// All lines of situations.txt but the slots. \throws Error kInvalidData, as the next.
[[nodiscard]] std::vector<SituationLine> read_situation_lines();
/// The words of each slot; of a telling slot ("gross*") those of one part.
[[nodiscard]] std::map<std::string, std::vector<std::string>, std::less<>> read_slots(Part part);

/// The channels of an action as the word list writes them: `channel` ends in '*' for the side or sides meant, in '~'
/// for the other side, else it is a middle channel.
struct ActionChannel {
  std::string channel;
  float score;
};

struct ActionWording {
  std::vector<ActionChannel> channels;
  std::string text;  ///< With {s} where it is about one side.
};

/// Parts, states, verbs and directions (the last may be empty) that combine to wordings of one action.
struct ActionGrammar {
  std::vector<ActionChannel> channels;
  std::array<std::vector<std::string>, 4> words;
};

/// All word lists, filtered to one part.
struct CorpusSource {
  /// Emotion words by kind and dominant emotion.
  std::array<std::array<std::vector<reading::LexiconEntry>, emotion::kEmotionCount>, reading::kWordKinds> words;
  std::vector<reading::Degree> adverbs, amounts, fillings;
  std::map<std::string, std::vector<std::string>, std::less<>> ages;  ///< By age group.
  std::vector<std::string> determiners, names;
  std::vector<Person> persons;
  std::map<std::string, std::vector<std::string>, std::less<>> frames;  ///< Sentence frames by section.
  std::map<std::string, std::vector<std::string>, std::less<>> slots;
  SituationList told;     ///< What happened, as clauses with a speaker ("{I} passed {my} exam").
  SituationList said;     ///< Utterances, messages and comments.
  SituationList sarcasm;  ///< Utterances that mean the opposite of what they say.
  SituationList likened;  ///< What follows "as if" ("{he} had bitten into a lemon").
  SituationList manners;  ///< How something is said or done ("through gritted teeth").
  std::vector<ActionWording> both_sides, one_side;
  std::vector<ActionGrammar> composed, directed;

  [[nodiscard]] static CorpusSource load(Part part);
};

/// The scores that `channels` stand for: of the left side, the right side, or both.
enum class Sides { kLeft, kRight, kBoth };
[[nodiscard]] std::vector<reading::ChannelScore> resolve(const std::vector<ActionChannel>& channels, Sides sides);

}  // namespace emo3d::train
