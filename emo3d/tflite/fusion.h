#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "emo3d/tflite/graph.h"

namespace emo3d::tflite {

enum class Activation : std::uint8_t { kNone, kRelu, kPrelu };

/// An operator with what a convolution can do before it writes its result:
/// output = activation(op(inputs) + residual).
struct FusedOperator {
  Operator op;
  std::size_t residual = Operator::kNoTensor;  ///< Of the output's shape.
  Activation activation = Activation::kNone;
  std::size_t slope = Operator::kNoTensor;  ///< Of kPrelu: a constant, one value a channel.
};

/// The graph's operators in an order in which they can run, with every ADD, RELU and PRELU that follows a convolution
/// drawn into it where nothing else reads what lies between. A convolution's own
/// Operator::relu becomes its activation.
[[nodiscard]] std::vector<FusedOperator> fuse(const Graph& graph);

}  // namespace emo3d::tflite
