#include "emo3d/nn/shards.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "emo3d/base/error.h"

namespace emo3d::nn {
namespace {

std::string reason() { return std::generic_category().message(errno); }

/// A regular file open for reading.
class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path)
      : name_(path.string()), fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    check(fd_ >= 0, errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo, "{}: cannot read: {}", name_, reason());
    struct stat info {};
    if (::fstat(fd_, &info) == 0 && S_ISREG(info.st_mode)) {
      size_ = static_cast<std::size_t>(info.st_size);
      return;
    }
    ::close(fd_);
    fail(ErrorCode::kIo, "{}: not a regular file", name_);
  }
  OpenFile(OpenFile&& other) noexcept
      : name_(std::move(other.name_)), fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Puts the file's bytes at `target`, a place inside a mapping of the process that is wide enough.
  void map_at(std::byte* target) const {
    void* mapped = ::mmap(target, size_, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd_, 0);
    check(mapped != MAP_FAILED, ErrorCode::kIo, "{}: cannot map: {}", name_, reason());
  }
  void read_to(std::byte* target) const {
    for (std::size_t done = 0; done < size_;) {
      const ssize_t n = ::read(fd_, target + done, size_ - done);
      if (n < 0 && errno == EINTR) continue;
      check(n > 0, ErrorCode::kIo, "{}: cannot read: {}", name_, n < 0 ? reason() : "file became shorter");
      done += static_cast<std::size_t>(n);
    }
  }

 private:
  std::string name_;
  int fd_;
  std::size_t size_ = 0;
};

}  // namespace

Shards::Shards(const std::filesystem::path& folder, const std::vector<std::string>& names) {
  std::vector<OpenFile> files;
  for (const std::string& name : names) {
    files.emplace_back(folder / name);
    sizes_.push_back(files.back().size());
    check(!__builtin_add_overflow(size_, sizes_.back(), &size_), ErrorCode::kInvalidData, "{}: shards too large",
          folder.string());
  }
  if (size_ == 0) return;
  void* memory = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  check(memory != MAP_FAILED, ErrorCode::kIo, "{}: no address space for {} bytes of shards: {}", folder.string(), size_,
        reason());
  data_ = static_cast<std::byte*>(memory);
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const bool aligned =
      std::all_of(sizes_.begin(), sizes_.end() - 1, [page](std::size_t size) { return size > 0 && size % page == 0; });
  try {
    std::byte* target = data_;
    for (const OpenFile& file : files) {
      if (file.size() > 0) aligned ? file.map_at(target) : file.read_to(target);
      target += file.size();
    }
  } catch (...) {
    ::munmap(data_, size_);
    throw;
  }
}

Shards::Shards(Shards&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      sizes_(std::move(other.sizes_)) {}

Shards& Shards::operator=(Shards&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(sizes_, other.sizes_);
  return *this;
}

Shards::~Shards() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace emo3d::nn
