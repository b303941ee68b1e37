#pragma once

#include <span>
#include <string>
#include <vector>

#include "emo3d/train/corpus_evaluation.h"
#include "emo3d/train/people_evaluation.h"

namespace emo3d::train {

/// A text that a model did not follow.
struct Mistake {
  std::string set;   ///< "held out", "people: comment".
  std::string kind;  ///< Of the text: "caption", "comment".
  std::string what;  ///< "strongest emotion", "denied emotion", "side", "missed action" or "misread action".
  std::string text, wanted, got;
};

/// The texts that count against a model in measure_corpus(). \param set what the mistakes are filed under.
[[nodiscard]] std::vector<Mistake> find_mistakes(const std::string& set, std::span<const Sample> samples,
                                                 std::span<const model::Prediction> predictions);
/// The same in measure_people().
[[nodiscard]] std::vector<Mistake> find_mistakes(const std::string& set, std::span<const PersonText> texts,
                                                 std::span<const model::Prediction> predictions);

/// One line of JSON Lines, with its line end: {"set", "kind", "what", "wanted", "got", "text"}.
[[nodiscard]] std::string to_json_line(const Mistake& mistake);

}  // namespace emo3d::train
