#include "emo3d/reading/phrase_table.h"

namespace emo3d::reading {
namespace {

std::uint64_t edge(std::uint32_t node, PhraseTable::WordId word) { return std::uint64_t{node} << 32 | word; }

}  // namespace

std::size_t PhraseTable::add(std::span<const std::string> words, std::size_t value) {
  std::uint32_t node = 0;
  for (const std::string& word : words) {
    const WordId id = ids_.try_emplace(word, static_cast<WordId>(ids_.size())).first->second;
    const auto [next, is_new] = edges_.try_emplace(edge(node, id), static_cast<std::uint32_t>(values_.size()));
    if (is_new) values_.emplace_back();
    node = next->second;
  }
  if (!values_[node]) values_[node] = value;
  return *values_[node];
}

std::optional<PhraseTable::WordId> PhraseTable::find_word(std::string_view word) const {
  const auto found = ids_.find(word);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<PhraseTable::Match> PhraseTable::longest(std::span<const WordIds> text) const {
  return longest_from(0, text, 0);
}

std::optional<PhraseTable::Match> PhraseTable::longest_from(std::uint32_t node, std::span<const WordIds> text,
                                                            std::size_t depth) const {
  std::optional<Match> best;
  if (values_[node]) best = {.length = depth, .value = *values_[node]};
  if (depth == text.size()) return best;
  for (const WordId word : text[depth]) {
    const auto next = edges_.find(edge(node, word));
    if (next == edges_.end()) continue;
    const std::optional<Match> match = longest_from(next->second, text, depth + 1);
    if (match && (!best || match->length > best->length)) best = match;
  }
  return best;
}

}  // namespace emo3d::reading
