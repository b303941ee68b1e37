#include "emo3d/model/default_model.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/model/description.h"
#include "emo3d/model/facial_action.h"
#include "emo3d/model/facs.h"

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

Prediction predict_canonical(const CanonicalSides& description, const HeadOutput& head, bool truncated) {
  const std::vector<FacialAction> actions = find_facial_actions(description.text);
  const bool sided = !find_side_words(description.text).empty();
  Prediction prediction{.emotions = head.emotions,
                        .expression = apply_actions(actions, sided ? head.expression : without_sides(head)),
                        .actions = {},
                        .truncated = truncated};
  for (const FacialAction& action : actions) prediction.actions.push_back(action.name);
  if (description.mirrored) prediction.expression = mirrored(prediction.expression);
  return prediction;
}

}  // namespace

CanonicalSides canonical_description(std::string_view text) { return canonical_sides(plain_text(text)); }

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
  const CanonicalSides description = canonical_description(text);
  const encode::Encoding encoding = encoder_.encode(description.text);
  return predict_canonical(description, head_.apply(default_features({&encoding, 1})).front(), encoding.truncated);
}

std::vector<Prediction> DefaultModel::predict_batch(std::span<const std::string> texts) const {
  std::vector<CanonicalSides> descriptions(texts.size());
  std::vector<std::string> canonical(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    try {
      check_text(texts[i]);
    } catch (const Error& e) {
      fail(e.code(), "text {}: {}", i, e.what());
    }
    descriptions[i] = canonical_description(texts[i]);
    canonical[i] = descriptions[i].text;
  }
  if (texts.empty()) return {};
  const std::vector<encode::Encoding> encodings = encoder_.encode(canonical, threads_);
  const std::vector<HeadOutput> outputs = head_.apply(default_features(encodings));
  std::vector<Prediction> predictions;
  predictions.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    predictions.push_back(predict_canonical(descriptions[i], outputs[i], encodings[i].truncated));
  return predictions;
}

std::unique_ptr<const DescriptionModel> load_default(const DefaultModelOptions& options) {
  const std::filesystem::path folder =
      options.model_folder.empty() ? data_directory() / "default" : options.model_folder;
  return std::make_unique<DefaultModel>(encode::UseLite::load(options.use_lite_folder, options.precision),
                                        Head::load(folder), options.threads);
}

}  // namespace emo3d::model
