#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace emo3d::nn {

/// The bytes of several files one after the other, as one range of memory. Where the sizes allow it (all but the last a
/// multiple of the page size) the files are mapped side by side and nothing is copied. Move-only.
class Shards {
 public:
  /// \throws Error kNotFound or kIo naming the file.
  Shards(const std::filesystem::path& folder, const std::vector<std::string>& names);
  Shards(Shards&& other) noexcept;
  Shards& operator=(Shards&& other) noexcept;
  Shards(const Shards&) = delete;
  Shards& operator=(const Shards&) = delete;
  ~Shards();

  [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }
  /// Size of each file, in order.
  [[nodiscard]] const std::vector<std::size_t>& sizes() const { return sizes_; }

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::vector<std::size_t> sizes_;
};

}  // namespace emo3d::nn
