#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "emo3d/base/error.h"
#include "emo3d/tflite/file_options.h"

namespace emo3d::tflite {
namespace {

/// Strides and windows beyond it make no sense and would overflow.
constexpr int kMaxWindow = 1 << 14;
/// Of a convolution, the only operator with an input that may be missing: the bias, its last.
constexpr std::size_t kConvolutionInputs = 3;

/// What is known while one operator is looked at.
struct Resolver {
  Graph& graph;
  Operator& op;
  const FileOptions& options;
  const std::string& where;

  template <typename... Args>
  void expect(bool condition, fmt::format_string<Args...> format, Args&&... args) const {
    if (!condition) [[unlikely]]
      fail(ErrorCode::kInvalidData, "{}: {}", where, fmt::format(format, std::forward<Args>(args)...));
  }

  void expect_inputs(std::size_t least, std::size_t most) const {
    expect(op.inputs.size() >= least && op.inputs.size() <= most, "{} inputs, expected {} to {}", op.inputs.size(),
           least, most);
    for (std::size_t i = 0; i < op.inputs.size(); ++i)
      expect(op.inputs[i] != Operator::kNoTensor || (i == 2 && most == kConvolutionInputs), "input {} is missing", i);
  }
  [[nodiscard]] const Tensor& input(std::size_t i) const { return graph.tensors[op.inputs[i]]; }

  /// Shape of an input that holds floats.
  [[nodiscard]] const Shape& shape(std::size_t i) const {
    expect(input(i).ints.empty(), "input {} holds whole numbers, expected float32", i);
    return input(i).shape;
  }
  [[nodiscard]] const Shape& image(std::size_t i) const {
    const Shape& sides = shape(i);
    expect(sides.size() == 4, "input {} has shape {}, expected 4 sides", i, to_string(sides));
    return sides;
  }
  /// A constant list of whole numbers.
  [[nodiscard]] const std::vector<std::int32_t>& ints(std::size_t i) const {
    expect(!input(i).ints.empty(), "input {} is not a constant int32 tensor", i);
    return input(i).ints;
  }
  [[nodiscard]] const std::vector<std::int32_t>& ints(std::size_t i, std::size_t count) const {
    const auto& values = ints(i);
    expect(values.size() == count, "input {} has {} numbers, expected {}", i, values.size(), count);
    return values;
  }
  [[nodiscard]] int axis(int value, std::size_t rank) const {
    const int sides = static_cast<int>(rank);
    expect(value >= -sides && value < sides, "axis {} of a tensor with {} sides", value, rank);
    return value < 0 ? value + sides : value;
  }
  void keep_inputs(std::size_t count) const { op.inputs.resize(count); }

  /// The output's sides along one direction, and the padding in front (TensorFlow's rules for SAME and VALID).
  [[nodiscard]] std::pair<int, int> slide(int side, int window, int stride) const {
    expect(stride >= 1 && stride <= kMaxWindow, "stride {} is not in [1, {}]", stride, kMaxWindow);
    expect(window >= 1 && window <= kMaxWindow, "window of {} is not in [1, {}]", window, kMaxWindow);
    if (!options.same_padding) {
      expect(side >= window, "a window of {} does not fit into {} without padding", window, side);
      return {(side - window) / stride + 1, 0};
    }
    const int count = (side - 1) / stride + 1;
    const int padding = std::max((count - 1) * stride + window - side, 0);
    return {count, padding / 2};
  }
  /// The output's height and width; sets op.window.
  [[nodiscard]] std::pair<int, int> slide(const Shape& image, int height, int width) const {
    const auto [rows, top] = slide(image[1], height, options.stride_y);
    const auto [columns, left] = slide(image[2], width, options.stride_x);
    op.window = {height, width, options.stride_y, options.stride_x, top, left};
    return {rows, columns};
  }

  /// Counts what is done for each value of a tensor.
  [[nodiscard]] std::size_t add_work(const Shape& values, std::size_t each) const {
    const auto count = checked_element_count(values, kMaxElements);
    expect(count.has_value(), "an output of shape {} is too large", to_string(values));
    const std::size_t work = *count * each;  // below 2^26 * 2^26
    graph.work += work;
    expect(graph.work <= kMaxWork, "more than {} operations", kMaxWork);
    return work;
  }

  void check_bias(int channels) const {
    if (op.inputs.size() < 3 || op.inputs[2] == Operator::kNoTensor) {
      keep_inputs(2);
      return;
    }
    expect(shape(2) == Shape{channels}, "bias has shape {}, expected [{}]", to_string(shape(2)), channels);
  }
  void check_constant(std::size_t i, std::string_view what) const {
    expect(input(i).constant, "{} is not constant", what);
  }

