#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace emo3d::text {

/// An encoding of one byte a character whose lower half is ASCII. Bytes that it leaves open stand for the control
/// characters of their number, as browsers have it.
class SingleByteEncoding {
 public:
  /// `name` as ICU knows it. \throws Error kUnavailable where ICU does not.
  explicit SingleByteEncoding(const char* name);

  [[nodiscard]] char32_t decode(unsigned char byte) const { return byte < 0x80 ? byte : upper_[byte - 0x80]; }
  /// The bytes of `text`, or nothing where one of its characters has none.
  [[nodiscard]] std::optional<std::string> encode(std::u32string_view text) const;

 private:
  std::array<char32_t, 128> upper_;
  std::unordered_map<char32_t, char> bytes_;  ///< Of the characters of upper_.
};

[[nodiscard]] const SingleByteEncoding& windows_1252();

/// The encodings that UTF-8 is most often mistaken for, the likeliest first: Latin-1, Windows-1252 and others.
[[nodiscard]] std::span<const SingleByteEncoding> mistaken_encodings();

}  // namespace emo3d::text
