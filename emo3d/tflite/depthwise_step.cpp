#include <algorithm>

#include "emo3d/tflite/kernels.h"
#include "emo3d/tflite/step.h"

namespace emo3d::tflite {
namespace {

std::size_t size(int side) { return static_cast<std::size_t>(side); }

/// A depthwise convolution of 3 x 3 whose outputs with the whole window inside the image's width are computed kLanes
/// values at a time: as many channels of one pixel, or several neighbours of few channels each.
class Depthwise3x3Step : public Step {
 public:
  static bool fits(const Operator& op, const Operands& operands) {
    const std::size_t channels = size(operands.output.shape[3]);
    const bool whole = channels >= kLanes || (kLanes % channels == 0 && op.window.stride_x == 1);
    return op.window.height == 3 && op.window.width == 3 && operands.output.shape[0] == 1 && whole;
  }

  Depthwise3x3Step(const Operator& op, const Operands& operands)
      : window_(op.window),
        relu_(operands.activation == Activation::kRelu),
        in_(operands.inputs[0]),
        out_(operands.output),
        channels_(size(operands.output.shape[3])),
        lanes_(std::max(channels_, kLanes)),
        zeros_(size(in_.shape[2]) * channels_),
        filter_(kTaps * lanes_),
        bias_(lanes_) {
    for (std::size_t i = 0; i < filter_.size(); ++i)
      filter_[i] = operands.inputs[1].data[i / lanes_ * channels_ + i % lanes_ % channels_];
    if (operands.inputs.size() > 2)
      for (std::size_t i = 0; i < lanes_; ++i) bias_[i] = operands.inputs[2].data[i % channels_];
    if (operands.slope != nullptr) slope_ = repeat_for_lanes({operands.slope, channels_});
    // Outputs [first_, last_) have all three columns of their window inside the image.
    const int in_width = in_.shape[2], stride = window_.stride_x;
    const int first = (window_.left + stride - 1) / stride;
    const int last = in_width + window_.left >= 3 ? (in_width + window_.left - 3) / stride + 1 : 0;
    first_ = size(std::min(first, out_.shape[2]));
    last_ = std::max(first_, size(std::min(last, out_.shape[2])));
  }

  void run(Team& team) override {
    const auto height = size(out_.shape[1]);
    const std::size_t parts = kTaps * element_count(out_.shape) < kWorthSharing ? 1 : team.size();
    team.run(parts, [&](std::size_t part) { run_rows(height * part / parts, height * (part + 1) / parts); });
  }

 private:
  static constexpr std::size_t kTaps = 9;

  void run_rows(std::size_t first, std::size_t last) const {
    for (std::size_t y = first; y < last; ++y) run_row(static_cast<int>(y));
    const std::size_t row = size(out_.shape[2]) * channels_;
    const std::span<float> values(out_.data + first * row, (last - first) * row);
    if (!slope_.empty()) apply_prelu(values, slope_);
    if (relu_)
      for (float& value : values) value = std::max(value, 0.0F);
  }

  void run_row(int y) const {
    const float* rows[3];
    for (int dy = 0; dy < 3; ++dy) {
      const int from = y * window_.stride_y - window_.top + dy;
      rows[dy] = from < 0 || from >= in_.shape[1] ? zeros_.data() : in_.data + size(from) * zeros_.size();
    }
    float* out = out_.data + size(y) * size(out_.shape[2]) * channels_;
    for (std::size_t x = 0; x < first_; ++x) run_border(rows, x, out);
    const std::size_t group = channels_ < kLanes ? kLanes / channels_ : 1;  // pixels at a time
    const std::size_t count = (last_ - first_) / group;
    if (count > 0) run_inside(rows, count, group, out);
    for (std::size_t x = first_ + count * group; x < size(out_.shape[2]); ++x) run_border(rows, x, out);
  }

  void run_inside(const float* const (&rows)[3], std::size_t count, std::size_t group, float* out) const {
    const std::size_t begin = (first_ * size(window_.stride_x) - size(window_.left)) * channels_;
    const std::size_t step = group * channels_;
    for (std::size_t done = 0; done < lanes_; done += kLanes) {
      const std::size_t channel = std::min(done, lanes_ - kLanes);  // the last group may overlap the one before
      depthwise_3x3({.rows = {rows[0] + begin + channel, rows[1] + begin + channel, rows[2] + begin + channel},
                     .filter = filter_.data() + channel,
                     .bias = bias_.data() + channel,
                     .out = out + first_ * channels_ + channel,
                     .count = count,
                     .input_step = step * size(window_.stride_x),
                     .tap_step = channels_,
                     .output_step = step,
                     .filter_step = lanes_});
    }
  }

  /// An output whose window may reach over the left or right side.
  void run_border(const float* const (&rows)[3], std::size_t x, float* out) const {
    float* to = out + x * channels_;
    std::copy_n(bias_.data(), channels_, to);
    const int left = static_cast<int>(x) * window_.stride_x - window_.left;
    for (std::size_t dy = 0; dy < 3; ++dy) {
      for (int dx = 0; dx < 3; ++dx) {
        if (left + dx < 0 || left + dx >= in_.shape[2]) continue;
        const float* from = rows[dy] + size(left + dx) * channels_;
        const float* tap = filter_.data() + (dy * 3 + size(dx)) * lanes_;
        for (std::size_t c = 0; c < channels_; ++c) to[c] += from[c] * tap[c];
      }
    }
  }

  Window window_;
  bool relu_;
  Values in_, out_;
  std::size_t channels_, lanes_;
  std::vector<float> zeros_;  ///< A row outside of the image.
  std::vector<float> filter_, bias_, slope_;
  std::size_t first_ = 0, last_ = 0;
};

}  // namespace

std::unique_ptr<Step> make_depthwise(const Operator& op, const Operands& operands) {
  if (Depthwise3x3Step::fits(op, operands)) return std::make_unique<Depthwise3x3Step>(op, operands);
  return make_window(op, operands);
}

}  // namespace emo3d::tflite
