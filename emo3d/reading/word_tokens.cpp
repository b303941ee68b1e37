#include "emo3d/reading/word_tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include "emo3d/base/utf8.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::reading {
namespace {

constexpr std::string_view kMarks = ",.;:!?";
constexpr auto kOnesOwn = std::to_array<std::string_view>(
    {"his", "her", "hers", "their", "my", "your", "our", "its", "him", "them", "me", "us", "you", "someone's"});
constexpr auto kReflexives = std::to_array<std::string_view>(
    {"himself", "herself", "themselves", "themself", "myself", "yourself", "itself", "oneself", "ourselves"});

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Symbols, among them all emoji; before them are letters and marks.
bool is_symbol(char32_t c) { return c >= 0x2190 && !(c >= 0x2C00 && c < 0xFE00) && c < 0x20000; }
/// What only changes the look of the emoji before it: joiners, variants, tones of skin.
bool is_modifier(char32_t c) { return c == 0x200D || c == 0xFE0F || (c >= 0x1F3FB && c <= 0x1F3FF); }
bool is_dash_or_ellipsis(char32_t c) { return (c >= 0x2013 && c <= 0x2015) || c == 0x2026; }

/// The emoticon that starts at byte `at`; empty where there is none. None runs into a word ("note:done") or an address
/// ("http://").
std::string_view emoticon_at(std::string_view text, std::size_t at, std::span<const std::string> emoticons) {
  std::string_view longest;
  const std::string_view rest = text.substr(at);
  if (at > 0 && is_letter_or_digit(text[at]) && is_letter_or_digit(text[at - 1])) return longest;
  const std::string_view first = rest.substr(0, 1);
  for (auto e = std::ranges::lower_bound(emoticons, first); e != emoticons.end() && e->starts_with(first); ++e) {
    const std::string& emoticon = *e;
    if (emoticon.size() <= longest.size() || !rest.starts_with(emoticon)) continue;
    const char next = rest.size() > emoticon.size() ? rest[emoticon.size()] : ' ';
    if (!is_letter_or_digit(next) && next != '/') longest = emoticon;
  }
  return longest;
}

std::string canonical(std::string_view word) {
  if (one_of(kOnesOwn, word)) return "the";
  if (one_of(kReflexives, word)) return "self";
  return std::string(word);
}

}  // namespace

bool is_word_byte(char c) { return is_letter_or_digit(c) || c == '\'' || static_cast<unsigned char>(c) >= 0x80; }

std::vector<WordToken> word_tokens(std::string_view text, std::span<const std::string> emoticons) {
  std::vector<WordToken> words;
  std::string_view word;  // begun, but not ended
  const auto add = [&](std::string token, std::size_t begin, std::size_t end) {
    words.push_back({std::move(token), begin, end});
  };
  const auto end_word = [&] {
    while (word.ends_with('\'')) word.remove_suffix(1);
    while (word.starts_with('\'')) word.remove_prefix(1);
    const auto begin = static_cast<std::size_t>(word.data() - text.data());
    if (!word.empty()) add(canonical(word), begin, begin + word.size());
    word = {};
  };
  for (std::size_t i = 0; i < text.size();) {
    if (const std::string_view emoticon = emoticon_at(text, i, emoticons); !emoticon.empty()) {
      end_word();
      add(std::string(emoticon), i, i + emoticon.size());
      i += emoticon.size();
      continue;
    }
    const Utf8Char c = decode_utf8(text.substr(i));
    if (c.length == 1 && !is_word_byte(text[i])) {
      end_word();
      if (kMarks.find(text[i]) != std::string_view::npos) add({text[i]}, i, i + 1);
      if (text[i] == '-' && i > 0 && text[i - 1] == ' ') add(",", i, i + 1);
    } else if (is_modifier(c.code_point)) {
      end_word();
    } else if (is_symbol(c.code_point)) {
      end_word();
      add(std::string(text.substr(i, c.length)), i, i + c.length);
    } else if (is_dash_or_ellipsis(c.code_point)) {
      end_word();
      add(",", i, i + c.length);
    } else {
      word = text.substr(word.empty() ? i : i - word.size(), word.size() + c.length);
    }
    i += c.length;
  }
  end_word();
  return words;
}

std::vector<std::string> texts_of(std::vector<WordToken> words) {
  std::vector<std::string> texts;
  texts.reserve(words.size());
  for (WordToken& word : words) texts.push_back(std::move(word.text));
  return texts;
}

}  // namespace emo3d::reading
