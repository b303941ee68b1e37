#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emo3d/model/facial_action.h"
#include "emo3d/model/lexicon_data.h"

namespace emo3d::train {

/// Which part of the word lists a corpus is made from. The two have no emotion word, sentence frame, situation or
/// wording of an action in common; persons, degrees and slot words are shared. kAll is both.
enum class Part { kTraining, kHeldOut, kAll };

/// "training", "held-out", "all".
[[nodiscard]] std::string_view name(Part part);

struct Person {
  std::string noun, he, his, him;
};

struct Situation {
  model::Mixture mixture;
  std::string text;  ///< With choices, slots and {I}.
};

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
  std::array<std::array<std::vector<model::LexiconEntry>, emotion::kEmotionCount>, model::kWordKinds> words;
  std::vector<model::Degree> adverbs, amounts, fillings;
  std::vector<std::string> ages, determiners;
  std::vector<Person> persons;
  std::map<std::string, std::vector<std::string>, std::less<>> frames;  ///< Sentence frames by section.
  std::map<std::string, std::vector<std::string>, std::less<>> slots;
  std::array<std::vector<Situation>, emotion::kEmotionCount> situations;
  std::vector<ActionWording> both_sides, one_side;
  std::vector<ActionGrammar> composed, directed;

  [[nodiscard]] static CorpusSource load(Part part);
};

/// Whether an emotion word or a wording of an action belongs to the held-out part: one in six, by a hash of its text.
[[nodiscard]] bool is_held_out(std::string_view item);

/// Whether a held-out emotion word of the lexicon stands anywhere in `text`, alone or within a longer phrase; upper
/// case and marks do not matter, so emoticons are no words.
[[nodiscard]] bool has_held_out_word(std::string_view text);

/// The scores that `channels` stand for: of the left side, the right side, or both.
enum class Sides { kLeft, kRight, kBoth };
[[nodiscard]] std::vector<model::ChannelScore> resolve(const std::vector<ActionChannel>& channels, Sides sides);

}  // namespace emo3d::train
