#include "emo3d/model/default_model.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/model/facs.h"
#include "emo3d/model/shown_emotion.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/judgement.h"
#include "emo3d/reading/reading.h"
#include "emo3d/text/language.h"
#include "emo3d/text/sides.h"
#include "emo3d/text/words.h"

namespace emo3d::model {
namespace {

/// `differences` without what tells left from right: where no side is named, the network cannot mean it.
std::array<float, face::kChannelCount> symmetric(const std::array<float, face::kChannelCount>& differences) {
  std::array<float, face::kChannelCount> result{};
  for (const face::Channel c : face::channels()) {
    const auto here = static_cast<std::size_t>(c);
    const auto there = static_cast<std::size_t>(mirrored(c));
    result[here] = (differences[std::min(here, there)] + differences[std::max(here, there)]) / 2;
  }
  return result;
}

/// \param felt, denied what the network says of Reading::felt and Reading::denied; null where they are empty.
Prediction finish(const reading::Reading& reading, const HeadOutput* felt, const HeadOutput* denied,
                  std::string_view language) {
  reading::NetworkOpinion network;
  if (felt != nullptr) network.felt = felt->emotions;
  if (denied != nullptr) network.denied = denied->emotions;
  network.shown = shown_emotion(reading.actions);
  reading::Judgement judgement = reading::judge(reading, network, language);
  Prediction prediction{.emotions = judgement.emotions,
                        .expression = express(judgement.beneath),
                        .confidence = judgement.confidence,
                        .notes = std::move(judgement.notes),
                        .actions = reading.actions};
  if (felt != nullptr && judgement.confidence >= reading::kUnsure)
    prediction.expression =
        compose(judgement.beneath, reading.names_side ? felt->differences : symmetric(felt->differences));
  prediction.expression = apply_actions(reading.actions, prediction.expression);
  if (reading.mirrored) {
    prediction.expression = mirrored(prediction.expression);
    for (reading::FacialAction& action : prediction.actions) action = mirrored(std::move(action));
  }
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

DefaultModel::DefaultModel(encode::UseLite encoder, Head head, reading::EmotionLexicon lexicon, unsigned threads)
    : encoder_(std::move(encoder)), head_(std::move(head)), lexicon_(std::move(lexicon)), threads_(threads) {
  check(head_.features() == kDefaultFeatures, ErrorCode::kInvalidData,
        "config.json: features is {}, but the default model has \"{}\"", quote(head_.features()), kDefaultFeatures);
  const std::size_t width = encoder_.pooled_size() + encoder_.embedding_size();
  check(head_.inputs() == width, ErrorCode::kInvalidData,
        "config.json: inputs is {}, but the encoder gives {} features", head_.inputs(), width);
}

void DefaultModel::check_text(std::string_view text) const { reading::check_description(text); }

Prediction DefaultModel::predict(std::string_view text) const {
  check_text(text);
  const reading::Reading reading = read(correct(text).text);
  return std::move(predict_all({&reading, 1}).front());
}

std::vector<Prediction> DefaultModel::predict_batch(std::span<const std::string> texts) const {
  std::vector<reading::Reading> readings;
  readings.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    try {
      check_text(texts[i]);
    } catch (const Error& e) {
      fail(e.code(), "text {}: {}", i, e.what());
    }
    readings.push_back(read(correct(texts[i]).text));
  }
  return predict_all(readings);
}

Explanation DefaultModel::explain(std::string_view text) const {
  check_text(text);
  reading::Spelling spelling = correct(text);
  const reading::Reading reading = read(spelling.text);
  std::vector<reading::Reading> clauses;
  for (const reading::StancedClause& clause : reading.clauses) clauses.push_back(read(clause.text));
  Explanation result{.prediction = std::move(predict_all({&reading, 1}).front()),
                     .corrections = std::move(spelling.corrections),
                     .clauses = {},
                     .feelings = reading.feelings,
                     .channels = {}};
  const std::vector<Prediction> alone = predict_all(clauses);
  for (std::size_t i = 0; i < alone.size(); ++i)
    result.clauses.push_back(
        {.text = reading.clauses[i].text, .stance = reading.clauses[i].stance, .emotions = alone[i].emotions});
  if (reading.mirrored)
    for (ExplainedClause& clause : result.clauses) clause.text = text::mirror_sides(clause.text);
  result.channels = channel_sources(result.prediction);
  return result;
}

reading::Spelling DefaultModel::correct(std::string_view text) const {
  reading::Spelling spelling = reading::correct_spelling(
      text, [this](std::string_view word) { return lexicon_.knows(word) || encoder_.tokenize(word).size() == 1; });
  constexpr std::size_t kFewWords = 3;  // of fewer the detector knows too little
  if (!spelling.corrections.empty() && text::find_words(text).size() > kFewWords) {
    const std::string language = text::language_name(text);
    if (!language.empty() && language != "English") return {std::string(text), {}};
  }
  return spelling;
}

reading::Reading DefaultModel::read(std::string_view text) const { return reading::read_description(text, lexicon_); }

std::vector<DefaultModel::NetworkReading> DefaultModel::read_by_network(const std::vector<std::string>& texts) const {
  if (texts.empty()) return {};
  std::vector<encode::Encoding> encodings;
  if (texts.size() == 1)
    encodings.push_back(encoder_.encode(texts[0]));  // on this thread
  else
    encodings = encoder_.encode(texts, threads_);
  const std::vector<HeadOutput> outputs = head_.apply(default_features(encodings));
  std::vector<NetworkReading> readings;
  readings.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) readings.push_back({outputs[i], encodings[i].truncated});
  return readings;
}

std::vector<Prediction> DefaultModel::predict_all(std::span<const reading::Reading> readings) const {
  std::vector<std::string> texts;
  const auto add = [&](const std::string& text) -> std::optional<std::size_t> {
    if (text.empty()) return std::nullopt;
    texts.push_back(text);
    return texts.size() - 1;
  };
  struct Places {
    std::optional<std::size_t> felt, denied;  // in `texts`
  };
  std::vector<Places> places;
  for (const reading::Reading& reading : readings) {
    const bool known = std::ranges::any_of(
        reading.feelings, [](const reading::FeelingWords& words) { return words.stance == reading::Stance::kDenied; });
    const std::optional<std::size_t> felt = add(reading.felt);
    places.push_back({felt, known ? std::nullopt : add(reading.denied)});
  }
  const std::vector<NetworkReading> outputs = read_by_network(texts);

  std::vector<Prediction> predictions;
  predictions.reserve(readings.size());
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const NetworkReading* felt = places[i].felt ? &outputs[*places[i].felt] : nullptr;
    const NetworkReading* denied = places[i].denied ? &outputs[*places[i].denied] : nullptr;
    predictions.push_back(finish(readings[i], felt != nullptr ? &felt->output : nullptr,
                                 denied != nullptr ? &denied->output : nullptr, foreign_language(readings[i])));
    predictions.back().truncated = felt != nullptr && felt->truncated;
    if (predictions.back().truncated) predictions.back().read_tokens = encode::UseLite::kMaxTokens;
  }
  return predictions;
}

