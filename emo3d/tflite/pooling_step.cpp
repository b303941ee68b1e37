#include "emo3d/tflite/kernels.h"
#include "emo3d/tflite/step.h"

namespace emo3d::tflite {
namespace {

/// The largest of each 2 x 2 pixels, where no window reaches over the image's sides.
class Pooling2x2Step : public Step {
 public:
  static bool fits(const Operator& op, const Operands& operands) {
    const Window& w = op.window;
    const Shape &in = operands.inputs[0].shape, &out = operands.output.shape;
    return w.height == 2 && w.width == 2 && w.stride_y == 2 && w.stride_x == 2 && out[1] * 2 <= in[1] &&
           out[2] * 2 <= in[2] && out[0] == 1 && !op.relu;
  }

  explicit Pooling2x2Step(const Operands& operands)
      : from_(operands.inputs[0].data),
        to_(operands.output.data),
        height_(static_cast<std::size_t>(operands.output.shape[1])),
        width_(static_cast<std::size_t>(operands.output.shape[2])),
        channels_(static_cast<std::size_t>(operands.output.shape[3])),
        row_(static_cast<std::size_t>(operands.inputs[0].shape[2]) * channels_) {}

  void run(Team& team) override {
    const std::size_t parts = height_ * width_ * channels_ * 4 < kWorthSharing ? 1 : team.size();
    team.run(parts, [&](std::size_t part) { run_rows(height_ * part / parts, height_ * (part + 1) / parts); });
  }

 private:
  void run_rows(std::size_t first, std::size_t last) const {
    for (std::size_t y = first; y < last; ++y) {
      const float* upper = from_ + 2 * y * row_;
      for (std::size_t x = 0; x < width_; ++x, upper += 2 * channels_)
        largest_of_four({upper, upper + channels_, upper + row_, upper + row_ + channels_},
                        to_ + (y * width_ + x) * channels_, channels_);
    }
  }

  const float* from_;
  float* to_;
  std::size_t height_, width_, channels_, row_;
};

}  // namespace

std::unique_ptr<Step> make_pooling(const Operator& op, const Operands& operands) {
  if (Pooling2x2Step::fits(op, operands)) return std::make_unique<Pooling2x2Step>(operands);
  return make_window(op, operands);
}

}  // namespace emo3d::tflite
