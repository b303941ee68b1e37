#include "emo3d/model/default_model.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/model/description.h"
#include "emo3d/model/facs.h"
#include "emo3d/model/reading.h"

namespace emo3d::model {
namespace {

/// `head`'s expression without the difference between left and right that the network cannot mean where no side is
/// named; contempt keeps its own.
face::Expression without_sides(const HeadOutput& head) {
  const face::Expression composed = express(head.emotions);
  face::Expression result;
  for (const face::Channel c : face::channels()) {
    const face::Channel other = mirrored(c);
    const float learned = (head.expression[c] - composed[c] + head.expression[other] - composed[other]) / 2;
    result.set(c, std::clamp(composed[c] + learned, 0.0f, 1.0f));
  }
  return result;
}

Prediction finish(const Reading& reading, const HeadOutput& head, bool truncated) {
  Prediction prediction{
      .emotions = head.emotions,
      .expression = apply_actions(reading.actions, reading.names_side ? head.expression : without_sides(head)),
      .actions = {},
      .truncated = truncated};
  for (const FacialAction& action : reading.actions) prediction.actions.push_back(action.name);
  if (reading.mirrored) prediction.expression = mirrored(prediction.expression);
  return prediction;
}

}  // namespace

nn::Matrix default_features(std::span<const encode::Encoding> encodings) {
  if (encodings.empty()) return {};
  const std::size_t pooled = encodings[0].pooled.size();
  nn::Matrix features(encodings.size(), pooled + encodings[0].embedding.size());
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    std::ranges::copy(encodings[i].pooled, features.row(i).begin());
    std::ranges::copy(encodings[i].embedding, features.row(i).begin() + static_cast<std::ptrdiff_t>(pooled));
  }
  return features;
}

DefaultModel::DefaultModel(encode::UseLite encoder, Head head, unsigned threads)
    : encoder_(std::move(encoder)), head_(std::move(head)), threads_(threads) {
  check(head_.features() == kDefaultFeatures, ErrorCode::kInvalidData,
        "config.json: features is {}, but the default model has \"{}\"", quote(head_.features()), kDefaultFeatures);
  const std::size_t width = encoder_.pooled_size() + encoder_.embedding_size();
  check(head_.inputs() == width, ErrorCode::kInvalidData,
        "config.json: inputs is {}, but the encoder gives {} features", head_.inputs(), width);
}

void DefaultModel::check_text(std::string_view text) const { check_description(text); }

Prediction DefaultModel::predict(std::string_view text) const {
  check_text(text);
  const Reading reading = read_description(text);
  const encode::Encoding encoding = encoder_.encode(reading.feeling);
  return finish(reading, head_.apply(default_features({&encoding, 1})).front(), encoding.truncated);
}

std::vector<Prediction> DefaultModel::predict_batch(std::span<const std::string> texts) const {
  std::vector<Reading> readings(texts.size());
  std::vector<std::string> feelings(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    try {
      check_text(texts[i]);
    } catch (const Error& e) {
      fail(e.code(), "text {}: {}", i, e.what());
    }
    readings[i] = read_description(texts[i]);
    feelings[i] = readings[i].feeling;
  }
  if (texts.empty()) return {};
  const std::vector<encode::Encoding> encodings = encoder_.encode(feelings, threads_);
  const std::vector<HeadOutput> outputs = head_.apply(default_features(encodings));
  std::vector<Prediction> predictions;
  predictions.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    predictions.push_back(finish(readings[i], outputs[i], encodings[i].truncated));
  return predictions;
}

std::unique_ptr<const DescriptionModel> load_default(const DefaultModelOptions& options) {
  const std::filesystem::path folder =
      options.model_folder.empty() ? data_directory() / "default" : options.model_folder;
  return std::make_unique<DefaultModel>(encode::UseLite::load(options.use_lite_folder, options.precision),
                                        Head::load(folder), options.threads);
}

}  // namespace emo3d::model
