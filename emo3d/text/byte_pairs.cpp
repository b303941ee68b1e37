#include "emo3d/text/byte_pairs.h"

#include <algorithm>
#include <queue>
#include <tuple>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/text/code_points.h"

namespace emo3d::text {
namespace {

/// The character that stands for a byte: itself where Latin-1 has a visible one, else from U+0100 on.
std::array<std::string, 256> byte_characters() {
  std::array<std::string, 256> characters;
  char32_t next = 0x100;
  for (unsigned byte = 0; byte < characters.size(); ++byte) {
    const bool visible = (byte > 0x20 && byte < 0x7F) || (byte > 0xA0 && byte != 0xAD);
    append_utf8(characters[byte], visible ? static_cast<char32_t>(byte) : next++);
  }
  return characters;
}

}  // namespace

BytePairs::BytePairs(const Vocabulary& vocabulary, const Merges& merges, std::string_view vocabulary_source,
                     std::string_view merges_source) {
  const std::array<std::string, 256> characters = byte_characters();
  for (std::size_t byte = 0; byte < characters.size(); ++byte) {
    bytes_[byte] = vocabulary.at(characters[byte], vocabulary_source);
    last_bytes_[byte] = vocabulary.at(characters[byte] + std::string(kEndOfWord), vocabulary_source);
  }
  merges_.reserve(merges.size());
  std::string result;
  for (std::size_t i = 0; i < merges.size(); ++i) {
    const auto [left, right] = merges[i];
    result.assign(left).append(right);
    const std::int32_t left_id = vocabulary.find(left);
    const std::int32_t right_id = vocabulary.find(right);
    const std::int32_t result_id = vocabulary.find(result);
    check(left_id != Vocabulary::kNone && right_id != Vocabulary::kNone && result_id != Vocabulary::kNone,
          ErrorCode::kInvalidData, "{}: merge {} ({} and {}): the vocabulary lacks {}", merges_source, i, quote(left),
          quote(right),
          quote(left_id == Vocabulary::kNone    ? left
                : right_id == Vocabulary::kNone ? right
                                                : std::string_view(result)));
    const bool is_new =
        merges_.emplace(pair_of(left_id, right_id), Merge{static_cast<std::uint32_t>(i), result_id}).second;
    check(is_new, ErrorCode::kInvalidData, "{}: merge {} ({} and {}) stands twice", merges_source, i, quote(left),
          quote(right));
  }
}

void BytePairs::append_word(std::string_view word, std::vector<std::int32_t>& ids) const {
  constexpr std::size_t kNothing = static_cast<std::size_t>(-1);
  struct Symbol {
    std::int32_t id = Vocabulary::kNone;  ///< kNone once it is merged into the one before it.
    std::size_t before = kNothing, after = kNothing;
  };
  std::vector<Symbol> symbols(word.size());
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    const bool is_last = i + 1 == word.size();
    symbols[i] = {is_last ? last_bytes_[byte] : bytes_[byte], i == 0 ? kNothing : i - 1, is_last ? kNothing : i + 1};
  }

  struct Candidate {
    Merge merge;
    std::size_t place = 0;   ///< Of the left symbol.
    std::uint64_t pair = 0;  ///< The ids when it was found: merges since then make it void.
    bool operator>(const Candidate& other) const {
      return std::tie(merge.rank, place) > std::tie(other.merge.rank, other.place);
    }
  };
  std::vector<Candidate> heap;
  heap.reserve(symbols.size());
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates({}, std::move(heap));
  const auto offer = [&](std::size_t left) {
    if (left == kNothing || symbols[left].after == kNothing) return;
    const std::uint64_t pair = pair_of(symbols[left].id, symbols[symbols[left].after].id);
    if (const auto found = merges_.find(pair); found != merges_.end()) candidates.push({found->second, left, pair});
  };
  for (std::size_t i = 0; i < symbols.size(); ++i) offer(i);
  while (!candidates.empty()) {
    const Candidate best = candidates.top();
    candidates.pop();
    Symbol& left = symbols[best.place];
    if (left.id == Vocabulary::kNone || left.after == kNothing || pair_of(left.id, symbols[left.after].id) != best.pair)
      continue;
    Symbol& right = symbols[left.after];
    left.id = best.merge.result;
    left.after = right.after;
    right.id = Vocabulary::kNone;
    if (left.after != kNothing) symbols[left.after].before = best.place;
    offer(left.before);
    offer(best.place);
  }
  for (std::size_t i = 0; i != kNothing; i = symbols[i].after) ids.push_back(symbols[i].id);
}

BytePairs::Merges parse_merges(std::string_view bytes, std::string_view source) {
  BytePairs::Merges merges;
  std::size_t number = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if ((number == 1 && line.starts_with("#version")) || (line.empty() && bytes.empty())) continue;
    const std::size_t blank = line.find(' ');
    const bool two = blank != std::string_view::npos && blank > 0 && blank + 1 < line.size() &&
                     line.find(' ', blank + 1) == std::string_view::npos;
    check(two, ErrorCode::kInvalidData, "{}: line {}: {} is not two symbols parted by a blank", source, number,
          quote(line));
    check(!find_invalid_utf8(line), ErrorCode::kInvalidData, "{}: line {} is not valid UTF-8", source, number);
    check(merges.size() < kMaxVocabulary, ErrorCode::kInvalidData, "{}: more than {} merges", source, kMaxVocabulary);
    merges.emplace_back(line.substr(0, blank), line.substr(blank + 1));
  }
  return merges;
}

}  // namespace emo3d::text
