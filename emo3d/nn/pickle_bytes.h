#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"

namespace emo3d::nn {

/// The bytes of a pickle, read opcode by opcode; every length is checked against what is left before it is used. Errors
/// name the byte of the opcode that is being read.
class PickleBytes {
 public:
  PickleBytes(std::span<const std::byte> bytes, const std::string& source) : bytes_(bytes), source_(source) {}

  template <typename... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
    fail(ErrorCode::kInvalidData, "{}: {} at byte {}", source_, fmt::format(format, std::forward<Args>(args)...),
         opcode_at_);
  }
  template <typename... Args>
  void expect(bool condition, fmt::format_string<Args...> format, Args&&... args) const {
    if (!condition) refuse(format, std::forward<Args>(args)...);
  }

  /// Where the opcode stands that was read last.
  [[nodiscard]] std::size_t opcode_at() const { return opcode_at_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

  [[nodiscard]] std::uint8_t opcode() {
    opcode_at_ = at_;
    return static_cast<std::uint8_t>(natural(1));
  }
  /// Of 0 to 8 bytes, the lowest first.
  [[nodiscard]] std::uint64_t natural(std::size_t size) {
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const std::byte b : take(size)) {
      value |= std::to_integer<std::uint64_t>(b) << shift;
      shift += 8;
    }
    return value;
  }
  /// Two's complement.
  [[nodiscard]] std::int64_t integer(std::uint64_t size) {
    expect(size <= 8, "an integer of {} bytes", size);
    if (size == 0) return 0;
    const auto unused = static_cast<unsigned>(64 - 8 * size);
    return static_cast<std::int64_t>(natural(static_cast<std::size_t>(size)) << unused) >> unused;
  }
  [[nodiscard]] std::string_view text(std::uint64_t size) {
    const auto taken = take(size);
    const std::string_view text(reinterpret_cast<const char*>(taken.data()), taken.size());
    expect(!find_invalid_utf8(text), "a string that is not UTF-8");
    return text;
  }
  /// Up to a newline, which is passed over.
  [[nodiscard]] std::string_view line() {
    const std::string_view rest(reinterpret_cast<const char*>(bytes_.data()) + at_, left());
    const std::size_t end = rest.find('\n');
    expect(end != std::string_view::npos, "a line that does not end");
    at_ += end + 1;
    return rest.substr(0, end);
  }
  void skip(std::uint64_t count) { (void)take(count); }

 private:
  std::span<const std::byte> take(std::uint64_t count) {
    expect(count <= left(), "{} bytes are needed, {} are left", count, left());
    const auto taken = bytes_.subspan(at_, static_cast<std::size_t>(count));
    at_ += taken.size();
    return taken;
  }

  std::span<const std::byte> bytes_;
  const std::string& source_;
  std::size_t at_ = 0;
  std::size_t opcode_at_ = 0;
};

}  // namespace emo3d::nn