  [[nodiscard]] Shape convolution(bool depthwise) const {
    expect_inputs(2, kConvolutionInputs);
    const Shape& in = image(0);
    const Shape& filter = image(1);
    check_constant(1, "the filter");
    expect(options.dilation_y == 1 && options.dilation_x == 1, "dilation {} x {} is not supported", options.dilation_y,
           options.dilation_x);
    if (depthwise) {
      expect(options.depth_multiplier == 1, "depth multiplier {} is not supported", options.depth_multiplier);
      expect(filter[0] == 1, "filter has shape {}, expected 1 first", to_string(filter));
    }
    expect(filter[3] == in[3], "filter has shape {}, the input {} channels", to_string(filter), in[3]);
    const int channels = depthwise ? filter[3] : filter[0];
    check_bias(channels);
    if (op.inputs.size() == 3) check_constant(2, "the bias");
    const auto [rows, columns] = slide(in, filter[1], filter[2]);
    Shape out = {in[0], rows, columns, channels};
    graph.multiply_adds += add_work(out, element_count(filter) / static_cast<std::size_t>(channels));
    return out;
  }

  [[nodiscard]] Shape pooling() const {
    expect_inputs(1, 1);
    const Shape& in = image(0);
    const auto [rows, columns] = slide(in, options.window_height, options.window_width);
    Shape out = {in[0], rows, columns, in[3]};
    (void)add_work(out, element_count({std::min(op.window.height, in[1]), std::min(op.window.width, in[2])}));
    return out;
  }

  /// NumPy's rule: sides are compared from the last; 1 is stretched.
  [[nodiscard]] Shape broadcast() const {
    expect_inputs(2, 2);
    const Shape &a = shape(0), &b = shape(1);
    Shape out(std::max(a.size(), b.size()));
    for (std::size_t back = 1; back <= out.size(); ++back) {
      const int left = back <= a.size() ? a[a.size() - back] : 1;
      const int right = back <= b.size() ? b[b.size() - back] : 1;
      expect(left == right || left == 1 || right == 1, "shapes {} and {} do not go together", to_string(a),
             to_string(b));
      out[out.size() - back] = std::max(left, right);
    }
    (void)add_work(out, 1);
    return out;
  }

  [[nodiscard]] Shape prelu() const {
    Shape out = broadcast();
    expect(out == shape(0), "slope of shape {} for an input of shape {}", to_string(shape(1)), to_string(shape(0)));
    check_constant(1, "the slope");
    return out;
  }

  [[nodiscard]] Shape unary() const {
    expect_inputs(1, 1);
    (void)add_work(shape(0), 1);
    return shape(0);
  }

