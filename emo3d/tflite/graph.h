#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a model file says, after it has been read and checked; how the rest of the module sees a model.
namespace emo3d::tflite {

/// Sides of a row-major tensor, none for a single number. Every side is at least 1.
using Shape = std::vector<int>;

/// Sides that a tensor may have at most.
constexpr std::size_t kMaxRank = 6;

/// Values that one tensor may have, and all activations of a model together.
constexpr std::size_t kMaxElements = std::size_t{1} << 26;
/// Multiply-adds, comparisons and the like of one run: some seconds.
constexpr std::size_t kMaxWork = std::size_t{1} << 34;

/// For shapes that have been checked.
[[nodiscard]] std::size_t element_count(const Shape& shape);
/// Nothing where a side is below 1 or there are more than `limit` values.
[[nodiscard]] std::optional<std::size_t> checked_element_count(std::span<const int> shape, std::size_t limit);
/// "[1, 128, 128, 3]".
[[nodiscard]] std::string to_string(const Shape& shape);

enum class OpKind : std::uint8_t {
  kAdd,
  kConcatenation,
  kConv2d,
  kDepthwiseConv2d,
  kDequantize,
  kLogistic,
  kMaxPool2d,
  kMul,
  kRelu,
  kReshape,
  kPad,
  kTranspose,
  kMean,
  kSub,
  kDiv,
  kStridedSlice,
  kPrelu,
  kNeg,
  kSum,
  kSqrt,
  kRsqrt,
  kSquaredDifference,
};

/// The format's name of an operator: "CONV_2D".
[[nodiscard]] std::string_view name(OpKind kind);

/// How a convolution or a pooling walks over an image; SAME padding is resolved to numbers.
struct Window {
  int height = 1, width = 1;
  int stride_y = 1, stride_x = 1;
  int top = 0, left = 0;  ///< Rows and columns of padding in front; what is needed behind follows from the shapes.
};

struct Tensor {
  std::string name;
  Shape shape;
  bool constant = false;
  std::vector<float> values;       ///< Of a float constant, widened from float16 where the file has that.
  std::vector<std::int32_t> ints;  ///< Of an int32 constant.
};

struct Operator {
  /// An input that an operator may lack (a bias).
  static constexpr std::size_t kNoTensor = SIZE_MAX;

  OpKind kind = OpKind::kAdd;
  std::size_t index = 0;            ///< In the file; errors name it.
  std::vector<std::size_t> inputs;  ///< Tensors; constant int32 inputs are resolved to the fields below.
  std::size_t output = 0;
  bool relu = false;  ///< The fused activation.
  Window window;      ///< CONV_2D, DEPTHWISE_CONV_2D, MAX_POOL_2D.
  /// TRANSPOSE: the input's axis for each of the output's. MEAN, SUM: the axes that go, ascending and neighbours.
  /// CONCATENATION: the one axis.
  std::vector<int> axes;
  /// PAD: zeros in front of each axis. STRIDED_SLICE: the first index of each of the input's axes.
  std::vector<int> begins;
  /// STRIDED_SLICE: sides of the block that is taken, before axes are dropped.
  Shape block;
};

struct Graph {
  std::vector<Tensor> tensors;
  std::vector<Operator> operators;  ///< In an order in which they can run; none computes a constant.
  std::vector<std::size_t> inputs, outputs;
  std::size_t multiply_adds = 0;  ///< Of all convolutions.
  std::size_t work = 0;           ///< With what poolings, reductions and elementwise operators do.
};

}  // namespace emo3d::tflite
