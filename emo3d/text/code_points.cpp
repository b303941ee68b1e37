#include "emo3d/text/code_points.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"

namespace emo3d::text {
namespace {

std::string normalized(std::string_view utf8, const icu::Normalizer2* form, UErrorCode status) {
  std::string result;
  if (U_SUCCESS(status)) {
    icu::StringByteSink<std::string> sink(&result);
    form->normalizeUTF8(0, icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())), sink, nullptr,
                        status);
  }
  check(U_SUCCESS(status), ErrorCode::kUnavailable, "ICU cannot normalise the text: {}", u_errorName(status));
  return result;
}

bool has_category(char32_t c, std::uint32_t mask) { return (U_MASK(u_charType(static_cast<UChar32>(c))) & mask) != 0; }

}  // namespace

void check_text(std::string_view utf8) {
  check(utf8.size() <= kMaxTextBytes, ErrorCode::kInvalidArgument, "text of {} bytes is longer than the limit of {}",
        utf8.size(), kMaxTextBytes);
  if (const auto bad = find_invalid_utf8(utf8))
    fail(ErrorCode::kInvalidArgument, "text is not valid UTF-8: byte {} is 0x{:02x}", *bad,
         static_cast<unsigned char>(utf8[*bad]));
}

std::u32string to_code_points(std::string_view utf8) {
  std::u32string result;
  result.reserve(utf8.size());
  while (!utf8.empty()) {
    const Utf8Char c = decode_utf8(utf8);
    result += c.code_point;
    utf8.remove_prefix(c.length);
  }
  return result;
}

void append_utf8(std::string& utf8, char32_t c) {
  const auto continuation = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (c < 0x80) {
    utf8 += static_cast<char>(c);
  } else if (c < 0x800) {
    utf8 += {static_cast<char>(0xC0 | (c >> 6)), continuation(c)};
  } else if (c < 0x10000) {
    utf8 += {static_cast<char>(0xE0 | (c >> 12)), continuation(c >> 6), continuation(c)};
  } else {
    utf8 += {static_cast<char>(0xF0 | (c >> 18)), continuation(c >> 12), continuation(c >> 6), continuation(c)};
  }
}

std::string to_utf8(std::u32string_view code_points) {
  std::string utf8;
  utf8.reserve(code_points.size());
  for (const char32_t c : code_points) append_utf8(utf8, c);
  return utf8;
}

std::string nfc(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(status);
  return normalized(utf8, form, status);
}

std::string nfd(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFDInstance(status);
  return normalized(utf8, form, status);
}

bool is_white_space(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; }
bool is_letter(char32_t c) { return has_category(c, U_GC_L_MASK); }
bool is_number(char32_t c) { return has_category(c, U_GC_N_MASK); }
bool is_punctuation(char32_t c) { return has_category(c, U_GC_P_MASK); }
bool is_nonspacing_mark(char32_t c) { return has_category(c, U_GC_MN_MASK); }
bool is_upper_case_letter(char32_t c) { return has_category(c, U_GC_LU_MASK); }
bool is_lower_case_letter(char32_t c) { return has_category(c, U_GC_LL_MASK); }

}  // namespace emo3d::text
