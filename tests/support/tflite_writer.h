#pragma once

#include <flatbuffers/flatbuffer_builder.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// TensorFlow Lite files that tests write themselves, sound ones and others: whatever is said here is written.
namespace emo3d::testing {

/// Operator codes and option types of the format.
namespace tflite_code {
inline constexpr int kAdd = 0, kConcatenation = 2, kConv2d = 3, kDepthwiseConv2d = 4, kDequantize = 6, kLogistic = 14,
                     kMaxPool2d = 17, kMul = 18, kRelu = 19, kReshape = 22, kCustom = 32, kPad = 34, kTranspose = 39,
                     kMean = 40, kSub = 41, kDiv = 42, kStridedSlice = 45, kPrelu = 54, kNeg = 59, kSum = 74,
                     kSqrt = 75, kRsqrt = 76, kSquaredDifference = 99;
}  // namespace tflite_code

/// One field of a table of options: its number, its value, and how many bytes it has (1 or 4), or a list.
struct TfliteField {
  int field;
  int value = 0;
  int bytes = 4;
  std::vector<std::int32_t> list{};
};

struct TfliteOptions {
  int type = 0;
  std::vector<TfliteField> fields{};
};

inline TfliteOptions conv_options(bool same, int stride, int activation = 0) {
  return {1, {{0, same ? 0 : 1, 1}, {1, stride}, {2, stride}, {3, activation, 1}}};
}
inline TfliteOptions depthwise_options(bool same, int stride, int activation = 0) {
  return {2, {{0, same ? 0 : 1, 1}, {1, stride}, {2, stride}, {3, 1}, {4, activation, 1}}};
}
inline TfliteOptions pool_options(bool same, int stride, int window) {
  return {5, {{0, same ? 0 : 1, 1}, {1, stride}, {2, stride}, {3, window}, {4, window}}};
}
/// ADD 11, MUL 21, SUB 28, DIV 29.
inline TfliteOptions activation_options(int type, int activation) { return {type, {{0, activation, 1}}}; }
inline TfliteOptions concatenation_options(int axis) { return {10, {{0, axis}}}; }
inline TfliteOptions reducer_options(bool keep) { return {27, {{0, keep ? 1 : 0, 1}}}; }
inline TfliteOptions slice_options(int begin_mask, int end_mask, int shrink_mask) {
  return {32, {{0, begin_mask}, {1, end_mask}, {4, shrink_mask}}};
}

class TfliteWriter {
 public:
  static constexpr int kFloat32 = 0, kFloat16 = 1, kInt32 = 2;

  std::vector<int> inputs{}, outputs{};
  std::uint32_t schema_version = 3;

  /// A tensor without a value; gives its index.
  int tensor(std::vector<int> shape, int type = kFloat32) { return add(std::move(shape), type, {}); }
  int input(std::vector<int> shape) {
    inputs.push_back(tensor(std::move(shape)));
    return inputs.back();
  }
  int floats(std::vector<int> shape, std::span<const float> values) { return add(std::move(shape), kFloat32, values); }
  int ints(std::vector<int> shape, const std::vector<std::int32_t>& values) {
    return add(std::move(shape), kInt32, std::span(values));
  }
  int halves(std::vector<int> shape, const std::vector<std::uint16_t>& bits) {
    return add(std::move(shape), kFloat16, std::span(bits));
  }
  /// An operator; gives its output, a new tensor of `shape`.
  int op(int code, std::vector<int> op_inputs, std::vector<int> shape, TfliteOptions options = {}, int version = 1) {
    const int output = tensor(std::move(shape));
    ops_.push_back({code, version, std::move(op_inputs), {output}, std::move(options)});
    return output;
  }
  /// An operator that writes to a given tensor.
  void op_into(int output, int code, std::vector<int> op_inputs) {
    ops_.push_back({code, 1, std::move(op_inputs), {output}, {}});
  }

