#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace emo3d {

/// What kind of failure an Error reports; the edges (CLI, server) translate it once.
enum class ErrorCode {
  kInvalidArgument,  ///< The caller's value is out of range or malformed.
  kInvalidData,      ///< A file or message from outside does not follow its format.
  kNotFound,         ///< A file, model or name does not exist.
  kIo,               ///< Reading or writing failed.
  kUnavailable,      ///< Something needed is missing on this machine (a program, a model that was not pulled).
  kInterrupted,      ///< The user stopped the work.
};

/// The one exception type of the library. The message is a single line that names the file, field and value concerned.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] ErrorCode code() const noexcept { return code_; }

 private:
  ErrorCode code_;
};

/// Throws Error with a formatted message: `fail(ErrorCode::kInvalidData, "{}: truncated", path)`.
template <typename... Args>
[[noreturn]] void fail(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
  throw Error(code, fmt::format(format, std::forward<Args>(args)...));
}

/// Throws Error unless `condition` holds.
template <typename... Args>
void check(bool condition, ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
  if (!condition) [[unlikely]]
    throw Error(code, fmt::format(format, std::forward<Args>(args)...));
}

/// `text` as one quoted, printable line: control characters and broken UTF-8 escaped, cut at `max_bytes`.
[[nodiscard]] std::string quote(std::string_view text, std::size_t max_bytes = 60);

}  // namespace emo3d
