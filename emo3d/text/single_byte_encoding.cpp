#include "emo3d/text/single_byte_encoding.h"

#include <unicode/ucnv.h>

#include <memory>
#include <vector>

#include "emo3d/base/error.h"

namespace emo3d::text {

SingleByteEncoding::SingleByteEncoding(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(ucnv_open(name, &status), ucnv_close);
  check(U_SUCCESS(status), ErrorCode::kUnavailable, "ICU does not know the encoding {}: {}", name, u_errorName(status));
  for (std::size_t i = 0; i < upper_.size(); ++i) {
    const char byte = static_cast<char>(0x80 + i);
    const char* source = &byte;
    status = U_ZERO_ERROR;
    const UChar32 c = ucnv_getNextUChar(converter.get(), &source, source + 1, &status);
    const bool open = U_FAILURE(status) || c == 0xFFFD;
    upper_[i] = open ? static_cast<char32_t>(0x80 + i) : static_cast<char32_t>(c);
    bytes_.emplace(upper_[i], byte);
  }
}

std::optional<std::string> SingleByteEncoding::encode(std::u32string_view text) const {
  std::string bytes;
  bytes.reserve(text.size());
  for (const char32_t c : text) {
    if (c < 0x80) {
      bytes += static_cast<char>(c);
    } else if (const auto found = bytes_.find(c); found != bytes_.end()) {
      bytes += found->second;
    } else {
      return std::nullopt;
    }
  }
  return bytes;
}

const SingleByteEncoding& windows_1252() { return mistaken_encodings()[1]; }

std::span<const SingleByteEncoding> mistaken_encodings() {
  static const std::vector<SingleByteEncoding> encodings = [] {
    std::vector<SingleByteEncoding> all;
    for (const char* name : {"iso-8859-1", "windows-1252", "windows-1251", "windows-1250", "windows-1253",
                             "windows-1254", "windows-1257", "iso-8859-2", "macintosh", "ibm-437"})
      all.emplace_back(name);
    return all;
  }();
  return encodings;
}

}  // namespace emo3d::text
