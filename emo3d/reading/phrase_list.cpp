#include "emo3d/reading/phrase_list.h"

#include <algorithm>

#include "emo3d/reading/word_list.h"

namespace emo3d::reading {

PhraseList::PhraseList(std::string_view phrases) {
  for (const std::string_view phrase : split(phrases, '|')) {
    std::vector<std::string_view> words = split(phrase, ' ');
    phrases_[words[0]].push_back(std::move(words));
  }
  for (auto& [first, list] : phrases_)
    std::ranges::sort(list, std::ranges::greater(), [](const auto& words) { return words.size(); });
}

std::size_t PhraseList::longest(std::span<const text::Word> words, std::size_t at) const {
  const auto begins = phrases_.find(words[at].text);
  if (begins == phrases_.end()) return 0;
  const auto rest = words.subspan(at);
  for (const auto& phrase : begins->second)
    if (phrase.size() <= rest.size() &&
        std::ranges::equal(phrase, rest.first(phrase.size()), {}, {}, &text::Word::text))
      return phrase.size();
  return 0;
}

}  // namespace emo3d::reading
