#include "emo3d/train/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "emo3d/base/error.h"
#include "emo3d/model/facs.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/side_words.h"

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

std::vector<double> ranks(std::span<const float> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> result(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    for (std::size_t i = first; i <= last; ++i) result[order[i]] = static_cast<double>(first + last) / 2;
    first = last + 1;
  }
  return result;
}

/// How far predicted intensities are from those asked for, in ten bins of the predicted ones.
class Calibration {
 public:
  void add(float asked, float predicted) {
    Bin& bin = bins_[std::min<std::size_t>(bins_.size() - 1, static_cast<std::size_t>(predicted * 10))];
    bin.asked.add(static_cast<double>(asked));
    bin.predicted.add(static_cast<double>(predicted));
  }
  [[nodiscard]] double error() const {
    Mean gap;
    for (const Bin& bin : bins_)
      if (bin.asked.count() > 0) gap.add(std::abs(bin.asked.value() - bin.predicted.value()));
    return gap.value();
  }

 private:
  struct Bin {
    Mean asked, predicted;
  };
  std::array<Bin, 10> bins_{};
};

bool follows_side(const Sample& sample, const face::Expression& face) {
  for (const reading::ChannelScore& wanted : sample.actions) {
    const face::Channel other = mirrored(wanted.channel);
    if (other != wanted.channel && face[wanted.channel] - face[other] >= kSideMargin) return true;
  }
  return false;
}

}  // namespace

double rank_correlation(std::span<const float> a, std::span<const float> b) {
  check(a.size() == b.size(), ErrorCode::kInvalidArgument, "{} and {} values cannot be compared", a.size(), b.size());
  const std::vector<double> x = ranks(a);
  const std::vector<double> y = ranks(b);
  const double middle = (static_cast<double>(a.size()) - 1) / 2;
  double xy = 0;
  double xx = 0;
  double yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - middle) * (y[i] - middle);
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

Evaluation evaluate(const model::DescriptionModel& model, std::span<const Sample> samples) {
  std::vector<std::string> texts;
  for (const Sample& sample : samples) texts.push_back(sample.text);
  const std::vector<model::Prediction> predictions = model.predict_batch(texts);

  Confusion all;
  std::map<SampleKind, Confusion> by_kind;
  Mean intensity_error, channel_error, prototype_error, side, action, denial;
  Calibration calibration;
  std::vector<float> strength_asked, strength_predicted;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    const model::Prediction& prediction = predictions[i];
    all.add(sample.emotions.dominant(), prediction.emotions.dominant());
    by_kind[sample.kind].add(sample.emotions.dominant(), prediction.emotions.dominant());
    for (const emotion::Emotion e : emotion::emotions()) {
      intensity_error.add(std::abs(sample.emotions[e] - prediction.emotions[e]));
      calibration.add(sample.emotions[e], prediction.emotions[e]);
    }
    strength_asked.push_back(strongest_feeling(sample.emotions));
    strength_predicted.push_back(strongest_feeling(prediction.emotions));
    if (sample.denied && sample.emotions[*sample.denied] < kDenied && *sample.denied != emotion::Emotion::kNeutral)
      denial.add(prediction.emotions.dominant() != *sample.denied && prediction.emotions[*sample.denied] < kDenied ? 1
                                                                                                                   : 0);
    const bool is_mirrored = reading::canonical_sides(reading::plain_text(sample.text)).mirrored;
    const face::Expression felt = model::express(prediction.emotions);
    const face::Expression composed = apply_actions(prediction.actions, is_mirrored ? mirrored(felt) : felt);
    for (const face::Channel c : face::channels()) {
      channel_error.add(std::abs(sample.expression[c] - prediction.expression[c]));
      prototype_error.add(std::abs(sample.expression[c] - composed[c]));
    }
    if (sample.one_sided && sample.kind != SampleKind::kTwoActions)
      side.add(follows_side(sample, prediction.expression) ? 1 : 0);
    for (const reading::ChannelScore& wanted : sample.actions)
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
  result.denials = denial.count();
  result.denial_accuracy = denial.value();
  result.strength_correlation = rank_correlation(strength_asked, strength_predicted);
  result.calibration_error = calibration.error();
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
  text += fmt::format("| denied emotion below {} and not the strongest ({} texts) | {:.3f} |\n", kDenied,
                      evaluation.denials, evaluation.denial_accuracy);
  text += fmt::format("| rank correlation of the strongest feeling | {:.3f} |\n", evaluation.strength_correlation);
  text +=
      fmt::format("| calibration: mean gap of an intensity over ten bins | {:.3f} |\n", evaluation.calibration_error);
  text += fmt::format("| named channel within {} of what the action demands ({} channels) | {:.3f} |\n",
                      kActionTolerance, evaluation.named_channels, evaluation.action_recall);
  return text;
}

}  // namespace emo3d::train
