#include "emo3d/train/corpus_split.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "emo3d/reading/lexicon_data.h"
#include "emo3d/train/corpus_source.h"
#include "emo3d/train/phrasing.h"
#include "emo3d/train/text_pattern.h"

namespace emo3d::train {
namespace {

/// The held-out emotion words: hashes of " word ", and the most words one has.
struct HeldOutWords {
  std::unordered_set<std::uint64_t> hashes;
  std::size_t longest = 0;
};

HeldOutWords read_held_out_words() {
  HeldOutWords result;
  for (const reading::LexiconEntry& entry : reading::read_lexicon()) {
    if (!is_held_out(entry.text)) continue;
    const std::string words = words_only(entry.text);
    if (words.size() <= 3) continue;  // an emoticon keeps no word (":d"), and would be found anywhere
    result.hashes.insert(text_hash(words));
    result.longest = std::max(result.longest, static_cast<std::size_t>(std::ranges::count(words, ' ')) - 1);
  }
  return result;
}

std::vector<TextPattern> read_held_out_situations() {
  const TextPattern::Slots slots = read_slots(Part::kAll);
  std::vector<TextPattern> patterns;
  for (const SituationLine& line : read_situation_lines())
    if (is_held_out(line.situation.text)) patterns.emplace_back(line.situation.text, slots);
  return patterns;
}

}  // namespace

std::string_view name(Part part) {
  switch (part) {
    case Part::kTraining:
      return "training";
    case Part::kHeldOut:
      return "held-out";
    case Part::kAll:
      return "all";
  }
  return "";
}

std::uint64_t text_hash(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return hash;
}

bool is_held_out(std::string_view item) { return (text_hash(item) >> 32) % kHeldOutOneIn == 0; }

bool has_held_out_word(std::string_view text) {
  static const HeldOutWords held_out = read_held_out_words();
  const std::string words = words_only(text);
  for (std::size_t begin = 0; begin + 1 < words.size(); begin = words.find(' ', begin + 1)) {
    std::size_t end = begin;
    for (std::size_t count = 0; count < held_out.longest && end + 1 < words.size(); ++count) {
      end = words.find(' ', end + 1);
      if (held_out.hashes.contains(text_hash(std::string_view(words).substr(begin, end - begin + 1)))) return true;
    }
  }
  return false;
}

bool has_held_out_situation(std::string_view text) {
  static const std::vector<TextPattern> held_out = read_held_out_situations();
  const WordPositions words(words_only(text));
  return std::ranges::any_of(held_out, [&](const TextPattern& pattern) { return pattern.occurs_in(words); });
}

bool has_held_out_item(std::string_view text) { return has_held_out_word(text) || has_held_out_situation(text); }

}  // namespace emo3d::train
