#include "emo3d/model/baseline_model.h"

#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/model/baseline_scores.h"
#include "emo3d/model/explanation.h"
#include "emo3d/reading/description.h"

namespace emo3d::model {

void BaselineModel::check_text(std::string_view text) const {
  reading::check_description(text);
  if (check_) check_(text);
}

Prediction BaselineModel::predict(std::string_view text) const {
  check_text(text);
  const std::string copy(text);
  return std::move(predict_all({&copy, 1}).front());
}

std::vector<Prediction> BaselineModel::predict_batch(std::span<const std::string> texts) const {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    try {
      check_text(texts[i]);
    } catch (const Error& e) {
      fail(e.code(), "text {}: {}", i, e.what());
    }
  }
  return predict_all(texts);
}

Explanation BaselineModel::explain(std::string_view text) const {
  Explanation result{.prediction = predict(text), .corrections = {}, .clauses = {}, .feelings = {}, .channels = {}};
  result.channels = channel_sources(result.prediction);
  return result;
}

std::vector<Prediction> BaselineModel::predict_all(std::span<const std::string> texts) const {
  if (texts.empty()) return {};
  const EmbeddedTexts embedded = embed_(texts);
  const nn::Matrix& embeddings = embedded.rows;
  check(embeddings.rows() == texts.size() && embeddings.cols() == inputs(), ErrorCode::kInvalidArgument,
        "{}: {} embeddings of {} values for {} texts; its weights are for {} values", name(), embeddings.rows(),
        embeddings.cols(), texts.size(), inputs());
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (const auto bad = nn::find_non_finite(embeddings.row(i)))
      fail(ErrorCode::kInvalidData, "{}: the embedding of {} holds {} at index {}", name(), quote(texts[i]),
           embeddings.row(i)[*bad], *bad);
  check(embedded.read_tokens.empty() || embedded.read_tokens.size() == texts.size(), ErrorCode::kInvalidArgument,
        "{}: the numbers of tokens read are {}, expected one for each of {} texts", name(), embedded.read_tokens.size(),
        texts.size());
  std::vector<Prediction> predictions;
  predictions.reserve(texts.size());
  for (const face::Expression& expression : to_expressions(scores(embeddings)))
    predictions.push_back({.emotions = {},
                           .expression = expression,
                           .confidence = 0,
                           .notes = {fmt::format("{} predicts a face only, no emotions", name())},
                           .actions = {},
                           .tells_emotions = false});
  for (std::size_t i = 0; i < embedded.read_tokens.size(); ++i) {
    predictions[i].read_tokens = embedded.read_tokens[i];
    predictions[i].truncated = embedded.read_tokens[i] > 0;
  }
  return predictions;
}

}  // namespace emo3d::model
