#include "emo3d/base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"

namespace emo3d {
namespace fs = std::filesystem;
namespace {

std::string reason() { return std::generic_category().message(errno); }

fs::path temporary_folder() {
  std::error_code error;
  fs::path folder = fs::temp_directory_path(error);
  check(!error, ErrorCode::kIo, "no folder for temporary files: {}", error.message());
  return folder;
}

/// The umask as the kernel tells it (since Linux 4.7); nothing where it does not.
std::optional<mode_t> told_creation_mask() {
  constexpr std::string_view kField = "Umask:\t";
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    unsigned mask = 0;
    if (line.starts_with(kField) &&
        std::from_chars(line.data() + kField.size(), line.data() + line.size(), mask, 8).ec == std::errc{})
      return static_cast<mode_t>(mask);
  }
  return std::nullopt;
}

/// The umask as the only system call tells it: by setting it for a moment, in which what other threads make gets that
/// one. So this is done once.
mode_t creation_mask_by_setting() {
  static const mode_t mask = [] {
    const mode_t current = ::umask(0);
    ::umask(current);
    return current;
  }();
  return mask;
}

mode_t creation_mask() {
  const auto told = told_creation_mask();
  return told ? *told : creation_mask_by_setting();
}

/// An open file descriptor, closed with the object.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

struct OpenFile {
  Descriptor fd;
  std::size_t size;
};

OpenFile open_for_reading(const fs::path& path) {
  // Without O_NONBLOCK the open of a pipe waits for a writer; reads of a regular file do not know it.
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0)
    fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo, "{}: cannot read: {}", path.string(), reason());
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) fail(ErrorCode::kIo, "{}: cannot read: {}", path.string(), reason());
  check(S_ISREG(info.st_mode), ErrorCode::kIo, "{}: not a regular file", path.string());
  return {Descriptor(fd.release()), static_cast<std::size_t>(info.st_size)};
}

}  // namespace

std::string read_file(const fs::path& path, std::size_t max_bytes) {
  const OpenFile file = open_for_reading(path);
  check(file.size <= max_bytes, ErrorCode::kInvalidData, "{}: {} bytes is more than the limit of {}", path.string(),
        file.size, max_bytes);
  std::string bytes(file.size, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::read(file.fd.get(), bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    check(n >= 0, ErrorCode::kIo, "{}: cannot read: {}", path.string(), reason());
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

std::string extension_of(const fs::path& path) { return lower_ascii(path.extension().string()); }

fs::path writable_path(const fs::path& path) {
  std::error_code error;
  fs::path target = path.has_filename() ? path : path.parent_path();
  if (fs::is_symlink(target, error)) target = fs::weakly_canonical(target, error);  // the link stays
  check(target.has_filename(), ErrorCode::kIo, "{}: cannot write: names no file", quote(path.string()));
  const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
  const fs::file_status around = fs::status(parent, error);
  check(!fs::status_known(around) || fs::is_directory(around), ErrorCode::kIo,
        "{}: cannot write: there is no folder {}", path.string(), parent.string());
  if (::faccessat(AT_FDCWD, parent.c_str(), W_OK | X_OK, AT_EACCESS) != 0)
    fail(ErrorCode::kIo, "{}: cannot write: {}", path.string(), reason());
  return target;
}

std::size_t write_all(int descriptor, std::string_view bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

AtomicFile::AtomicFile(const fs::path& path) {
  std::error_code error;
  const fs::file_status before = fs::status(path, error);
  check(path.has_filename() && !fs::is_directory(before), ErrorCode::kIo, "{}: cannot write: is a directory",
        path.string());
  check(!fs::exists(before) || fs::is_regular_file(before), ErrorCode::kIo, "{}: cannot write: not a regular file",
        path.string());
  path_ = writable_path(path);
  temporary_ = (path_.parent_path() / ("." + path_.filename().string() + ".XXXXXX")).string();
  fd_ = ::mkstemp(temporary_.data());
  if (fd_ < 0) {
    temporary_.clear();
    give_up();
  }
}

AtomicFile::~AtomicFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::give_up() { fail(ErrorCode::kIo, "{}: cannot write: {}", path_.string(), reason()); }

void AtomicFile::append(std::string_view bytes) {
  if (write_all(fd_, bytes) < bytes.size()) give_up();
}

void AtomicFile::commit() {
  if (::fchmod(fd_, 0666 & ~creation_mask()) != 0 || ::fsync(fd_) != 0) give_up();
  if (::close(std::exchange(fd_, -1)) != 0) give_up();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) give_up();
  temporary_.clear();
}

void write_file(const fs::path& path, std::string_view bytes) {
  AtomicFile file(path);
  file.append(bytes);
  file.commit();
}

MappedFile::MappedFile(const fs::path& path) {
  const OpenFile file = open_for_reading(path);
  if (file.size == 0) return;
  void* data = ::mmap(nullptr, file.size, PROT_READ, MAP_PRIVATE, file.fd.get(), 0);
  check(data != MAP_FAILED, ErrorCode::kIo, "{}: cannot map: {}", path.string(), reason());
  data_ = static_cast<const std::byte*>(data);
  size_ = file.size;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

void MappedFile::release_memory() const {
  // The mapping is read-only, so that nothing can be lost; where the system does not follow, memory stays in use.
  if (data_ != nullptr) ::madvise(const_cast<std::byte*>(data_), size_, MADV_DONTNEED);
}

TemporaryDirectory::TemporaryDirectory(std::string_view prefix, const fs::path& parent) {
  std::string name = ((parent.empty() ? temporary_folder() : parent) / (std::string(prefix) + "XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr)
    fail(ErrorCode::kIo, "{}: cannot make a folder in it: {}", fs::path(name).parent_path().string(), reason());
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path data_directory() {
  if (const char* from_environment = std::getenv("EMO3D_DATA"); from_environment != nullptr && *from_environment != 0) {
    std::error_code error;
    check(fs::is_directory(from_environment, error), ErrorCode::kUnavailable, "EMO3D_DATA={}: no such directory",
          from_environment);
    return from_environment;
  }
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  for (const fs::path& candidate : {program.parent_path().parent_path() / "share/emo3d", fs::path(EMO3D_INSTALLED_DATA),
                                    fs::path(EMO3D_SOURCE_DATA)}) {
    if (fs::exists(candidate / "manifest.json", ignored)) return candidate;
  }
  fail(ErrorCode::kUnavailable, "emo3d's data files were not found; set EMO3D_DATA to the models folder");
}

}  // namespace emo3d