  [[nodiscard]] std::string file() const {
    flatbuffers::FlatBufferBuilder builder;
    using Table = flatbuffers::Offset<flatbuffers::Table>;
    std::vector<Table> buffers, tensors, codes, operators;
    for (const std::string& bytes : buffers_) {
      const auto data = builder.CreateVector(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      buffers.push_back(table(builder, [&] {
        if (!bytes.empty()) builder.AddOffset(slot(0), data);
      }));
    }
    const auto name_of_all = builder.CreateString(shared_name);
    for (const TensorText& t : tensors_) {
      const auto shape = builder.CreateVector(t.shape);
      const auto name = shared_name.empty() ? builder.CreateString("t" + std::to_string(tensors.size())) : name_of_all;
      tensors.push_back(table(builder, [&] {
        builder.AddOffset(slot(0), shape);
        builder.AddElement<std::int8_t>(slot(1), static_cast<std::int8_t>(t.type), 0);
        builder.AddElement<std::uint32_t>(slot(2), t.buffer, 0);
        builder.AddOffset(slot(3), name);
      }));
    }
    for (const OpText& o : ops_) {
      const auto custom = builder.CreateString("Custom\nop");
      codes.push_back(table(builder, [&] {
        builder.AddElement<std::int8_t>(slot(0), static_cast<std::int8_t>(o.code), 0);
        if (o.code == tflite_code::kCustom) builder.AddOffset(slot(1), custom);
        builder.AddElement<std::int32_t>(slot(2), o.version, 1);
        builder.AddElement<std::int32_t>(slot(3), wide_codes ? o.code : 0, 0);
      }));
      operators.push_back(write_operator(builder, o, codes.size() - 1));
    }
    const auto tensor_list = builder.CreateVector(tensors), operator_list = builder.CreateVector(operators);
    const auto input_list = builder.CreateVector(inputs), output_list = builder.CreateVector(outputs);
    const Table subgraph = table(builder, [&] {
      builder.AddOffset(slot(0), tensor_list);
      builder.AddOffset(slot(1), input_list);
      builder.AddOffset(slot(2), output_list);
      builder.AddOffset(slot(3), operator_list);
    });
    const auto code_list = builder.CreateVector(codes), buffer_list = builder.CreateVector(buffers);
    const auto subgraphs = builder.CreateVector(std::vector<Table>(subgraph_count, subgraph));
    const Table model = table(builder, [&] {
      builder.AddElement<std::uint32_t>(slot(0), schema_version, 0);
      builder.AddOffset(slot(1), code_list);
      builder.AddOffset(slot(2), subgraphs);
      builder.AddOffset(slot(4), buffer_list);
    });
    builder.Finish(model, "TFL3");
    return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
  }

  bool wide_codes = true;  ///< Whether the code is also in the field that files before 2020 do not have.
  std::size_t subgraph_count = 1;
  std::string shared_name{};  ///< Of all tensors, stored once; empty: each has its own.

 private:
  struct TensorText {
    std::vector<int> shape;
    int type;
    std::uint32_t buffer;
  };
  struct OpText {
    int code, version;
    std::vector<int> inputs, outputs;
    TfliteOptions options;
  };

  template <typename T>
  int add(std::vector<int> shape, int type, std::span<const T> values) {
    tensors_.push_back({std::move(shape), type, 0});
    if (!values.empty()) {
      tensors_.back().buffer = static_cast<std::uint32_t>(buffers_.size());
      buffers_.emplace_back(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    }
    return static_cast<int>(tensors_.size()) - 1;
  }
  int add(std::vector<int> shape, int type, std::span<const float> values) {
    return add<float>(std::move(shape), type, values);
  }

  static flatbuffers::voffset_t slot(int field) { return static_cast<flatbuffers::voffset_t>(4 + 2 * field); }

  template <typename Fill>
  static flatbuffers::Offset<flatbuffers::Table> table(flatbuffers::FlatBufferBuilder& builder, const Fill& fill) {
    const auto start = builder.StartTable();
    fill();
    return flatbuffers::Offset<flatbuffers::Table>(builder.EndTable(start));
  }

  static flatbuffers::Offset<flatbuffers::Table> write_operator(flatbuffers::FlatBufferBuilder& builder,
                                                                const OpText& op, std::size_t code) {
    const auto op_inputs = builder.CreateVector(op.inputs), op_outputs = builder.CreateVector(op.outputs);
    std::vector<flatbuffers::Offset<flatbuffers::Vector<std::int32_t>>> lists;
    for (const TfliteField& field : op.options.fields)
      lists.push_back(field.list.empty() ? 0 : builder.CreateVector(field.list));
    const auto options = table(builder, [&] {
      for (std::size_t i = 0; i < lists.size(); ++i) {
        const TfliteField& field = op.options.fields[i];
        if (!field.list.empty())
          builder.AddOffset(slot(field.field), lists[i]);
        else if (field.bytes == 1)
          builder.AddElement<std::int8_t>(slot(field.field), static_cast<std::int8_t>(field.value), 0);
        else
          builder.AddElement<std::int32_t>(slot(field.field), field.value, 0);
      }
    });
    return table(builder, [&] {
      builder.AddElement<std::uint32_t>(slot(0), static_cast<std::uint32_t>(code), 0);
      builder.AddOffset(slot(1), op_inputs);
      builder.AddOffset(slot(2), op_outputs);
      builder.AddElement<std::uint8_t>(slot(3), static_cast<std::uint8_t>(op.options.type), 0);
      if (op.options.type != 0) builder.AddOffset(slot(4), options);
    });
  }

  std::vector<TensorText> tensors_;
  std::vector<OpText> ops_;
  std::vector<std::string> buffers_{""};  ///< The first is empty by the format's rule.
};

}  // namespace emo3d::testing
