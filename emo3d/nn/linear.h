#pragma once

#include <cstdint>
#include <memory>

#include "emo3d/base/team.h"
#include "emo3d/nn/epilogue.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::nn {

/// How a layer multiplies. With kBfloat16 weights and inputs are rounded to bfloat16, sums are kept in float32. With
/// kInt8 weights are 8-bit integers with one scale per output, inputs with one scale per row, found at every call; sums
/// are exact.
enum class Precision : std::uint8_t { kFloat32, kBfloat16, kInt8 };

/// "f32", "bf16" or "int8".
[[nodiscard]] const char* name(Precision precision);

/// Whether this processor multiplies bfloat16 in hardware (AVX-512 BF16 or AMX) and oneDNN uses it. Elsewhere bfloat16
/// would be slower than float32, and layers refuse it.
[[nodiscard]] bool bfloat16_supported();

/// Whether this processor multiplies 8-bit integers in hardware (AVX-512 VNNI or AMX) and oneDNN uses it.
[[nodiscard]] bool int8_supported();

/// \throws Error kUnavailable naming the precision and the processor's instruction set where it is not supported.
void check_supported(Precision precision);

/// The instruction set oneDNN uses on this machine: "AVX-512 with AMX".
[[nodiscard]] const char* instruction_set();

/// Order of a weight matrix in memory: TensorFlow writes kInputByOutput, LibTorch's Linear kOutputByInput.
enum class WeightOrder : std::uint8_t { kInputByOutput, kOutputByInput };

/// A fully connected layer y = activation(x W + b) on oneDNN. The weights are copied once into the blocked order that
/// oneDNN prefers. Move-only; one object may be used from several threads at once, each call runs on its caller's
/// thread alone unless a team is given. A row's result does not depend on the other rows, up to rounding.
class Linear {
 public:
  struct Options {
    Precision precision = Precision::kFloat32;
    Activation activation = Activation::kNone;
    WeightOrder order = WeightOrder::kInputByOutput;
  };

  /// `weight` has two dimensions in `options.order`, `bias` one value per output, or none at all for no bias.
  /// \throws Error kInvalidArgument where shapes do not agree, kUnavailable where the precision is not supported.
  Linear(const TensorView& weight, const TensorView& bias, Options options);
  Linear(const TensorView& weight, const TensorView& bias) : Linear(weight, bias, Options{}) {}
  Linear(Linear&&) noexcept;
  Linear& operator=(Linear&&) noexcept;
  ~Linear();

  [[nodiscard]] std::size_t inputs() const;
  [[nodiscard]] std::size_t outputs() const;

  /// `input` has inputs() columns; the result has as many rows and outputs() columns.
  /// \throws Error kInvalidArgument for another width.
  [[nodiscard]] Matrix apply(const Matrix& input, Team& team) const;
  [[nodiscard]] Matrix apply(const Matrix& input) const;
  /// residual + activation(x W + b), computed in the residual's own memory.
  [[nodiscard]] Matrix apply_add(const Matrix& input, Matrix residual, Team& team) const;
  [[nodiscard]] Matrix apply_add(const Matrix& input, Matrix residual) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace emo3d::nn
