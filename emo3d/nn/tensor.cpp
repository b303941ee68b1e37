#include "emo3d/nn/tensor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>

#include "emo3d/base/error.h"

namespace emo3d::nn {
namespace {

constexpr std::align_val_t kAlignment{64};
constexpr std::uint32_t kExponentMask = 0x7F800000;

bool is_non_finite(float value) { return (std::bit_cast<std::uint32_t>(value) & kExponentMask) == kExponentMask; }

/// Blocks of memory that a thread's matrices gave back, for its next ones.
class BlockCache {
 public:
  BlockCache() = default;
  BlockCache(const BlockCache&) = delete;
  BlockCache& operator=(const BlockCache&) = delete;
  ~BlockCache() {
    for (const Block& block : blocks_) ::operator delete[](block.memory, kAlignment);
    ended = true;
  }

  [[nodiscard]] void* take(std::size_t bytes) {
    const auto found = std::ranges::find(blocks_, bytes, &Block::bytes);
    if (found == blocks_.end()) return nullptr;
    void* memory = found->memory;
    kept_ -= bytes;
    *found = blocks_.back();
    blocks_.pop_back();
    return memory;
  }
  /// False where the block is not kept.
  [[nodiscard]] bool give(void* memory, std::size_t bytes) {
    constexpr std::size_t kMostBlocks = 24;
    constexpr std::size_t kMostBytes = std::size_t{64} << 20;
    if (blocks_.size() == kMostBlocks || kept_ + bytes > kMostBytes) return false;
    if (blocks_.capacity() == 0) blocks_.reserve(kMostBlocks);
    blocks_.push_back({memory, bytes});
    kept_ += bytes;
    return true;
  }

  /// Set when the thread's cache is gone; matrices may outlive it at the end of a thread.
  static thread_local bool ended;

 private:
  struct Block {
    void* memory;
    std::size_t bytes;
  };
  std::vector<Block> blocks_;
  std::size_t kept_ = 0;
};

thread_local bool BlockCache::ended = false;

BlockCache& block_cache() {
  thread_local BlockCache cache;
  return cache;
}

/// At least `bytes`, rounded up to an eighth of its power of two, so that inputs of similar sizes share blocks.
std::size_t block_size(std::size_t bytes) {
  constexpr std::size_t kSmallest = 1024;
  if (bytes <= kSmallest) return kSmallest;
  const std::size_t step = std::max<std::size_t>(std::bit_floor(bytes) / 8, 1);
  if (bytes > std::numeric_limits<std::size_t>::max() - step) throw std::bad_alloc();
  return (bytes + step - 1) / step * step;
}

void* take_block(std::size_t bytes) {
  if (!BlockCache::ended) {
    if (void* memory = block_cache().take(bytes); memory != nullptr) return memory;
  }
  return ::operator new[](bytes, kAlignment);
}

void give_block(void* memory, std::size_t bytes) {
  if (BlockCache::ended || !block_cache().give(memory, bytes)) ::operator delete[](memory, kAlignment);
}

}  // namespace

Tensor::Tensor(std::vector<std::size_t> shape, std::vector<float> values) : owned_(std::move(values)) {
  check(element_count(shape) == owned_.size(), ErrorCode::kInvalidArgument,
        "{} values do not fill a tensor of shape {}", owned_.size(), to_string(shape));
  view_ = {std::move(shape), owned_};
}

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
  const std::size_t block = block_size(bytes);
  data_ = {static_cast<float*>(take_block(block)), Free{block}};
  std::fill(data_.get() + rows * cols, data_.get() + stored_rows * cols, 0.0f);
}

Matrix Matrix::copy() const {
  Matrix same(rows_, cols_);
  std::copy_n(data(), rows_ * cols_, same.data());
  return same;
}

void Matrix::Free::operator()(float* values) const { give_block(values, bytes); }

}  // namespace emo3d::nn
