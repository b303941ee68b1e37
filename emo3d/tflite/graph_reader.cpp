#include "emo3d/tflite/graph_reader.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "emo3d/base/error.h"
#include "emo3d/base/half.h"
#include "emo3d/tflite/file_options.h"
#include "emo3d/tflite/flat_table.h"

// Field numbers, operator codes and option types are those of the format's schema, version 3:
// https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
namespace emo3d::tflite {
namespace {

constexpr std::uint32_t kSchemaVersion = 3;
constexpr std::size_t kMaxOperators = 4096;
constexpr std::size_t kMaxTensors = 16384;
constexpr std::size_t kMaxBuffers = 2 * kMaxTensors;  // metadata has some too
/// Names are copied, and all tensors of a file may share one.
constexpr std::size_t kMaxNameBytes = 1024;
/// Tensors may share a buffer; together they may name this many times the file's bytes.
constexpr std::size_t kMaxSharing = 4;

enum class ElementType : std::int8_t { kFloat32 = 0, kFloat16 = 1, kInt32 = 2 };

/// Which table of options an operator has in the file; kNone where none is read.
enum class OptionsType : std::uint8_t {
  kNone = 0,
  kConv2d = 1,
  kDepthwiseConv2d = 2,
  kPool2d = 5,
  kConcatenation = 10,
  kAdd = 11,
  kReshape = 17,
  kMul = 21,
  kReducer = 27,
  kSub = 28,
  kDiv = 29,
  kStridedSlice = 32,
};

struct OpFormat {
  OpKind kind;
  std::int32_t code;
  std::int32_t max_version;  ///< Later ones mean other types or rules.
  OptionsType options = OptionsType::kNone;
  bool options_needed = false;
};

constexpr std::array kOps = {
    OpFormat{OpKind::kAdd, 0, 1, OptionsType::kAdd},
    OpFormat{OpKind::kConcatenation, 2, 1, OptionsType::kConcatenation, true},
    OpFormat{OpKind::kConv2d, 3, 1, OptionsType::kConv2d, true},
    OpFormat{OpKind::kDepthwiseConv2d, 4, 1, OptionsType::kDepthwiseConv2d, true},
    OpFormat{OpKind::kDequantize, 6, 3},
    OpFormat{OpKind::kLogistic, 14, 1},
    OpFormat{OpKind::kMaxPool2d, 17, 1, OptionsType::kPool2d, true},
    OpFormat{OpKind::kMul, 18, 1, OptionsType::kMul},
    OpFormat{OpKind::kRelu, 19, 1},
    OpFormat{OpKind::kReshape, 22, 1, OptionsType::kReshape},
    OpFormat{OpKind::kPad, 34, 1},
    OpFormat{OpKind::kTranspose, 39, 1},
    OpFormat{OpKind::kMean, 40, 1, OptionsType::kReducer},
    OpFormat{OpKind::kSub, 41, 1, OptionsType::kSub},
    OpFormat{OpKind::kDiv, 42, 1, OptionsType::kDiv},
    OpFormat{OpKind::kStridedSlice, 45, 1, OptionsType::kStridedSlice, true},
    OpFormat{OpKind::kPrelu, 54, 1},
    OpFormat{OpKind::kNeg, 59, 1},
    OpFormat{OpKind::kSum, 74, 1, OptionsType::kReducer},
    OpFormat{OpKind::kSqrt, 75, 1},
    OpFormat{OpKind::kRsqrt, 76, 1},
    OpFormat{OpKind::kSquaredDifference, 99, 1},
};

FileOptions read_options(OptionsType type, const FlatTable& table) {
  FileOptions options;
  const auto number = [&](std::uint16_t field, std::int32_t fallback = 0) { return table.scalar(field, fallback); };
  const auto byte = [&](std::uint16_t field) { return table.scalar<std::uint8_t>(field, 0); };
  const auto mask = [&](std::uint16_t field) { return static_cast<unsigned>(number(field)); };
  switch (type) {
    case OptionsType::kConv2d:
      options.same_padding = byte(0) == 0;
      options.stride_x = number(1);
      options.stride_y = number(2);
      options.activation = byte(3);
      options.dilation_x = number(4, 1);
      options.dilation_y = number(5, 1);
      break;
    case OptionsType::kDepthwiseConv2d:
      options.same_padding = byte(0) == 0;
      options.stride_x = number(1);
      options.stride_y = number(2);
      options.depth_multiplier = number(3);
      options.activation = byte(4);
      options.dilation_x = number(5, 1);
      options.dilation_y = number(6, 1);
      break;
    case OptionsType::kPool2d:
      options.same_padding = byte(0) == 0;
      options.stride_x = number(1);
      options.stride_y = number(2);
      options.window_width = number(3);
      options.window_height = number(4);
      options.activation = byte(5);
      break;
    case OptionsType::kConcatenation:
      options.axis = number(0);
      options.activation = byte(1);
      break;
    case OptionsType::kAdd:
    case OptionsType::kMul:
    case OptionsType::kSub:
    case OptionsType::kDiv:
      options.activation = byte(0);
      break;
    case OptionsType::kReshape: {
      const auto shape = table.vector<std::int32_t>(0);
      options.new_shape.assign(shape.begin(), shape.end());
      break;
    }
    case OptionsType::kReducer:
      options.keep_dims = table.scalar<std::uint8_t>(0, 0) != 0;
      break;
    case OptionsType::kStridedSlice:
      options.begin_mask = mask(0);
      options.end_mask = mask(1);
      options.ellipsis_mask = mask(2);
      options.new_axis_mask = mask(3);
      options.shrink_axis_mask = mask(4);
      break;
    case OptionsType::kNone:
      break;
  }
  return options;
}

class Reader {
 public:
  Reader(std::span<const std::byte> bytes, const std::string& name) : bytes_(bytes, name) {}

