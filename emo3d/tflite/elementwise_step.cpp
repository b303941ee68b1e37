#include <algorithm>
#include <cmath>

#include "emo3d/tflite/step.h"
#include "emo3d/tflite/strides.h"

namespace emo3d::tflite {
namespace {

template <typename Function>
class BinaryStep : public Step {
 public:
  BinaryStep(const Operands& operands, bool relu)
      : walk_{operands.output.shape, broadcast_strides(operands.inputs[0].shape, operands.output.shape),
              broadcast_strides(operands.inputs[1].shape, operands.output.shape)},
        a_(operands.inputs[0].data),
        b_(operands.inputs[1].data),
        to_(operands.output.data),
        relu_(relu) {
    walk_.simplify();
  }

  void run(Team& /*team*/) override {
    const auto count = static_cast<std::size_t>(walk_.shape.back());
    const std::size_t a_step = walk_.first.back(), b_step = walk_.second.back();
    const Function function;
    walk_.each_row([&](std::size_t a, std::size_t b, std::size_t row) {
      float* to = to_ + row * count;
      const float *left = a_ + a, *right = b_ + b;
      if (a_step == 1 && b_step == 1) {
        for (std::size_t i = 0; i < count; ++i) to[i] = function(left[i], right[i]);
      } else if (a_step == 1) {
        for (std::size_t i = 0; i < count; ++i) to[i] = function(left[i], *right);
      } else {
        for (std::size_t i = 0; i < count; ++i) to[i] = function(left[i * a_step], right[i * b_step]);
      }
      if (relu_)
        for (std::size_t i = 0; i < count; ++i) to[i] = std::max(to[i], 0.0F);
    });
  }

 private:
  PairWalk walk_;
  const float *a_, *b_;
  float* to_;
  bool relu_;
};

template <typename Function>
class UnaryStep : public Step {
 public:
  explicit UnaryStep(const Operands& operands)
      : from_(operands.inputs[0].data), to_(operands.output.data), count_(element_count(operands.output.shape)) {}
  void run(Team& /*team*/) override {
    const Function function;
    for (std::size_t i = 0; i < count_; ++i) to_[i] = function(from_[i]);
  }

 private:
  const float* from_;
  float* to_;
  std::size_t count_;
};

struct Add {
  float operator()(float a, float b) const { return a + b; }
};
struct Subtract {
  float operator()(float a, float b) const { return a - b; }
};
struct Multiply {
  float operator()(float a, float b) const { return a * b; }
};
struct Divide {
  float operator()(float a, float b) const { return a / b; }
};
struct SquaredDifference {
  float operator()(float a, float b) const { return (a - b) * (a - b); }
};
struct Prelu {
  float operator()(float a, float slope) const { return a >= 0 ? a : a * slope; }
};
struct Relu {
  float operator()(float a) const { return std::max(a, 0.0F); }
};
struct Logistic {
  float operator()(float a) const { return 1.0F / (1.0F + std::exp(-a)); }
};
struct Negate {
  float operator()(float a) const { return -a; }
};
struct SquareRoot {
  float operator()(float a) const { return std::sqrt(a); }
};
struct InverseSquareRoot {
  float operator()(float a) const { return 1.0F / std::sqrt(a); }
};

}  // namespace

std::unique_ptr<Step> make_binary(const Operator& op, const Operands& operands) {
  switch (op.kind) {
    case OpKind::kAdd:
      return std::make_unique<BinaryStep<Add>>(operands, op.relu);
    case OpKind::kSub:
      return std::make_unique<BinaryStep<Subtract>>(operands, op.relu);
    case OpKind::kMul:
      return std::make_unique<BinaryStep<Multiply>>(operands, op.relu);
    case OpKind::kDiv:
      return std::make_unique<BinaryStep<Divide>>(operands, op.relu);
    case OpKind::kPrelu:
      return std::make_unique<BinaryStep<Prelu>>(operands, op.relu);
    default:
      return std::make_unique<BinaryStep<SquaredDifference>>(operands, op.relu);
  }
}

std::unique_ptr<Step> make_unary(const Operator& op, const Operands& operands) {
  switch (op.kind) {
    case OpKind::kRelu:
      return std::make_unique<UnaryStep<Relu>>(operands);
    case OpKind::kLogistic:
      return std::make_unique<UnaryStep<Logistic>>(operands);
    case OpKind::kNeg:
      return std::make_unique<UnaryStep<Negate>>(operands);
    case OpKind::kSqrt:
      return std::make_unique<UnaryStep<SquareRoot>>(operands);
    default:
      return std::make_unique<UnaryStep<InverseSquareRoot>>(operands);
  }
}

}  // namespace emo3d::tflite
