#include "emo3d/train/mistakes.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;

/// Emotions and channels below this are not worth a word.
constexpr float kWorthTelling = 0.1f;

/// "sadness 0.62, fear 0.31", strongest first.
template <typename Values, typename Keys>
std::string told(const Values& values, const Keys& keys) {
  std::vector<std::pair<float, std::string_view>> shown;
  for (const auto key : keys)
    if (values[key] >= kWorthTelling) shown.emplace_back(values[key], name(key));
  std::ranges::stable_sort(shown, std::ranges::greater{}, [](const auto& entry) { return entry.first; });
  std::string text;
  for (const auto& [value, key] : shown) text += fmt::format("{}{} {:.2f}", text.empty() ? "" : ", ", key, value);
  return text.empty() ? "nothing" : text;
}

std::string told(const emotion::Intensities& emotions) { return told(emotions, emotion::emotions()); }

/// Collects the mistakes made with one text.
class Finder {
 public:
  Finder(std::string set, std::string kind, std::string text, const model::Prediction& prediction)
      : set_(std::move(set)), kind_(std::move(kind)), text_(std::move(text)), prediction_(prediction) {}

  void expect(bool is_right, const char* what, const std::string& wanted, const std::string& got) {
    if (!is_right) mistakes.push_back({set_, kind_, what, text_, wanted, got});
  }
  void expect_emotion(const std::vector<Emotion>& any_of) {
    std::string wanted;
    for (const Emotion e : any_of) wanted += fmt::format("{}{}", wanted.empty() ? "" : " or ", name(e));
    expect(std::ranges::find(any_of, prediction_.emotions.dominant()) != any_of.end(), "strongest emotion", wanted,
           told(prediction_.emotions));
  }
  void expect_denied(Emotion denied) {
    expect(is_denied(prediction_.emotions, denied), "denied emotion", fmt::format("no {}", name(denied)),
           told(prediction_.emotions));
  }
  /// \param demands told as what is wanted.
  void expect_actions(const ActionFigures& figures, const std::string& demands) {
    std::string read;
    for (const reading::FacialAction& action : prediction_.actions)
      read += fmt::format("{}{}{}", read.empty() ? "" : ", ", action.negated ? "no " : "", action.name);
    expect(figures.recall.right == figures.recall.of, "missed action", demands,
           told(prediction_.expression, face::channels()));
    expect(figures.precision.right == figures.precision.of, "misread action", demands, read);
  }
  void expect_side(std::optional<bool> follows, const std::string& wanted) {
    if (follows) expect(*follows, "side", wanted, told(prediction_.expression, face::channels()));
  }

  std::vector<Mistake> mistakes;

 private:
  std::string set_, kind_, text_;
  const model::Prediction& prediction_;
};

std::string told(std::span<const reading::ChannelScore> actions) {
  std::string text;
  for (const reading::ChannelScore& score : actions)
    text += fmt::format("{}{} {:.2f}", text.empty() ? "" : ", ", name(score.channel), score.score);
  return text.empty() ? "no action" : text;
}

std::string told(const PersonText& text) {
  std::string result;
  const auto add = [&](std::string_view word) { result += fmt::format("{}{}", result.empty() ? "" : " ", word); };
  for (const SideDemand& demand : text.sides) {
    if (!result.empty()) add("and");
    for (const face::Channel channel : demand.channels) add(name(channel));
  }
  for (const face::Channel channel : text.shown) add(name(channel));
  return result.empty() ? "no action" : result;
}

void append(std::vector<Mistake>& all, std::vector<Mistake> more) { std::ranges::move(more, std::back_inserter(all)); }

void check_sizes(std::size_t texts, std::size_t predictions) {
  check(texts == predictions, ErrorCode::kInvalidArgument, "{} texts have {} predictions", texts, predictions);
}

}  // namespace

std::vector<Mistake> find_mistakes(const std::string& set, std::span<const Sample> samples,
                                   std::span<const model::Prediction> predictions) {
  check_sizes(samples.size(), predictions.size());
  std::vector<Mistake> mistakes;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    Finder finder(set, std::string(name(sample.kind)), sample.text, predictions[i]);
    if (!actions_count(sample)) finder.expect_emotion(asked_emotions(sample));
    if (denial_counts(sample)) finder.expect_denied(*sample.denied);
    finder.expect_side(follows_one_side(sample, predictions[i].expression), told(sample.actions));
    if (actions_count(sample)) {
      ActionFigures figures;
      figures.add(sample, predictions[i]);
      finder.expect_actions(figures, told(sample.actions));
    }
    append(mistakes, std::move(finder.mistakes));
  }
  return mistakes;
}

std::vector<Mistake> find_two_sided_mistakes(const std::string& set, std::span<const Sample> samples,
                                             std::span<const model::Prediction> predictions) {
  check_sizes(samples.size(), predictions.size());
  std::vector<Mistake> mistakes;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    Finder finder(set, "two sides", samples[i].text, predictions[i]);
    finder.expect_side(follows_two_sides(samples[i], predictions[i].expression), told(samples[i].actions));
    append(mistakes, std::move(finder.mistakes));
  }
  return mistakes;
}

std::vector<Mistake> find_mistakes(const std::string& set, std::span<const PersonText> texts,
                                   std::span<const model::Prediction> predictions) {
  check_sizes(texts.size(), predictions.size());
  std::vector<Mistake> mistakes;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const PersonText& text = texts[i];
    Finder finder(set, text.set, text.text, predictions[i]);
    if (text.emotion) finder.expect_emotion({*text.emotion});
    if (text.denied) finder.expect_denied(*text.denied);
    if (!text.sides.empty()) finder.expect_side(follows_sides(text, predictions[i].expression), told(text));
    if (actions_count(text)) {
      ActionFigures figures;
      figures.add(demands_of(text), predictions[i]);
      finder.expect_actions(figures, told(text));
    }
    append(mistakes, std::move(finder.mistakes));
  }
  return mistakes;
}

std::string to_json_line(const Mistake& mistake) {
  const OrderedJson line{{"set", mistake.set},       {"kind", mistake.kind}, {"what", mistake.what},
                         {"wanted", mistake.wanted}, {"got", mistake.got},   {"text", mistake.text}};
  return line.dump() + "\n";
}

}  // namespace emo3d::train
