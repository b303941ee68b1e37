#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/random.h"
#include "emo3d/reading/facial_action.h"
#include "emo3d/train/corpus_source.h"

namespace emo3d::train {

enum class SampleKind {
  kWord,          ///< "terrified"
  kCaption,       ///< "An elderly woman with a look of deep sorrow on her face"
  kStage,         ///< "ANNA (through gritted teeth): I know."
  kChat,          ///< "ngl kinda jealous rn"
  kHedge,         ///< "he seems almost relieved"
  kCompound,      ///< "he is angry yet amused"
  kTransition,    ///< "her joy gives way to fear"
  kMask,          ///< "hiding his grief behind a smile"
  kNegation,      ///< "no longer sad"
  kContrast,      ///< "not sad but furious"
  kNotNegated,    ///< "he couldn't be more happy"
  kAction,        ///< "raises the left eyebrow"
  kTwoActions,    ///< "closes the right eye and opens the mouth"
  kActedEmotion,  ///< "a happy boy, winking with the left eye"
  kSituation,     ///< "when my dog died"
  kLikened,       ///< "he looks as if he had bitten into a lemon"
  kSarcasm,       ///< "oh great, another flat tyre"
  kExplained,     ///< "she is terrified because a man followed her"
  kBackground,    ///< "the room has two windows"
};
inline constexpr std::size_t kSampleKinds = 19;

/// How a text is written. kPlain: as people tell things; kCaption: as pictures are described; kStage: as scripts direct
/// actors; kChat: as messages and comments are typed.
enum class Register { kPlain, kCaption, kStage, kChat };
inline constexpr std::size_t kRegisters = 4;

[[nodiscard]] std::string_view name(SampleKind kind);
/// "plain", "caption", "stage", "chat".
[[nodiscard]] std::string_view name(Register style);

/// A text under construction with what it is about.
struct Draft {
  std::string text;
  reading::Mixture mixture;
  Register style = Register::kPlain;
  std::vector<reading::ChannelScore> actions = {};
  bool one_sided = false;
  std::optional<emotion::Emotion> denied = {};
  float degree = 1;
};

/// Draws words, persons and sentence frames from the lists of one part.
class CorpusWriter {
 public:
  CorpusWriter(Part part, std::uint64_t seed) : source_(CorpusSource::load(part)), random_(seed) {}

  [[nodiscard]] const CorpusSource& source() const { return source_; }
  [[nodiscard]] Random& random() { return random_; }

  template <typename List>
  [[nodiscard]] const auto& pick(const List& list) {
    return list[random_.index(list.size())];
  }
  [[nodiscard]] reading::WordKind word_kind();
  [[nodiscard]] emotion::Emotion emotion();
  [[nodiscard]] const reading::LexiconEntry& word(reading::WordKind kind);
  /// A word whose strongest emotion is `emotion`; any where this part has none of that kind.
  [[nodiscard]] const reading::LexiconEntry& word(reading::WordKind kind, emotion::Emotion emotion);
  /// Two words with different strongest emotions, none of them neutral.
  [[nodiscard]] std::pair<reading::LexiconEntry, reading::LexiconEntry> two_words(reading::WordKind kind);
  [[nodiscard]] const Person& person() { return pick(source_.persons); }
  /// A situation of any emotion that `list` has. \throws Error kInvalidData where it is empty.
  [[nodiscard]] const Situation& situation(const SituationList& list);
  /// A sentence frame. \throws Error kInvalidData where templates.txt has no such section.
  [[nodiscard]] const std::string& frame(std::string_view section);
  /// `frame` with {w} and all that stands for `person` filled in.
  [[nodiscard]] std::string in_frame(std::string frame, std::string_view word, const Person& person);
  /// `frame` with {degree} or {amount} filled in by chance, and the factor that the words put on the strength.
  [[nodiscard]] std::pair<std::string, float> with_degree(std::string frame);

 private:
  [[nodiscard]] std::string who(const Person& person);

  CorpusSource source_;
  Random random_;
};

}  // namespace emo3d::train
