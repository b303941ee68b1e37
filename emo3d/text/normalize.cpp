#include "emo3d/text/normalize.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <cstdint>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"

namespace emo3d::text {
namespace {

// One character can become 18 (U+FDFA), so that the result stays far below the 2 GiB that ICU can count.
constexpr std::size_t kMaxBytes = std::size_t{16} << 20;

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace

std::string nfkc(std::string_view utf8) {
  check(utf8.size() <= kMaxBytes, ErrorCode::kInvalidArgument, "text of {} bytes is longer than the limit of {}",
        utf8.size(), kMaxBytes);
  if (std::ranges::all_of(utf8, is_ascii)) return std::string(utf8);
  if (const auto bad = find_invalid_utf8(utf8))
    fail(ErrorCode::kInvalidArgument, "text is not valid UTF-8: byte {} is 0x{:02x}", *bad,
         static_cast<unsigned char>(utf8[*bad]));

  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(status);
  std::string result;
  if (U_SUCCESS(status)) {
    icu::StringByteSink<std::string> sink(&result);
    normalizer->normalizeUTF8(0, icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())), sink, nullptr,
                              status);
  }
  check(U_SUCCESS(status), ErrorCode::kUnavailable, "ICU cannot normalise the text: {}", u_errorName(status));
  return result;
}

}  // namespace emo3d::text
