#include "emo3d/nn/linear.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/first_failure.h"
#include "emo3d/nn/bfloat16.h"
#include "emo3d/nn/product.h"

namespace emo3d::nn {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;
using Type = memory::data_type;

/// Rows multiplied at a time: enough to reach full speed, small enough for the second-level cache.
constexpr std::size_t kMaxRows = 256;
static_assert(kMaxRows % Matrix::kRowBlock == 0);
/// Rows converted to another type at a time.
constexpr std::size_t kConvertedRows = 16 * kMaxRows;

/// Outputs are computed in pieces of so many columns, which threads can share; a team takes less than 2^16 pieces.
std::size_t piece_columns(std::size_t outputs) {
  if (outputs <= 1024) return 128;
  constexpr std::size_t kMostPieces = 1024;
  return std::max<std::size_t>(256, (outputs / kMostPieces + 15) / 16 * 16);
}

bool has_isa(dnnl::cpu_isa wanted) {
  const auto bits = [](dnnl::cpu_isa isa) { return static_cast<unsigned>(isa); };
  return (bits(dnnl::get_effective_cpu_isa()) & bits(wanted)) == bits(wanted);
}

Type type_of(Precision precision) {
  switch (precision) {
    case Precision::kFloat32:
      return Type::f32;
    case Precision::kBfloat16:
      return Type::bf16;
    case Precision::kInt8:
      return Type::s8;
  }
  return Type::f32;
}

/// Some of a layer's outputs and their weights.
struct Piece {
  std::size_t first = 0;
  std::size_t columns = 0;
  memory weights;
};

/// A weight matrix in either order.
struct Weights {
  const float* values;
  std::size_t inputs, outputs;
  bool output_by_input;

  [[nodiscard]] float at(std::size_t input, std::size_t output) const {
    return output_by_input ? values[output * inputs + input] : values[input * outputs + output];
  }
};

memory::dims dims_of(std::size_t inputs, std::size_t columns) {
  return {static_cast<memory::dim>(inputs), static_cast<memory::dim>(columns)};
}

void reorder(memory& from, memory& to) {
  const OneThread one_thread;
  dnnl::reorder(from, to).execute(thread_stream(), from, to);
  thread_stream().wait();
}

/// The columns [first, first + columns) in the order that oneDNN prefers.
memory pack(const Weights& weights, std::size_t first, std::size_t columns, Type type) {
  memory packed(weight_order(type, weights.inputs, columns), cpu());
  const auto stride = static_cast<memory::dim>(weights.output_by_input ? weights.inputs : weights.outputs);
  const memory::dims strides = weights.output_by_input ? memory::dims{1, stride} : memory::dims{stride, 1};
  const std::size_t offset = weights.output_by_input ? first * weights.inputs : first;
  memory plain({dims_of(weights.inputs, columns), Type::f32, strides}, cpu(),
               const_cast<float*>(weights.values + offset));
  reorder(plain, packed);
  return packed;
}

/// The same as 8-bit integers, each column by a scale that is written to `scales`.
memory pack_int8(const Weights& weights, std::size_t first, std::size_t columns, std::span<float> scales) {
  constexpr float kHighest = 127.0f;
  std::vector<std::int8_t> integers(columns * weights.inputs);
  for (std::size_t c = 0; c < columns; ++c) {
    float largest = 0;
    for (std::size_t i = 0; i < weights.inputs; ++i) largest = std::max(largest, std::abs(weights.at(i, first + c)));
    scales[c] = largest / kHighest;
    const float inverse = largest > 1e-30f ? kHighest / largest : 0.0f;
    for (std::size_t i = 0; i < weights.inputs; ++i)
      integers[c * weights.inputs + i] = static_cast<std::int8_t>(std::nearbyint(weights.at(i, first + c) * inverse));
  }
  memory plain({dims_of(weights.inputs, columns), Type::s8, Tag::ba}, cpu(), integers.data());
  memory packed(weight_order(Type::s8, weights.inputs, columns), cpu());
  reorder(plain, packed);
  return packed;
}

}  // namespace

const char* name(Precision precision) {
  switch (precision) {
    case Precision::kFloat32:
      return "f32";
    case Precision::kBfloat16:
      return "bf16";
    case Precision::kInt8:
      return "int8";
  }
  return "";
}

bool bfloat16_supported() { return has_isa(dnnl::cpu_isa::avx512_core_bf16); }
bool int8_supported() { return has_isa(dnnl::cpu_isa::avx512_core_vnni); }

