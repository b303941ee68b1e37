#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "emo3d/tflite/model.h"

namespace emo3d::tflite {

/// How an executor multiplies. With kBf16 the convolutions' weights and inputs are rounded to bfloat16, sums are kept
/// in float32.
enum class Precision : std::uint8_t { kF32, kBf16 };

/// Whether this processor multiplies bfloat16 in hardware (AVX-512 BF16 or AMX); elsewhere executors refuse kBf16.
[[nodiscard]] bool bf16_supported();

struct ExecutorOptions {
  int threads = 1;  ///< 1 to 64, of which the executor keeps all but the caller's. Results are the same within 1e-5.
  Precision precision = Precision::kF32;
};

/// Runs a model on oneDNN. All memory is planned and every step prepared when it is made; run() allocates nothing.
/// Move-only; one object serves one thread at a time, models are shared by as many as there are threads.
class Executor {
 public:
  /// \throws Error kInvalidArgument for a number of threads out of range, kUnavailable where the precision is not
  /// supported.
  explicit Executor(const Model& model, const ExecutorOptions& options = {});
  Executor(Executor&&) noexcept;
  Executor& operator=(Executor&&) noexcept;
  ~Executor();

  /// Where to write input `index` (in the model's order) before run(), which keeps it.
  /// \throws Error kInvalidArgument for an index beyond the model's inputs.
  [[nodiscard]] std::span<float> input(std::size_t index);
  void run();
  /// What the last run() computed, valid until the next one. \throws Error kInvalidArgument as input().
  [[nodiscard]] std::span<const float> output(std::size_t index) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace emo3d::tflite