  Graph read() {
    const FlatTable root = FlatTable::root(bytes_, "TFL3");
    const auto version = root.scalar<std::uint32_t>(0, 0);
    expect(version == kSchemaVersion, "format version {}, expected {}", version, kSchemaVersion);
    const auto subgraph_count = root.count(2);
    expect(subgraph_count == 1, "{} subgraphs, expected 1", subgraph_count);
    const auto subgraphs = root.tables(2);
    codes_ = tables(root, 1, kMaxOperators, "operator codes");
    buffers_ = tables(root, 4, kMaxBuffers, "buffers");
    read_tensors(tables(subgraphs[0], 0, kMaxTensors, "tensors"));
    read_inputs(subgraphs[0].vector<std::int32_t>(1));
    const auto operators = tables(subgraphs[0], 3, kMaxOperators, "operators");
    for (std::size_t i = 0; i < operators.size(); ++i) read_operator(i, operators[i]);
    read_outputs(subgraphs[0].vector<std::int32_t>(2));
    return std::move(graph_);
  }

 private:
  template <typename... Args>
  void expect(bool condition, fmt::format_string<Args...> format, Args&&... args) const {
    if (!condition) [[unlikely]]
      fail(ErrorCode::kInvalidData, "{}: {}", bytes_.name(), fmt::format(format, std::forward<Args>(args)...));
  }

  /// A vector of tables, which may all be one of a few bytes.
  [[nodiscard]] std::vector<FlatTable> tables(const FlatTable& table, std::uint16_t field, std::size_t most,
                                              std::string_view what) const {
    const std::size_t count = table.count(field);
    expect(count <= most, "{} {}, at most {} are supported", count, what, most);
    return table.tables(field);
  }

  [[nodiscard]] std::size_t tensor_index(std::int32_t value, std::string_view where) const {
    expect(value >= 0 && static_cast<std::size_t>(value) < graph_.tensors.size(), "{}: tensor {} of {}", where, value,
           graph_.tensors.size());
    return static_cast<std::size_t>(value);
  }

  void read_tensors(const std::vector<FlatTable>& tables) {
    graph_.tensors.resize(tables.size());
    ready_.resize(tables.size());
    halves_.resize(tables.size());
    types_.resize(tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) read_tensor(i, tables[i]);
  }

