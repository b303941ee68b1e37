#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "emo3d/emotion/emotion.h"

/// The measures that evaluations are made of.
namespace emo3d::train {

/// The mean of what was added; 0 of nothing.
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

/// How many of some are right.
struct Share {
  std::size_t right = 0, of = 0;

  void add(bool is_right) {
    right += is_right ? 1 : 0;
    ++of;
  }
  /// In [0,1]; nothing of nothing.
  [[nodiscard]] std::optional<double> value() const {
    if (of == 0) return std::nullopt;
    return static_cast<double>(right) / static_cast<double>(of);
  }
};

/// Counts of (asked, predicted) strongest emotions.
class Confusion {
 public:
  void add(emotion::Emotion asked, emotion::Emotion predicted) {
    ++counts_[static_cast<std::size_t>(asked)][static_cast<std::size_t>(predicted)];
  }
  [[nodiscard]] std::size_t count(emotion::Emotion asked, emotion::Emotion predicted) const {
    return counts_[static_cast<std::size_t>(asked)][static_cast<std::size_t>(predicted)];
  }
  [[nodiscard]] Share accuracy() const;
  /// Mean F1 score over the emotions that were asked for; 0 of nothing. An emotion that was predicted but never asked
  /// for costs the precision of no other, and has no score of its own.
  [[nodiscard]] double macro_f1() const;

 private:
  std::array<std::array<std::size_t, emotion::kEmotionCount>, emotion::kEmotionCount> counts_{};
};

/// Spearman's rank correlation of two lists of equal length, ties sharing their mean rank; 0 where one is constant.
/// \throws Error kInvalidArgument for lists of different lengths, as the next.
[[nodiscard]] double rank_correlation(std::span<const float> a, std::span<const float> b);

/// Pearson's correlation of two lists of equal length; 0 where one is constant.
[[nodiscard]] double linear_correlation(std::span<const float> a, std::span<const float> b);

/// How far predicted values in [0,1] are from those wanted, in ten bins of equal width of the predicted ones.
class Calibration {
 public:
  struct Bin {
    Mean wanted, predicted;
  };
  void add(float wanted, float predicted);
  [[nodiscard]] const std::array<Bin, 10>& bins() const { return bins_; }
  /// Expected calibration error: mean over all values of their bin's gap between mean prediction and mean of what was
  /// wanted (Naeini, Cooper and Hauskrecht 2015). 0 of nothing.
  [[nodiscard]] double expected_error() const;

 private:
  std::array<Bin, 10> bins_{};
};

}  // namespace emo3d::train
