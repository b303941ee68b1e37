#pragma once

#include <memory>
#include <vector>

#include "emo3d/tflite/graph.h"

namespace emo3d::tflite {

/// One thing that an executor does at each run, with its memory bound when it is made.
class Step {
 public:
  Step() = default;
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  virtual ~Step() = default;
  virtual void run() = 0;
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
};

[[nodiscard]] std::unique_ptr<Step> make_convolution(const Operator& op, const Operands& operands);
[[nodiscard]] std::unique_ptr<Step> make_depthwise(const Operator& op, const Operands& operands);
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
