#include "emo3d/store/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include "emo3d/base/error.h"

namespace emo3d::store {

FileLock::FileLock(const std::filesystem::path& path, const std::function<void()>& waiting)
    : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  const auto reason = [] { return std::generic_category().message(errno); };
  if (fd_ < 0) fail(ErrorCode::kIo, "{}: cannot write: {}", path.string(), reason());
  try {
    while (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK && errno != EINTR) fail(ErrorCode::kIo, "{}: cannot lock: {}", path.string(), reason());
      waiting();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

FileLock::~FileLock() { ::close(fd_); }

}  // namespace emo3d::store
