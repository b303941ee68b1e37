#include "emo3d/train/evaluation.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>

#include "emo3d/model/description.h"
#include "emo3d/model/facs.h"
#include "emo3d/model/side_words.h"

namespace emo3d::train {
namespace {

using emotion::kEmotionCount;

/// Counts of (asked, predicted) strongest emotions.
class Confusion {
 public:
  void add(emotion::Emotion asked, emotion::Emotion predicted) {
    ++counts_[static_cast<std::size_t>(asked)][static_cast<std::size_t>(predicted)];
  }

  [[nodiscard]] Evaluation::Group summarise(std::string name) const {
    Evaluation::Group group{std::move(name)};
    std::size_t right = 0;
    std::size_t classes = 0;
    double f1_sum = 0;
    for (std::size_t e = 0; e < kEmotionCount; ++e) {
      std::size_t asked = 0;
      std::size_t predicted = 0;
      for (std::size_t other = 0; other < kEmotionCount; ++other) {
        asked += counts_[e][other];
        predicted += counts_[other][e];
      }
      group.samples += asked;
      right += counts_[e][e];
      if (asked == 0) continue;
      ++classes;
      f1_sum += 2.0 * static_cast<double>(counts_[e][e]) / static_cast<double>(asked + predicted);
    }
    if (group.samples > 0) group.accuracy = static_cast<double>(right) / static_cast<double>(group.samples);
    if (classes > 0) group.macro_f1 = f1_sum / static_cast<double>(classes);
    return group;
  }

 private:
  std::array<std::array<std::size_t, kEmotionCount>, kEmotionCount> counts_{};
};

/// The mean of what was added.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] double value() const { return count_ > 0 ? sum_ / static_cast<double>(count_) : 0; }

 private:
  double sum_ = 0;
  std::size_t count_ = 0;
};

bool follows_side(const Sample& sample, const face::Expression& face) {
  for (const model::ChannelScore& wanted : sample.actions) {
    const face::Channel other = mirrored(wanted.channel);
    if (other != wanted.channel && face[wanted.channel] - face[other] >= kSideMargin) return true;
  }
  return false;
}

}  // namespace

Evaluation evaluate(const model::DescriptionModel& model, std::span<const Sample> samples) {
  std::vector<std::string> texts;
  for (const Sample& sample : samples) texts.push_back(sample.text);
  const std::vector<model::Prediction> predictions = model.predict_batch(texts);

  Confusion all;
  std::map<SampleKind, Confusion> by_kind;
  Mean intensity_error, channel_error, prototype_error, side, action;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    const model::Prediction& prediction = predictions[i];
    all.add(sample.emotions.dominant(), prediction.emotions.dominant());
    by_kind[sample.kind].add(sample.emotions.dominant(), prediction.emotions.dominant());
    for (const emotion::Emotion e : emotion::emotions())
      intensity_error.add(std::abs(sample.emotions[e] - prediction.emotions[e]));
    const bool is_mirrored = model::canonical_sides(model::plain_text(sample.text)).mirrored;
    const face::Expression felt = model::express(prediction.emotions);
    const face::Expression composed = apply_actions(prediction.actions, is_mirrored ? mirrored(felt) : felt);
    for (const face::Channel c : face::channels()) {
      channel_error.add(std::abs(sample.expression[c] - prediction.expression[c]));
      prototype_error.add(std::abs(sample.expression[c] - composed[c]));
    }
    if (sample.one_sided && sample.kind != SampleKind::kTwoActions)
      side.add(follows_side(sample, prediction.expression) ? 1 : 0);
    for (const model::ChannelScore& wanted : sample.actions)
      if (wanted.score >= 0.4f && sample.expression[wanted.channel] == wanted.score)
        action.add(std::abs(prediction.expression[wanted.channel] - wanted.score) <= kActionTolerance ? 1 : 0);
  }

  Evaluation result;
  result.groups.push_back(all.summarise("all"));
  for (const auto& [kind, confusion] : by_kind) result.groups.push_back(confusion.summarise(std::string(name(kind))));
  result.intensity_error = intensity_error.value();
  result.channel_error = channel_error.value();
  result.prototype_error = prototype_error.value();
  result.one_sided = side.count();
  result.side_accuracy = side.value();
  result.named_channels = action.count();
  result.action_recall = action.value();
  return result;
}

std::string to_markdown(const Evaluation& evaluation) {
  std::string text = "| texts | samples | strongest emotion right | macro-F1 |\n|---|---:|---:|---:|\n";
  for (const Evaluation::Group& group : evaluation.groups)
    text += fmt::format("| {} | {} | {:.3f} | {:.3f} |\n", group.name, group.samples, group.accuracy, group.macro_f1);
  text += "\n| measure | value |\n|---|---:|\n";
  text += fmt::format("| mean absolute error of an intensity | {:.4f} |\n", evaluation.intensity_error);
  text += fmt::format("| mean absolute error of a channel | {:.4f} |\n", evaluation.channel_error);
  text += fmt::format("| the same without the learned differences from the prototypes | {:.4f} |\n",
                      evaluation.prototype_error);
  text += fmt::format("| named side stronger by {} than the other ({} one-sided actions) | {:.3f} |\n", kSideMargin,
                      evaluation.one_sided, evaluation.side_accuracy);
  text += fmt::format("| named channel within {} of what the action demands ({} channels) | {:.3f} |\n",
                      kActionTolerance, evaluation.named_channels, evaluation.action_recall);
  return text;
}

}  // namespace emo3d::train