  void read_tensor(std::size_t index, const FlatTable& table) {
    Tensor& tensor = graph_.tensors[index];
    const std::string_view text = table.text(3);
    expect(text.size() <= kMaxNameBytes, "tensor {}: a name of {} bytes, at most {} are supported", index, text.size(),
           kMaxNameBytes);
    tensor.name = text;
    const auto shape = table.vector<std::int32_t>(0);
    expect(shape.size() <= kMaxRank, "tensor {}: {} sides, at most {} are supported", index, shape.size(), kMaxRank);
    tensor.shape.assign(shape.begin(), shape.end());
    const auto count = checked_element_count(tensor.shape, kMaxElements);
    expect(count.has_value(), "tensor {}: shape {} is empty or too large", index, to_string(tensor.shape));
    const auto signature = table.vector<std::int32_t>(7);
    expect(signature.empty() || std::ranges::equal(signature, shape, [](int s, int d) { return s == d || s == -1; }),
           "tensor {}: its signature does not fit its shape {}", index, to_string(tensor.shape));
    expect(table.scalar<std::uint8_t>(5, 0) == 0, "tensor {}: variables are not supported", index);
    expect(!table.has(6), "tensor {}: sparse tensors are not supported", index);
    types_[index] = table.scalar<std::int8_t>(1, 0);

    const auto buffer = table.scalar<std::uint32_t>(2, 0);
    expect(buffer < buffers_.size(), "tensor {}: buffer {} of {}", index, buffer, buffers_.size());
    expect(!buffers_[buffer].has(1) && !buffers_[buffer].has(2), "buffer {}: data outside of the flatbuffer", buffer);
    const auto data = buffers_[buffer].vector<std::uint8_t>(0);
    if (!data.empty()) read_constant(index, *count, data);
  }

  void read_constant(std::size_t index, std::size_t count, std::span<const std::uint8_t> data) {
    const std::size_t width = types_[index] == static_cast<std::int8_t>(ElementType::kFloat16) ? 2 : 4;
    expect(data.size() == count * width, "tensor {}: {} bytes for shape {}, expected {}", index, data.size(),
           to_string(graph_.tensors[index].shape), count * width);
    constant_bytes_ += data.size();
    expect(constant_bytes_ <= kMaxSharing * bytes_.size(), "tensor {}: too many tensors share a buffer", index);
    Tensor& tensor = graph_.tensors[index];
    switch (static_cast<ElementType>(types_[index])) {
      case ElementType::kFloat32:
        tensor.values.resize(count);
        std::memcpy(tensor.values.data(), data.data(), data.size());
        break;
      case ElementType::kInt32:
        tensor.ints.resize(count);
        std::memcpy(tensor.ints.data(), data.data(), data.size());
        break;
      case ElementType::kFloat16:
        halves_[index] = data;
        return;  // widened by the operator that asks for it
      default:
        return;  // an operator that reads it is refused
    }
    tensor.constant = true;
    ready_[index] = true;
  }

  void read_inputs(std::span<const std::int32_t> inputs) {
    for (const std::int32_t value : inputs) {
      const std::size_t index = tensor_index(value, "the model's inputs");
      expect(types_[index] == 0, "input tensor {}: type {}, expected float32", index, types_[index]);
      expect(!ready_[index], "input tensor {}: is a constant or named twice", index);
      ready_[index] = true;
      graph_.inputs.push_back(index);
      add_activation(index);
    }
  }

  void add_activation(std::size_t index) {
    activations_ += element_count(graph_.tensors[index].shape);
    expect(activations_ <= kMaxElements, "tensor {}: activations of more than {} values", index, kMaxElements);
  }

  void read_outputs(std::span<const std::int32_t> outputs) {
    expect(!outputs.empty(), "the model has no outputs");
    for (const std::int32_t value : outputs) {
      const std::size_t index = tensor_index(value, "the model's outputs");
      expect(ready_[index] && !graph_.tensors[index].constant && std::ranges::count(graph_.inputs, index) == 0,
             "output tensor {}: no operator computes it", index);
      expect(std::ranges::count(graph_.outputs, index) == 0, "output tensor {}: is named twice", index);
      graph_.outputs.push_back(index);
    }
  }

  [[nodiscard]] const OpFormat& format(std::size_t index, const FlatTable& table) const {
    const auto opcode = table.scalar<std::uint32_t>(0, 0);
    expect(opcode < codes_.size(), "operator {}: code {} of {}", index, opcode, codes_.size());
    const FlatTable& code = codes_[opcode];
    // Files from before 2020 have the code in a byte only, where later ones repeat it or say 127.
    const std::int32_t builtin =
        std::max<std::int32_t>(code.scalar<std::int8_t>(0, 0), code.scalar<std::int32_t>(3, 0));
    constexpr std::int32_t kCustom = 32;
    expect(builtin != kCustom, "operator {}: custom operator {} is not supported", index, quote(code.text(1)));
    const auto* found = std::ranges::find(kOps, builtin, &OpFormat::code);
    expect(found != kOps.end(), "operator {}: operator code {} is not supported", index, builtin);
    const auto version = code.scalar<std::int32_t>(2, 1);
    expect(version >= 1 && version <= found->max_version, "operator {} ({}): version {} is not supported", index,
           name(found->kind), version);
    return *found;
  }

