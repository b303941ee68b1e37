#include "emo3d/text/language.h"

#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>
#include <cstdio>  // compact_lang_det.h uses FILE

#include <cld2/public/compact_lang_det.h>

#include "emo3d/base/error.h"

namespace emo3d::text {

std::string language_name(std::string_view utf8) {
  /// Answer for short texts too.
  constexpr int kBestEffort = 0x4000;
  check(utf8.size() <= std::size_t{1} << 24, ErrorCode::kInvalidArgument, "{} bytes are too many to tell a language by",
        utf8.size());
  const CLD2::CLDHints no_hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int bytes = 0;
  bool reliable = false;
  const CLD2::Language language = CLD2::ExtDetectLanguageSummary(
      utf8.data(), static_cast<int>(utf8.size()), /*is_plain_text=*/true, &no_hints, kBestEffort, languages.data(),
      percents.data(), scores.data(), /*resultchunkvector=*/nullptr, &bytes, &reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE || bytes == 0) return {};
  std::string name = CLD2::LanguageName(language);
  std::transform(name.begin() + 1, name.end(), name.begin() + 1,
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return name;
}

}  // namespace emo3d::text
