#include "emo3d/tflite/graph.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace emo3d::tflite {

std::size_t element_count(const Shape& shape) {
  std::size_t count = 1;
  for (const int side : shape) count *= static_cast<std::size_t>(side);
  return count;
}

std::optional<std::size_t> checked_element_count(std::span<const int> shape, std::size_t limit) {
  std::size_t count = 1;
  for (const int side : shape) {
    if (side < 1 || static_cast<std::size_t>(side) > limit / count) return std::nullopt;
    count *= static_cast<std::size_t>(side);
  }
  return count;
}

std::string to_string(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

std::string_view name(OpKind kind) {
  switch (kind) {
    case OpKind::kAdd:
      return "ADD";
    case OpKind::kConcatenation:
      return "CONCATENATION";
    case OpKind::kConv2d:
      return "CONV_2D";
    case OpKind::kDepthwiseConv2d:
      return "DEPTHWISE_CONV_2D";
    case OpKind::kDequantize:
      return "DEQUANTIZE";
    case OpKind::kLogistic:
      return "LOGISTIC";
    case OpKind::kMaxPool2d:
      return "MAX_POOL_2D";
    case OpKind::kMul:
      return "MUL";
    case OpKind::kRelu:
      return "RELU";
    case OpKind::kReshape:
      return "RESHAPE";
    case OpKind::kPad:
      return "PAD";
    case OpKind::kTranspose:
      return "TRANSPOSE";
    case OpKind::kMean:
      return "MEAN";
    case OpKind::kSub:
      return "SUB";
    case OpKind::kDiv:
      return "DIV";
    case OpKind::kStridedSlice:
      return "STRIDED_SLICE";
    case OpKind::kPrelu:
      return "PRELU";
    case OpKind::kNeg:
      return "NEG";
    case OpKind::kSum:
      return "SUM";
    case OpKind::kSqrt:
      return "SQRT";
    case OpKind::kRsqrt:
      return "RSQRT";
    case OpKind::kSquaredDifference:
      return "SQUARED_DIFFERENCE";
  }
  return "unknown";
}

}  // namespace emo3d::tflite
