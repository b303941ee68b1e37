#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace emo3d::tflite {

/// A piece of memory that is needed from one step to another, both included.
struct Lifetime {
  std::size_t bytes = 0;
  std::size_t first = 0, last = 0;
};

/// One block of memory, not initialised, in which pieces that are never needed at once share their bytes.
class Arena {
 public:
  static constexpr std::size_t kAlignment = 64;

  Arena() = default;
  explicit Arena(const std::vector<Lifetime>& pieces);

  /// Where piece `index` lies, aligned to kAlignment.
  [[nodiscard]] std::byte* at(std::size_t index) const { return memory_.get() + offsets_[index]; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Free {
    void operator()(std::byte* memory) const;
  };
  std::vector<std::size_t> offsets_;
  std::size_t bytes_ = 0;
  std::unique_ptr<std::byte[], Free> memory_;
};

}  // namespace emo3d::tflite