void check_supported(Precision precision) {
  check(precision != Precision::kBfloat16 || bfloat16_supported(), ErrorCode::kUnavailable,
        "bfloat16 needs a processor with AVX-512 BF16 or AMX; this one has {}", instruction_set());
  check(precision != Precision::kInt8 || int8_supported(), ErrorCode::kUnavailable,
        "int8 needs a processor with AVX-512 VNNI or AMX; this one has {}", instruction_set());
}

const char* instruction_set() {
  if (has_isa(dnnl::cpu_isa::avx512_core_amx)) return "AVX-512 with AMX";
  if (has_isa(dnnl::cpu_isa::avx512_core_bf16)) return "AVX-512 with BF16";
  if (has_isa(dnnl::cpu_isa::avx512_core)) return "AVX-512";
  if (has_isa(dnnl::cpu_isa::avx2)) return "AVX2";
  return "SSE4.1";
}

struct Linear::Impl {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  Options options;
  std::vector<Piece> pieces;
  std::vector<float> bias;
  std::vector<float> scales;  ///< With kInt8 one per output.

  /// oneDNN compiles a product for a fixed number of rows, so counts are rounded up to few different ones.
  [[nodiscard]] std::size_t rounded_rows(std::size_t rows) const {
    const std::size_t step = options.precision == Precision::kFloat32 && rows <= 64 ? 4 : Matrix::kRowBlock;
    return (rows + step - 1) / step * step;
  }

  /// Rows of the input in the type that is multiplied.
  struct Rows {
    const std::byte* values;
    const float* scales;  ///< With kInt8 one per row.
  };

  /// Rows [first, first + count), rounded up, in memory of the calling thread.
  [[nodiscard]] Rows converted(const Matrix& input, std::size_t first, std::size_t count, Team& team) const {
    thread_local Scratch memory;
    const float* values = input.data() + first * inputs;
    if (options.precision == Precision::kFloat32) return {reinterpret_cast<const std::byte*>(values), nullptr};
    const std::size_t rounded = rounded_rows(count);
    const std::size_t element = options.precision == Precision::kInt8 ? sizeof(std::int8_t) : sizeof(Bfloat16);
    auto* row_scales = static_cast<float*>(memory.at_least(rounded * (inputs * element + sizeof(float))));
    auto* rows = reinterpret_cast<std::byte*>(row_scales + rounded);
    // Pieces so small that conversion is shared where it takes longer than waking a helper.
    constexpr std::size_t kPieceRows = 16;
    team.run((rounded + kPieceRows - 1) / kPieceRows, [&](std::size_t i) {
      const std::size_t start = i * kPieceRows;
      const std::size_t n = std::min(kPieceRows, rounded - start);
      const float* from = values + start * inputs;
      std::byte* to = rows + start * inputs * element;
      if (options.precision == Precision::kInt8)
        quantize_rows(from, n, inputs, reinterpret_cast<std::int8_t*>(to), row_scales + start);
      else
        round_rows({from, n * inputs}, reinterpret_cast<Bfloat16*>(to));
    });
    return {rows, row_scales};
  }

  /// One piece's outputs of `count` rows of the input, of which `rows` is the first.
  void apply_piece(const Piece& piece, const Rows& rows, std::size_t count, float* output, bool add) const {
    thread_local Scratch scratch;
    const ProductShape shape{
        .type = type_of(options.precision), .rows = rounded_rows(count), .inputs = inputs, .columns = piece.columns};
    void* sums = scratch.at_least(shape.rows * shape.columns * sizeof(float));
    multiply(shape, rows.values, piece.weights, sums);
    const Block block{.rows = count,
                      .columns = piece.columns,
                      .output = output + piece.first,
                      .stride = outputs,
                      .bias = bias.data() + piece.first,
                      .activation = options.activation,
                      .add = add};
    if (options.precision == Precision::kInt8)
      finish(block, static_cast<const std::int32_t*>(sums), rows.scales, scales.data() + piece.first);
    else
      finish(block, static_cast<const float*>(sums));
  }

