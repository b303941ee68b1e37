#pragma once

#include <memory>
#include <vector>

#include "emo3d/base/team.h"
#include "emo3d/tflite/fusion.h"
#include "emo3d/tflite/graph.h"

namespace emo3d::tflite {

/// One thing that an executor does at each run, with its memory bound when it is made.
class Step {
 public:
  Step() = default;
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  virtual ~Step() = default;
  virtual void run(Team& team) = 0;

  /// Memory that a step needs while it runs, which all steps share; use_scratch() says where before the first run.
  [[nodiscard]] virtual std::size_t scratch_bytes() const { return 0; }
  virtual void use_scratch(std::byte* /*memory*/) {}
};

/// A tensor's shape and where its values lie.
struct Values {
  Shape shape;
  float* data = nullptr;
};

/// What a step works on. Constants among the inputs are not written to.
struct Operands {
  std::vector<Values> inputs;
  Values output;
  const float* residual = nullptr;  ///< Of the output's shape, added to it; may be the output's own memory.
  Activation activation = Activation::kNone;
  const float* slope = nullptr;  ///< Of kPrelu, by channel.
};

/// Multiply-adds from which on sharing work pays: about ten microseconds of one thread.
constexpr std::size_t kWorthSharing = 300'000;

struct ConvolutionOptions {
  std::size_t parts = 1;  ///< Into how many pieces a large convolution is cut, each for one thread of a team.
  bool bf16 = false;      ///< Whether large convolutions round their inputs and weights to bfloat16.
};
[[nodiscard]] std::unique_ptr<Step> make_convolution(const Operator& op, const Operands& operands,
                                                     const ConvolutionOptions& options);
[[nodiscard]] std::unique_ptr<Step> make_depthwise(const Operator& op, const Operands& operands);
/// DEPTHWISE_CONV_2D and MAX_POOL_2D of any size.
[[nodiscard]] std::unique_ptr<Step> make_window(const Operator& op, const Operands& operands);
[[nodiscard]] std::unique_ptr<Step> make_pooling(const Operator& op, const Operands& operands);
/// ADD, SUB, MUL, DIV, SQUARED_DIFFERENCE, PRELU.
[[nodiscard]] std::unique_ptr<Step> make_binary(const Operator& op, const Operands& operands);
/// RELU, LOGISTIC, NEG, SQRT, RSQRT.
[[nodiscard]] std::unique_ptr<Step> make_unary(const Operator& op, const Operands& operands);
/// MEAN, SUM.
[[nodiscard]] std::unique_ptr<Step> make_reduction(const Operator& op, const Operands& operands);
/// CONCATENATION, PAD, RESHAPE, STRIDED_SLICE, TRANSPOSE.
[[nodiscard]] std::unique_ptr<Step> make_copy(const Operator& op, const Operands& operands);

}  // namespace emo3d::tflite
