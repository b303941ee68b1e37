#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace emo3d::nn {

/// A float32 tensor, row-major, whose values belong to someone else (mostly a mapped weight file).
struct TensorView {
  std::vector<std::size_t> shape;
  std::span<const float> values;  ///< As many as the product of `shape`.
};

/// A float32 tensor that either views values that belong to someone else or owns them. Move-only.
class Tensor {
 public:
  Tensor() = default;
  /// Views `view.values`, which must outlive the object.
  explicit Tensor(TensorView view) : view_(std::move(view)) {}
  /// Owns `values`. \throws Error kInvalidArgument where they do not fill `shape`.
  Tensor(std::vector<std::size_t> shape, std::vector<float> values);
  Tensor(Tensor&&) noexcept = default;
  Tensor& operator=(Tensor&&) noexcept = default;

  /// Lives as long as the object, wherever it is moved.
  [[nodiscard]] const TensorView& view() const { return view_; }
  [[nodiscard]] const std::vector<std::size_t>& shape() const { return view_.shape; }
  [[nodiscard]] std::span<const float> values() const { return view_.values; }
  /// Whether the values are the object's own.
  [[nodiscard]] bool owns() const { return !owned_.empty(); }

 private:
  std::vector<float> owned_;
  TensorView view_;
};

/// Product of the dimensions (1 for a scalar), or nothing where it does not fit in std::size_t.
[[nodiscard]] std::optional<std::size_t> element_count(std::span<const std::size_t> shape);

/// "[512, 1536]".
[[nodiscard]] std::string to_string(std::span<const std::size_t> shape);

/// Index of the first NaN or infinity, or nothing where all values are finite.
[[nodiscard]] std::optional<std::size_t> find_non_finite(std::span<const float> values);

/// A row-major float32 matrix on 64-byte aligned memory. Move-only. Its values are not initialised, except that the
/// rows that round the storage up to a multiple of `kRowBlock` are zero: kernels may run over whole blocks of rows.
/// Memory that a matrix gives back is kept for the thread's next ones, so that a network allocates in its first call
/// only.
class Matrix {
 public:
  static constexpr std::size_t kRowBlock = 16;

  Matrix() = default;
  /// \throws std::bad_alloc.
  Matrix(std::size_t rows, std::size_t cols);

  [[nodiscard]] Matrix copy() const;

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t cols() const { return cols_; }
  [[nodiscard]] float* data() { return data_.get(); }
  [[nodiscard]] const float* data() const { return data_.get(); }
  [[nodiscard]] std::span<float> row(std::size_t i) { return {data() + i * cols_, cols_}; }
  [[nodiscard]] std::span<const float> row(std::size_t i) const { return {data() + i * cols_, cols_}; }

 private:
  struct Free {
    std::size_t bytes;
    void operator()(float* values) const;
  };
  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
  std::unique_ptr<float[], Free> data_;
};

}  // namespace emo3d::nn
