#include "emo3d/train/phrasing.h"

#include <array>

#include "emo3d/base/error.h"
#include "emo3d/model/word_list.h"

namespace emo3d::train {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

bool starts_with_vowel_sound(std::string_view word) {
  constexpr std::array<std::string_view, 3> kConsonantSounds{"one", "uni", "use"};
  for (const std::string_view exception : kConsonantSounds)
    if (word.starts_with(exception)) return false;
  return !word.empty() && std::string_view("aeiou").find(word[0]) != std::string_view::npos;
}

}  // namespace

std::string filled(std::string text, std::string_view key, std::string_view value) {
  return replaced(std::move(text), "{" + std::string(key) + "}", value);
}

std::string expanded(std::string text, const CorpusSource& source, Random& random) {
  while (true) {  // the innermost choice first
    const std::size_t close = text.find(')');
    if (close == std::string::npos) break;
    const std::size_t open = text.rfind('(', close);
    check(open != std::string::npos, ErrorCode::kInvalidData, "situations.txt: {} has a ')' too many", quote(text));
    const std::string inside = text.substr(open + 1, close - open - 1);
    const std::vector<std::string_view> choices = model::split(inside, '|');
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

std::string tidied(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kAgreement{{{"they is ", "they are "},
                                                                                     {"they looks ", "they look "},
                                                                                     {"they was ", "they were "},
                                                                                     {"they isn't ", "they aren't "},
                                                                                     {"they doesn't ", "they don't "},
                                                                                     {"they has ", "they have "},
                                                                                     {"they feels ", "they feel "},
                                                                                     {"  ", " "}}};
  for (const auto& [wrong, better] : kAgreement)
    while (text.find(wrong) != std::string::npos) text = replaced(std::move(text), wrong, better);
  text = std::string(model::trimmed(text));
  for (std::size_t at = 0; at + 2 < text.size(); ++at)
    if (text[at] == 'a' && text[at + 1] == ' ' && (at == 0 || text[at - 1] == ' ') &&
        starts_with_vowel_sound(std::string_view(text).substr(at + 2)))
      text.insert(at + 1, "n");
  return text;
}

}  // namespace emo3d::train