/// What the text is in where it is not English; empty where it is. A text whose words are mostly known - to the lexicon
/// or as whole pieces of the encoder's vocabulary - is English whatever the detector says; that is so of one word in
/// eight. One with hardly a known word is not, even if the detector knows no language like it.
std::string DefaultModel::foreign_language(const reading::Reading& reading) const {
  constexpr float kKnown = 0.6f, kHardlyKnown = 0.34f;
  if (!reading.actions.empty()) return {};
  std::string language = text::language_name(reading.text);
  const bool is_foreign = !language.empty() && language != "English";
  if (!is_foreign && !reading.feelings.empty()) return {};  // as most texts: no word of it need be looked up
  std::size_t words = 0;
  std::size_t known = 0;
  std::size_t english = 0;  // of any kind; other languages share many of them
  for (const text::Word& word : text::find_words(reading.text)) {
    if (word.mark) continue;
    ++words;
    if (lexicon_.knows(word.text) || encoder_.tokenize(word.text).size() == 1 || reading::is_english(word.text))
      ++known;
  }
  if (static_cast<float>(known) >= kKnown * static_cast<float>(words)) return {};
  if (is_foreign) return language;
  const bool gibberish =
      reading.feelings.empty() && static_cast<float>(known + english) < kHardlyKnown * static_cast<float>(words);
  return gibberish ? "no known language" : "";
}

std::unique_ptr<const DescriptionModel> load_default(const DefaultModelOptions& options) {
  const std::filesystem::path folder =
      options.model_folder.empty() ? data_directory() / "default" : options.model_folder;
  return std::make_unique<DefaultModel>(encode::UseLite::load(options.use_lite_folder, options.precision),
                                        Head::load(folder), reading::EmotionLexicon(), options.threads);
}

}  // namespace emo3d::model