  void read_operator(std::size_t index, const FlatTable& table) {
    const OpFormat& op_format = format(index, table);
    const std::string where = fmt::format("{}: operator {} ({})", bytes_.name(), index, name(op_format.kind));
    Operator op;
    op.kind = op_format.kind;
    op.index = index;
    const auto inputs = table.vector<std::int32_t>(1);
    const auto outputs = table.vector<std::int32_t>(2);
    const auto here = fmt::format("operator {} ({})", index, name(op_format.kind));
    expect(outputs.size() == 1, "{}: {} outputs, expected 1", here, outputs.size());
    op.output = tensor_index(outputs[0], here);
    expect(!ready_[op.output] && halves_[op.output].empty(), "{}: tensor {} has a value already", here, op.output);
    expect(types_[op.output] == 0, "{}: output of type {}, expected float32", here, types_[op.output]);
    for (const std::int32_t value : inputs)
      op.inputs.push_back(value == -1 ? Operator::kNoTensor : tensor_index(value, here));
    if (op.kind == OpKind::kDequantize && widen(op, here)) return;
    for (const std::size_t input : op.inputs) {
      expect(input == Operator::kNoTensor || ready_[input],
             "{}: tensor {} has no value yet or a type other than float32", here, input);
    }

    const auto type = static_cast<OptionsType>(table.scalar<std::uint8_t>(3, 0));
    const auto options = table.table(4);
    expect(!options.has_value() || op_format.options == OptionsType::kNone || type == op_format.options,
           "{}: options of type {}", here, static_cast<int>(type));
    expect(options.has_value() || !op_format.options_needed, "{}: options are missing", here);
    const FileOptions read = options.has_value() ? read_options(op_format.options, *options) : FileOptions{};
    const Shape shape = resolve(graph_, op, read, where);
    expect(shape == graph_.tensors[op.output].shape, "{}: its output has shape {}, the file says {}", here,
           to_string(shape), to_string(graph_.tensors[op.output].shape));
    ready_[op.output] = true;
    add_activation(op.output);
    graph_.operators.push_back(std::move(op));
  }

  /// Makes the output of a DEQUANTIZE of float16 weights a constant.
  [[nodiscard]] bool widen(const Operator& op, const std::string& here) {
    expect(op.inputs.size() == 1 && op.inputs[0] != Operator::kNoTensor, "{}: expected 1 input", here);
    const auto data = halves_[op.inputs[0]];
    if (data.empty()) return false;
    Tensor& tensor = graph_.tensors[op.output];
    expect(tensor.shape == graph_.tensors[op.inputs[0]].shape, "{}: from shape {} to {}", here,
           to_string(graph_.tensors[op.inputs[0]].shape), to_string(tensor.shape));
    widened_ += data.size();
    expect(widened_ <= kMaxSharing * bytes_.size(), "{}: weights are widened again and again", here);
    tensor.values.resize(data.size() / sizeof(std::uint16_t));
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      std::uint16_t bits = 0;
      std::memcpy(&bits, &data[i * sizeof bits], sizeof bits);
      tensor.values[i] = widen_half(bits);
    }
    tensor.constant = true;
    ready_[op.output] = true;
    return true;
  }

  FlatBytes bytes_;
  Graph graph_;
  std::vector<FlatTable> codes_, buffers_;
  std::vector<bool> ready_;                            ///< By tensor: whether an operator may read it.
  std::vector<std::span<const std::uint8_t>> halves_;  ///< By tensor: float16 constants.
  std::vector<std::int8_t> types_;
  std::size_t constant_bytes_ = 0, widened_ = 0, activations_ = 0;
};

}  // namespace

Graph read_graph(std::span<const std::byte> bytes, const std::string& name) { return Reader(bytes, name).read(); }

}  // namespace emo3d::tflite
