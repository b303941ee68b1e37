#include <algorithm>

#include "emo3d/tflite/step.h"

namespace emo3d::tflite {
namespace {

/// Sums over the middle of [outer, reduced, inner].
class ReductionStep : public Step {
 public:
  ReductionStep(const Operator& op, const Operands& operands)
      : from_(operands.inputs[0].data), to_(operands.output.data) {
    const Shape& shape = operands.inputs[0].shape;
    const auto side = [&](std::size_t axis) { return static_cast<std::size_t>(shape[axis]); };
    const auto first = op.axes.empty() ? shape.size() : static_cast<std::size_t>(op.axes.front());
    for (std::size_t axis = 0; axis < first; ++axis) outer_ *= side(axis);
    for (std::size_t axis = first; axis < first + op.axes.size(); ++axis) reduced_ *= side(axis);
    for (std::size_t axis = first + op.axes.size(); axis < shape.size(); ++axis) inner_ *= side(axis);
    if (op.kind == OpKind::kMean) scale_ = 1.0F / static_cast<float>(reduced_);
  }

  void run(Team& /*team*/) override {
    for (std::size_t o = 0; o < outer_; ++o) {
      const float* from = from_ + o * reduced_ * inner_;
      float* to = to_ + o * inner_;
      if (inner_ == 1) {
        *to = sum(from) * scale_;
        continue;
      }
      std::copy_n(from, inner_, to);
      for (std::size_t r = 1; r < reduced_; ++r)
        for (std::size_t i = 0; i < inner_; ++i) to[i] += from[r * inner_ + i];
      for (std::size_t i = 0; i < inner_; ++i) to[i] *= scale_;
    }
  }

 private:
  /// In several lanes, so that the compiler may use vectors.
  [[nodiscard]] float sum(const float* values) const {
    constexpr std::size_t kLanes = 16;
    float lanes[kLanes] = {};
    std::size_t i = 0;
    for (; i + kLanes <= reduced_; i += kLanes)
      for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += values[i + lane];
    for (; i < reduced_; ++i) lanes[i % kLanes] += values[i];
    float total = 0;
    for (const float lane : lanes) total += lane;
    return total;
  }

  const float* from_;
  float* to_;
  std::size_t outer_ = 1, reduced_ = 1, inner_ = 1;
  float scale_ = 1;
};

}  // namespace

std::unique_ptr<Step> make_reduction(const Operator& op, const Operands& operands) {
  return std::make_unique<ReductionStep>(op, operands);
}

}  // namespace emo3d::tflite
