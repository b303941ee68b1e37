#include <algorithm>
#include <limits>

#include "emo3d/tflite/step.h"

namespace emo3d::tflite {
namespace {

/// Walks a window over an image and combines what lies under it, channel by channel.
class WindowStep : public Step {
 public:
  WindowStep(const Operator& op, const Operands& operands)
      : window_(op.window),
        relu_(op.relu || operands.activation == Activation::kRelu),
        in_(operands.inputs[0]),
        out_(operands.output),
        slope_(operands.slope) {
    if (op.kind == OpKind::kDepthwiseConv2d) filter_ = operands.inputs[1].data;
    if (operands.inputs.size() > 2) bias_ = operands.inputs[2].data;
  }

  void run(Team& /*team*/) override {
    const auto channels = static_cast<std::size_t>(out_.shape[3]);
    const auto image = static_cast<std::size_t>(in_.shape[1]) * static_cast<std::size_t>(in_.shape[2]) * channels;
    float* to = out_.data;
    for (int n = 0; n < out_.shape[0]; ++n)
      for (int y = 0; y < out_.shape[1]; ++y)
        for (int x = 0; x < out_.shape[2]; ++x, to += channels)
          combine(in_.data + static_cast<std::size_t>(n) * image, y * window_.stride_y - window_.top,
                  x * window_.stride_x - window_.left, to);
  }

 private:
  void combine(const float* image, int top, int left, float* to) const {
    const auto channels = static_cast<std::size_t>(out_.shape[3]);
    if (filter_ == nullptr)
      std::fill_n(to, channels, -std::numeric_limits<float>::infinity());
    else if (bias_ == nullptr)
      std::fill_n(to, channels, 0.0F);
    else
      std::copy_n(bias_, channels, to);
    for (int y = std::max(top, 0); y < std::min(top + window_.height, in_.shape[1]); ++y) {
      for (int x = std::max(left, 0); x < std::min(left + window_.width, in_.shape[2]); ++x) {
        const float* from = image + (static_cast<std::size_t>(y) * static_cast<std::size_t>(in_.shape[2]) +
                                     static_cast<std::size_t>(x)) *
                                        channels;
        if (filter_ == nullptr) {
          for (std::size_t c = 0; c < channels; ++c) to[c] = std::max(to[c], from[c]);
          continue;
        }
        const float* tap = filter_ + static_cast<std::size_t>((y - top) * window_.width + x - left) * channels;
        for (std::size_t c = 0; c < channels; ++c) to[c] += from[c] * tap[c];
      }
    }
    for (std::size_t c = 0; c < channels && relu_; ++c) to[c] = std::max(to[c], 0.0F);
    for (std::size_t c = 0; c < channels && slope_ != nullptr; ++c) to[c] = to[c] > 0 ? to[c] : to[c] * slope_[c];
  }

  Window window_;
  bool relu_;
  Values in_, out_;
  const float *filter_ = nullptr, *bias_ = nullptr, *slope_;
};

}  // namespace

std::unique_ptr<Step> make_window(const Operator& op, const Operands& operands) {
  return std::make_unique<WindowStep>(op, operands);
}

}  // namespace emo3d::tflite