  [[nodiscard]] Shape reshape() const {
    expect_inputs(1, 2);
    const std::vector<std::int32_t> wanted = op.inputs.size() == 2 ? ints(1) : options.new_shape;
    const std::size_t count = element_count(shape(0));
    expect(wanted.size() <= kMaxRank, "a shape of {} sides", wanted.size());
    std::size_t known = 1;
    std::ptrdiff_t open = -1;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] == -1) {
        expect(open < 0, "two sides of the new shape are open");
        open = static_cast<std::ptrdiff_t>(i);
        continue;
      }
      expect(wanted[i] >= 1 && known <= count, "{} values do not fill the new shape {}", count, to_string(wanted));
      known *= static_cast<std::size_t>(wanted[i]);
    }
    Shape out(wanted.begin(), wanted.end());
    expect(known != 0 && count % known == 0 && (open >= 0 || known == count), "{} values do not fill the new shape {}",
           count, to_string(wanted));
    if (open >= 0) out[static_cast<std::size_t>(open)] = static_cast<int>(count / known);
    keep_inputs(1);
    return out;
  }

  [[nodiscard]] Shape pad() const {
    expect_inputs(2, 2);
    Shape out = shape(0);
    const auto& paddings = ints(1, 2 * out.size());
    expect(input(1).shape == Shape{static_cast<int>(out.size()), 2}, "paddings have shape {}",
           to_string(input(1).shape));
    for (std::size_t i = 0; i < out.size(); ++i) {
      const int before = paddings[2 * i], after = paddings[2 * i + 1];
      constexpr int kMax = 1 << 26;
      expect(before >= 0 && before <= kMax && after >= 0 && after <= kMax, "paddings of {} and {}", before, after);
      op.begins.push_back(before);
      out[i] += before + after;  // at most 3 * 2^26
    }
    keep_inputs(1);
    return out;
  }

  [[nodiscard]] Shape transpose() const {
    expect_inputs(2, 2);
    const Shape in = shape(0);
    const auto& order = ints(1, in.size());
    Shape out;
    std::vector<bool> taken(in.size());
    for (const int value : order) {
      const auto from = static_cast<std::size_t>(axis(value, in.size()));
      expect(!taken[from], "axis {} is taken twice", from);
      taken[from] = true;
      op.axes.push_back(static_cast<int>(from));
      out.push_back(in[from]);
    }
    keep_inputs(1);
    return out;
  }

  [[nodiscard]] Shape reduction() const {
    expect_inputs(2, 2);
    const Shape in = shape(0);
    expect(ints(1).size() <= kMaxRank, "{} axes", ints(1).size());
    for (const int value : ints(1)) op.axes.push_back(axis(value, in.size()));
    std::ranges::sort(op.axes);
    for (std::size_t i = 1; i < op.axes.size(); ++i)
      expect(op.axes[i] == op.axes[i - 1] + 1, "axes that are not neighbours are not supported");
    Shape out;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const bool goes = std::ranges::find(op.axes, static_cast<int>(i)) != op.axes.end();
      if (!goes) out.push_back(in[i]);
      if (goes && options.keep_dims) out.push_back(1);
    }
    (void)add_work(in, 1);
    keep_inputs(1);
    return out;
  }

  [[nodiscard]] Shape concatenation() const {
    expect_inputs(1, 64);
    Shape out = shape(0);
    const auto along = static_cast<std::size_t>(axis(options.axis, out.size()));
    op.axes = {static_cast<int>(along)};
    long long side = out[along];
    for (std::size_t i = 1; i < op.inputs.size(); ++i) {
      Shape other = shape(i);
      expect(other.size() == out.size(), "shapes {} and {} do not go together", to_string(out), to_string(other));
      side += other[along];
      other[along] = out[along];
      expect(other == out, "shapes {} and {} do not go together", to_string(out), to_string(shape(i)));
    }
    expect(side <= 1 << 26, "a side of {}", side);
    out[along] = static_cast<int>(side);
    return out;
  }

  [[nodiscard]] Shape strided_slice() const {
    expect_inputs(4, 4);
    const Shape in = shape(0);
    expect(options.ellipsis_mask == 0 && options.new_axis_mask == 0, "ellipses and new axes are not supported");
    expect(in.size() <= kMaxRank && !in.empty(), "a slice of shape {}", to_string(in));
    const auto &begin = ints(1, in.size()), &end = ints(2, in.size()), &step = ints(3, in.size());
    Shape out;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const unsigned bit = 1U << i;
      expect(step[i] == 1, "a step of {} is not supported", step[i]);
      const auto place = [&](int value) {
        const long long from_front = value < 0 ? static_cast<long long>(value) + in[i] : value;
        return static_cast<int>(std::clamp<long long>(from_front, 0, in[i]));
      };
      const int first = (options.begin_mask & bit) != 0 ? 0 : place(begin[i]);
      const bool one = (options.shrink_axis_mask & bit) != 0;
      const int last = one ? first + 1 : (options.end_mask & bit) != 0 ? in[i] : place(end[i]);
      expect(last > first && last <= in[i], "an empty slice [{}, {}) of axis {} in shape {}", first, last, i,
             to_string(in));
      op.begins.push_back(first);
      op.block.push_back(last - first);
      if (!one) out.push_back(last - first);
    }
    keep_inputs(1);
    return out;
  }

  [[nodiscard]] Shape output() const {
    switch (op.kind) {
      case OpKind::kConv2d:
        return convolution(false);
      case OpKind::kDepthwiseConv2d:
        return convolution(true);
      case OpKind::kMaxPool2d:
        return pooling();
      case OpKind::kAdd:
      case OpKind::kSub:
      case OpKind::kMul:
      case OpKind::kDiv:
      case OpKind::kSquaredDifference:
        return broadcast();
      case OpKind::kPrelu:
        return prelu();
      case OpKind::kRelu:
      case OpKind::kLogistic:
      case OpKind::kNeg:
      case OpKind::kSqrt:
      case OpKind::kRsqrt:
        return unary();
      case OpKind::kReshape:
        return reshape();
      case OpKind::kPad:
        return pad();
      case OpKind::kTranspose:
        return transpose();
      case OpKind::kMean:
      case OpKind::kSum:
        return reduction();
      case OpKind::kConcatenation:
        return concatenation();
      case OpKind::kStridedSlice:
        return strided_slice();
      case OpKind::kDequantize:
        break;
    }
    fail(ErrorCode::kInvalidData, "{}: only constants can be dequantized", where);
  }
};

}  // namespace

Shape resolve(Graph& graph, Operator& op, const FileOptions& options, const std::string& where) {
  const Resolver resolver{graph, op, options, where};
  resolver.expect(options.activation == 0 || options.activation == 1, "fused activation {} is not supported",
                  options.activation);
  op.relu = options.activation == 1;
  return resolver.output();
}

}  // namespace emo3d::tflite