  void apply(const Matrix& input, Matrix& output, bool add, Team& team) const {
    const std::size_t row_bytes = inputs * memory::data_type_size(type_of(options.precision));
    FirstFailure failure;
    for (std::size_t start = 0; start < input.rows(); start += kConvertedRows) {
      const std::size_t count = std::min(kConvertedRows, input.rows() - start);
      const Rows rows = converted(input, start, count, team);
      const std::size_t chunks = (count + kMaxRows - 1) / kMaxRows;
      // All rows of one piece one after the other: its weights stay in the cache.
      team.run(chunks * pieces.size(), [&](std::size_t i) {
        const std::size_t first = i % chunks * kMaxRows;
        const Rows chunk{rows.values + first * row_bytes, rows.scales == nullptr ? nullptr : rows.scales + first};
        failure.guard([&] {
          apply_piece(pieces[i / chunks], chunk, std::min(kMaxRows, count - first),
                      output.data() + (start + first) * outputs, add);
        });
      });
      failure.rethrow();
    }
  }

  void check_width(const Matrix& input) const {
    check(input.cols() == inputs, ErrorCode::kInvalidArgument, "linear layer: input is {} wide, expected {}",
          input.cols(), inputs);
  }
};

Linear::Linear(const TensorView& weight, const TensorView& bias, Options options) : impl_(std::make_unique<Impl>()) {
  check(weight.shape.size() == 2, ErrorCode::kInvalidArgument, "linear layer: weight has shape {}, expected a matrix",
        to_string(weight.shape));
  const bool transposed = options.order == WeightOrder::kOutputByInput;
  const std::size_t inputs = weight.shape[transposed ? 1 : 0];
  const std::size_t outputs = weight.shape[transposed ? 0 : 1];
  constexpr std::size_t kMaxWidth = std::size_t{1} << 24;
  check(inputs > 0 && outputs > 0 && inputs <= kMaxWidth && outputs <= kMaxWidth, ErrorCode::kInvalidArgument,
        "linear layer: weight has shape {}, every side must be in [1, {}]", to_string(weight.shape), kMaxWidth);
  check(weight.values.size() == inputs * outputs, ErrorCode::kInvalidArgument,
        "linear layer: {} values do not fill a weight of shape {}", weight.values.size(), to_string(weight.shape));
  check(bias.values.empty() || bias.values.size() == outputs, ErrorCode::kInvalidArgument,
        "linear layer: bias has {} values, expected {}", bias.values.size(), outputs);
  check_supported(options.precision);
  constexpr std::size_t kMaxInt8Inputs = std::size_t{1} << 17;  // sums of more products could exceed 31 bits
  check(options.precision != Precision::kInt8 || inputs <= kMaxInt8Inputs, ErrorCode::kInvalidArgument,
        "linear layer: {} inputs, with int8 at most {}", inputs, kMaxInt8Inputs);

  impl_->inputs = inputs;
  impl_->outputs = outputs;
  impl_->options = options;
  impl_->bias.assign(bias.values.begin(), bias.values.end());
  impl_->bias.resize(outputs);
  const bool int8 = options.precision == Precision::kInt8;
  if (int8) impl_->scales.resize(outputs);
  const Weights weights{weight.values.data(), inputs, outputs, transposed};
  translated([&] {
    for (std::size_t first = 0; first < outputs; first += piece_columns(outputs)) {
      const std::size_t columns = std::min(piece_columns(outputs), outputs - first);
      impl_->pieces.push_back(
          {first, columns,
           int8 ? pack_int8(weights, first, columns, std::span(impl_->scales).subspan(first, columns))
                : pack(weights, first, columns, type_of(options.precision))});
    }
  });
}

Linear::Linear(Linear&&) noexcept = default;
Linear& Linear::operator=(Linear&&) noexcept = default;
Linear::~Linear() = default;

std::size_t Linear::inputs() const { return impl_->inputs; }
std::size_t Linear::outputs() const { return impl_->outputs; }

Matrix Linear::apply(const Matrix& input, Team& team) const {
  impl_->check_width(input);
  Matrix output(input.rows(), impl_->outputs);
  translated([&] { impl_->apply(input, output, false, team); });
  return output;
}

Matrix Linear::apply(const Matrix& input) const {
  Team alone(1);
  return apply(input, alone);
}

Matrix Linear::apply_add(const Matrix& input, Matrix residual, Team& team) const {
  impl_->check_width(input);
  check(residual.rows() == input.rows() && residual.cols() == impl_->outputs, ErrorCode::kInvalidArgument,
        "linear layer: residual is {} x {}, expected {} x {}", residual.rows(), residual.cols(), input.rows(),
        impl_->outputs);
  translated([&] { impl_->apply(input, residual, true, team); });
  return residual;
}

Matrix Linear::apply_add(const Matrix& input, Matrix residual) const {
  Team alone(1);
  return apply_add(input, std::move(residual), alone);
}

}  // namespace emo3d::nn
