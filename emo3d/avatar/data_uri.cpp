#include "emo3d/avatar/data_uri.h"

#include <array>
#include <charconv>
#include <cstdint>

#include "emo3d/base/error.h"

namespace emo3d::avatar {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 64;

constexpr std::array<std::uint8_t, 256> base64_digits() {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < kBase64.size(); ++i)
    digits[static_cast<unsigned char>(kBase64[i])] = static_cast<std::uint8_t>(i);
  return digits;
}

/// RFC 4648, section 4, with or without padding.
std::string decode_base64(std::string_view text, std::string_view place) {
  static constexpr auto kDigits = base64_digits();
  while (text.ends_with('=')) text.remove_suffix(1);
  check(text.size() % 4 != 1, ErrorCode::kInvalidData, "{}: base64 of {} digits is cut short", place, text.size());
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t digit = kDigits[static_cast<unsigned char>(text[i])];
    check(digit != kNoDigit, ErrorCode::kInvalidData, "{}: {} at {} is no base64 digit", place,
          quote(text.substr(i, 1)), i);
    bits = (bits << 6 | digit) & 0xFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return bytes;
}

}  // namespace

bool is_data_uri(std::string_view uri) { return uri.starts_with("data:"); }

std::string decode_data_uri(std::string_view uri, std::string_view place) {
  constexpr std::string_view kMark = ";base64,";
  const std::size_t mark = uri.substr(0, 256).find(kMark);
  check(mark != std::string_view::npos, ErrorCode::kInvalidData, "{}: data URI without base64", place);
  return decode_base64(uri.substr(mark + kMark.size()), place);
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint8_t byte = 0;
    const char* end = text.data() + i + 3;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(text.data() + i + 1, end, byte, 16).ptr == end) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

}  // namespace emo3d::avatar
