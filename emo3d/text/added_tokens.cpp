#include "emo3d/text/added_tokens.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/text/code_points.h"

namespace emo3d::text {
namespace {

std::string_view without_blanks_at_start(std::string_view utf8) {
  while (!utf8.empty()) {
    const Utf8Char c = decode_utf8(utf8);
    if (!is_white_space(c.code_point)) break;
    utf8.remove_prefix(c.length);
  }
  return utf8;
}

std::string_view without_blanks_at_end(std::string_view utf8) {
  while (!utf8.empty()) {
    std::size_t last = utf8.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(utf8[last]) & 0xC0) == 0x80) --last;
    if (!is_white_space(decode_utf8(utf8.substr(last)).code_point)) break;
    utf8.remove_suffix(utf8.size() - last);
  }
  return utf8;
}

}  // namespace

AddedTokens::AddedTokens(std::vector<AddedToken> tokens, std::string_view source) : tokens_(std::move(tokens)) {
  for (const AddedToken& token : tokens_) {
    check(!token.text.empty(), ErrorCode::kInvalidData, "{}: the added token of id {} is empty", source, token.id);
    begins_[static_cast<unsigned char>(token.text.front())] = true;
  }
  std::ranges::stable_sort(tokens_, std::ranges::greater(), [](const AddedToken& token) { return token.text.size(); });
}

const AddedToken* AddedTokens::token_at(std::string_view utf8) const {
  if (!begins_[static_cast<unsigned char>(utf8.front())]) return nullptr;
  const auto found = std::ranges::find_if(tokens_, [&](const AddedToken& t) { return utf8.starts_with(t.text); });
  return found == tokens_.end() ? nullptr : &*found;
}

std::vector<AddedTokens::Part> AddedTokens::split(std::string_view utf8) const {
  std::vector<Part> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    const AddedToken* token = token_at(utf8.substr(i));
    if (token == nullptr) {
      ++i;
      continue;
    }
    std::string_view before = utf8.substr(begin, i - begin);
    if (token->strips_left) before = without_blanks_at_end(before);
    if (!before.empty()) parts.push_back({before});
    parts.push_back({utf8.substr(i, token->text.size()), token->id});
    i += token->text.size();
    if (token->strips_right) i = utf8.size() - without_blanks_at_start(utf8.substr(i)).size();
    begin = i;
  }
  if (begin < utf8.size()) parts.push_back({utf8.substr(begin)});
  return parts;
}

}  // namespace emo3d::text
