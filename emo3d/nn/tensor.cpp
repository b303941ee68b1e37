#include "emo3d/nn/tensor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>

namespace emo3d::nn {
namespace {

constexpr std::align_val_t kAlignment{64};
constexpr std::uint32_t kExponentMask = 0x7F800000;

bool is_non_finite(float value) { return (std::bit_cast<std::uint32_t>(value) & kExponentMask) == kExponentMask; }

}  // namespace

std::optional<std::size_t> element_count(std::span<const std::size_t> shape) {
  std::size_t count = 1;
  for (const std::size_t dimension : shape) {
    if (__builtin_mul_overflow(count, dimension, &count)) return std::nullopt;
  }
  return count;
}

std::string to_string(std::span<const std::size_t> shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

std::optional<std::size_t> find_non_finite(std::span<const float> values) {
  // Blocks without an early exit are vectorised by the compiler; only a bad block is searched one by one.
  constexpr std::size_t kBlock = 1024;
  for (std::size_t start = 0; start < values.size(); start += kBlock) {
    const auto block = values.subspan(start, std::min(kBlock, values.size() - start));
    std::uint32_t bad = 0;
    for (const float value : block) bad |= static_cast<std::uint32_t>(is_non_finite(value));
    if (bad != 0) return start + static_cast<std::size_t>(std::ranges::find_if(block, is_non_finite) - block.begin());
  }
  return std::nullopt;
}

Matrix::Matrix(std::size_t rows, std::size_t cols) : rows_(rows), cols_(cols) {
  if (rows > std::numeric_limits<std::size_t>::max() - kRowBlock) throw std::bad_alloc();
  const std::size_t stored_rows = (rows + kRowBlock - 1) / kRowBlock * kRowBlock;
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(stored_rows, cols, &bytes) || __builtin_mul_overflow(bytes, sizeof(float), &bytes))
    throw std::bad_alloc();
  data_.reset(static_cast<float*>(::operator new[](bytes, kAlignment)));
  std::fill(data_.get() + rows * cols, data_.get() + stored_rows * cols, 0.0f);
}

void Matrix::Free::operator()(float* values) const { ::operator delete[](values, kAlignment); }

}  // namespace emo3d::nn
