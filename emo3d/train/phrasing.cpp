#include "emo3d/train/phrasing.h"

#include <algorithm>
#include <array>

#include "emo3d/base/error.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::train {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// Words that an article can follow in a sentence frame; after all others ("his", "no", "slight") it is dropped.
constexpr auto kBeforeArticle = std::to_array<std::string_view>(
    {"is",         "was",        "with",   "of",     "like",    "and",    "but",     "not",       "in",
     "into",       "to",         "from",   "by",     "shows",   "show",   "without", "expresses", "displays",
     "conveys",    "without",    "then",   "what",   "now",     "for",    "hides",   "covers",    "masks",
     "than",       "as",         "only",   "just",   "be",      "behind", "over",    "or",        "nor",
     "neither",    "on",         "feels",  "feel",   "feeling", "see",    "express", "showing",   "radiates",
     "it's",       "that's",     "wasn't", "isn't",  "call",    "rather", "also",    "comes",     "becomes",
     "expressing", "resembling", "speaks", "betray", "such",    "have",   "read",    "between",   "mingled",
     "hiding",     "it",         "still"});

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool starts_with_vowel_sound(std::string_view word) {
  constexpr std::array<std::string_view, 4> kConsonantSounds{"one", "uni", "use", "euphor"};
  constexpr std::array<std::string_view, 4> kSilent{"hour", "honest", "honour", "heir"};
  for (const std::string_view exception : kConsonantSounds)
    if (word.starts_with(exception)) return word.starts_with("unin") || word.starts_with("unim");
  for (const std::string_view silent : kSilent)
    if (word.starts_with(silent)) return true;
  return !word.empty() && std::string_view("aeiou").find(word[0]) != std::string_view::npos;
}

/// "I", "I'm", "I've" for "i", "i'm", "i've".
std::string with_capital_i(std::string text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = at == 0 || (!is_letter(text[at - 1]) && text[at - 1] != '\'');
    const bool ends = at + 1 == text.size() || !is_letter(text[at + 1]);
    if (text[at] == 'i' && begins && ends && (at + 1 == text.size() || text[at + 1] != '.')) text[at] = 'I';
  }
  return text;
}

void capitalise(std::string& text) {
  const std::size_t first = text.find_first_not_of("\"([*");
  if (first != std::string::npos && text[first] >= 'a' && text[first] <= 'z')
    text[first] = static_cast<char>(text[first] - 'a' + 'A');
}

}  // namespace

std::string filled(std::string text, std::string_view key, std::string_view value) {
  return replaced(std::move(text), "{" + std::string(key) + "}", value);
}

std::string filled_noun(std::string text, std::string_view key, std::string_view value) {
  const std::size_t article = value.starts_with("a ") ? 2 : value.starts_with("an ") ? 3 : 0;
  if (article == 0) return filled(std::move(text), key, value);
  const std::string gap = "{" + std::string(key) + "}";
  for (std::size_t at = text.find(gap); at != std::string::npos; at = text.find(gap, at)) {
    const std::string_view before = reading::trimmed(std::string_view(text).substr(0, at));
    const std::string_view last = before.substr(before.find_last_of(" (*") + 1);
    const bool opens = before.empty() || std::ranges::find(kBeforeArticle, last) != kBeforeArticle.end() ||
                       std::string_view(",.:;?(*").find(before.back()) != std::string_view::npos;
    text.replace(at, gap.size(), value.substr(opens ? 0 : article));
  }
  return text;
}

std::string expanded(std::string text, const CorpusSource& source, Random& random) {
  while (true) {  // the innermost choice first
    const std::size_t close = text.find(')');
    if (close == std::string::npos) break;
    const std::size_t open = text.rfind('(', close);
    check(open != std::string::npos, ErrorCode::kInvalidData, "situations.txt: {} has a ')' too many", quote(text));
    const std::string inside = text.substr(open + 1, close - open - 1);
    const std::vector<std::string_view> choices = reading::split(inside, '|');
    text.replace(open, close - open + 1, choices[random.index(choices.size())]);
  }
  while (true) {
    const std::size_t open = text.find('<');
    if (open == std::string::npos) break;
    const std::size_t close = text.find('>', open);
    check(close != std::string::npos, ErrorCode::kInvalidData, "situations.txt: {} has an open '<'", quote(text));
    const std::string name = text.substr(open + 1, close - open - 1);
    const auto slot = source.slots.find(name);
    check(slot != source.slots.end() && !slot->second.empty(), ErrorCode::kInvalidData,
          "situations.txt: no slot is called {}", quote(name));
    text.replace(open, close - open + 1, slot->second[random.index(slot->second.size())]);
  }
  return text;
}

std::string words_only(std::string_view text) {
  std::string words = " ";
  for (const char c : reading::plain_text(text)) {
    const bool mark = static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
                      c != '\'' && c != '-';
    if (!mark || words.back() != ' ') words += mark ? ' ' : c;
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

std::string finished(std::string text, Register style, Random& random) {
  const bool ended = std::string_view(".!?\")]*:").find(text.back()) != std::string_view::npos;
  const double choice = random.uniform();
  if (style == Register::kChat) {
    if (random.chance(0.25)) capitalise(text);
    if (ended || choice < 0.6) return text;
    return text + (choice < 0.75 ? "." : choice < 0.9 ? "!" : "!!");
  }
  text = with_capital_i(std::move(text));
  const bool bare = text.find_first_of("([*:\"") == std::string::npos;
  if (style == Register::kStage && bare && choice < 0.5) {
    if (random.chance(0.5)) capitalise(text);
    return choice < 0.25 ? "(" + text + ")" : choice < 0.4 ? "[" + text + "]" : "*" + text + "*";
  }
  if (random.chance(style == Register::kPlain ? 0.5 : 0.65)) capitalise(text);
  if (ended) return text;
  if (choice < 0.55) return text + ".";
  return style == Register::kPlain && choice < 0.61 ? text + "!" : text;
}

std::string tidied(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kAgreement{{{"they is ", "they are "},
                                                                                      {"they looks ", "they look "},
                                                                                      {"they was ", "they were "},
                                                                                      {"they isn't ", "they aren't "},
                                                                                      {"they wasn't ", "they weren't "},
                                                                                      {"they doesn't ", "they don't "},
                                                                                      {"they does ", "they do "},
                                                                                      {"they has ", "they have "},
                                                                                      {"they feels ", "they feel "},
                                                                                      {"they seems ", "they seem "},
                                                                                      {"they keeps ", "they keep "},
                                                                                      {"they gets ", "they get "},
                                                                                      {"we was ", "we were "},
                                                                                      {"  ", " "},
                                                                                      {" ,", ","},
                                                                                      {" .", "."}}};
  for (const auto& [wrong, better] : kAgreement)
    while (text.find(wrong) != std::string::npos) text = replaced(std::move(text), wrong, better);
  text = std::string(reading::trimmed(text));
  for (std::size_t at = 0; at + 2 < text.size(); ++at)
    if ((text[at] == 'a' || text[at] == 'A') && text[at + 1] == ' ' && (at == 0 || !is_letter(text[at - 1])) &&
        text[at - (at > 0 ? 1 : 0)] != '\'' && starts_with_vowel_sound(std::string_view(text).substr(at + 2)))
      text.insert(at + 1, "n");
  return text;
}

}  // namespace emo3d::train
