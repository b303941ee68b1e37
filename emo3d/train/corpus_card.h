#pragma once

#include <array>
#include <string>

#include "emo3d/train/corpus.h"

namespace emo3d::train {

/// Counts the samples of a corpus for its card.
class CorpusCounts {
 public:
  void add(const Sample& sample);
  [[nodiscard]] std::size_t total() const { return total_; }
  [[nodiscard]] std::size_t of(SampleKind kind) const { return by_kind_[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] std::size_t of(Register style) const { return by_register_[static_cast<std::size_t>(style)]; }
  /// Samples whose strongest emotion it is.
  [[nodiscard]] std::size_t of(emotion::Emotion emotion) const {
    return by_emotion_[static_cast<std::size_t>(emotion)];
  }

 private:
  std::size_t total_ = 0;
  std::array<std::size_t, kSampleKinds> by_kind_{};
  std::array<std::size_t, kRegisters> by_register_{};
  std::array<std::size_t, emotion::kEmotionCount> by_emotion_{};
};

/// The card that accompanies a corpus file, in Markdown: how it was made, what it is made from, what is in it.
/// \param generator the one that made the samples counted.
[[nodiscard]] std::string corpus_card(const CorpusOptions& options, const CorpusCounts& counts,
                                      const CorpusGenerator& generator);

}  // namespace emo3d::train
