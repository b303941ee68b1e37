#include "emo3d/train/measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "emo3d/base/error.h"

namespace emo3d::train {
namespace {

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

double correlation(std::span<const double> x, std::span<const double> y) {
  check(x.size() == y.size(), ErrorCode::kInvalidArgument, "{} and {} values cannot be compared", x.size(), y.size());
  Mean mean_x, mean_y;
  for (const double value : x) mean_x.add(value);
  for (const double value : y) mean_y.add(value);
  double xy = 0;
  double xx = 0;
  double yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] - mean_x.value();
    const double dy = y[i] - mean_y.value();
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

}  // namespace

Share Confusion::accuracy() const {
  Share share;
  for (const emotion::Emotion asked : emotion::emotions())
    for (const emotion::Emotion predicted : emotion::emotions()) {
      share.of += count(asked, predicted);
      if (asked == predicted) share.right += count(asked, predicted);
    }
  return share;
}

double Confusion::macro_f1() const {
  Mean f1;
  for (const emotion::Emotion e : emotion::emotions()) {
    std::size_t asked = 0;
    std::size_t predicted = 0;
    for (const emotion::Emotion other : emotion::emotions()) {
      asked += count(e, other);
      predicted += count(other, e);
    }
    if (asked > 0) f1.add(2.0 * static_cast<double>(count(e, e)) / static_cast<double>(asked + predicted));
  }
  return f1.value();
}

double rank_correlation(std::span<const float> a, std::span<const float> b) { return correlation(ranks(a), ranks(b)); }

double linear_correlation(std::span<const float> a, std::span<const float> b) {
  return correlation(std::vector<double>(a.begin(), a.end()), std::vector<double>(b.begin(), b.end()));
}

void Calibration::add(float wanted, float predicted) {
  Bin& bin = bins_[std::min<std::size_t>(bins_.size() - 1, static_cast<std::size_t>(predicted * 10))];
  bin.wanted.add(static_cast<double>(wanted));
  bin.predicted.add(static_cast<double>(predicted));
}

double Calibration::expected_error() const {
  double sum = 0;
  std::size_t count = 0;
  for (const Bin& bin : bins_) {
    sum += static_cast<double>(bin.wanted.count()) * std::abs(bin.wanted.value() - bin.predicted.value());
    count += bin.wanted.count();
  }
  return count > 0 ? sum / static_cast<double>(count) : 0;
}

}  // namespace emo3d::train
