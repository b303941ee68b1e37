#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace emo3d::text {

/// `utf8` as OpenAI's CLIP reads it: repaired (text_repair.h), HTML's references replaced twice more, white space made
/// single blanks and taken off the ends, small letters.
/// \throws Error kInvalidArgument as check_text().
[[nodiscard]] std::string clean_clip_text(std::string_view utf8);

/// The words of a cleaned text, views into it: "<|startoftext|>" and "<|endoftext|>", the English endings 's 't 're 've
/// 'm 'll 'd, runs of letters, single figures, and runs of what is neither.
[[nodiscard]] std::vector<std::string_view> split_clip_words(std::string_view cleaned);

}  // namespace emo3d::text
