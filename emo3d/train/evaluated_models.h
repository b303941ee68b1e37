#pragma once

#include <filesystem>
#include <memory>

#include "emo3d/reading/emotion_lexicon.h"
#include "emo3d/train/corpus_split.h"
#include "emo3d/train/evaluation.h"

namespace emo3d::train {

/// The folder beside a default model's files for the head that was trained without the held-out lists; it is there for
/// evaluations only.
inline constexpr const char* kHeldOutFolder = "held_out";

/// The lexicon that goes with a part of the lists: held-out texts are read without the held-out words.
[[nodiscard]] reading::EmotionLexicon lexicon_of(Part part);

/// A default model, and its twin that knows nothing of the held-out lists.
class EvaluatedDefaultModels {
 public:
  struct Options {
    std::filesystem::path use_lite_folder;
    std::filesystem::path model_folder;
    std::filesystem::path held_out_folder = {};  ///< Where empty: kHeldOutFolder in model_folder, if that is there.
    unsigned threads = 0;                        ///< 0: default_threads().
  };
  /// \throws Error as model::load_default().
  explicit EvaluatedDefaultModels(const Options& options);

  /// Valid as long as this object.
  [[nodiscard]] EvaluatedModels models() const {
    return {.shipped = shipped_.get(), .held_out = held_out_.get(), .held_out_network = held_out_network_.get()};
  }

 private:
  std::unique_ptr<const model::DescriptionModel> shipped_, held_out_, held_out_network_;
};

}  // namespace emo3d::train
