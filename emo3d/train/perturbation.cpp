#include "emo3d/train/perturbation.h"

#include <algorithm>
#include <set>

#include "emo3d/base/error.h"
#include "emo3d/base/random.h"
#include "emo3d/base/utf8.h"
#include "emo3d/reading/action_vocabulary.h"
#include "emo3d/reading/emotion_lexicon.h"
#include "emo3d/reading/lexicon_data.h"
#include "emo3d/reading/word_list.h"
#include "emo3d/text/sides.h"
#include "emo3d/train/corpus_data.h"
#include "emo3d/train/corpus_split.h"

namespace emo3d::train {
namespace {

constexpr std::size_t kShortestMistyped = 4;

char lower(char c) { return is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return is_ascii_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

/// Runs of ASCII letters as [begin, end).
std::vector<std::pair<std::size_t, std::size_t>> letter_runs(std::string_view text) {
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!is_ascii_letter(text[begin])) continue;
    std::size_t end = begin;
    while (end < text.size() && is_ascii_letter(text[end])) ++end;
    runs.emplace_back(begin, end);
    begin = end;
  }
  return runs;
}

/// The letters beside `c` in its row of a QWERTY keyboard.
std::string neighbour_keys(char c) {
  for (const std::string_view row : {"qwertyuiop", "asdfghjkl", "zxcvbnm"}) {
    const std::size_t at = row.find(c);
    if (at == std::string_view::npos) continue;
    std::string keys;
    if (at > 0) keys += row[at - 1];
    if (at + 1 < row.size()) keys += row[at + 1];
    return keys;
  }
  return {};
}

std::string with_typo(std::string text, Random& random) {
  std::vector<std::pair<std::size_t, std::size_t>> words;
  for (const auto& [begin, end] : letter_runs(text))
    if (end - begin >= kShortestMistyped && !text::find_side(lower_ascii(text.substr(begin, end - begin))))
      words.emplace_back(begin, end);
  if (words.empty()) return text;
  const auto [begin, end] = words[random.index(words.size())];
  const std::size_t at = begin + 1 + random.index(end - begin - 1);
  switch (random.index(4)) {
    case 0: {  // two neighbours that differ, at this place or the next one found
      for (std::size_t i = 0; i + 2 < end - begin; ++i) {
        const std::size_t first = begin + 1 + (at - begin - 1 + i) % (end - begin - 2);
        if (text[first] == text[first + 1]) continue;
        std::swap(text[first], text[first + 1]);
        return text;
      }
      return text.erase(at, 1);
    }
    case 1:
      return text.erase(at, 1);
    case 2:
      return text.insert(at, 1, text[at]);
    default: {
      const std::string keys = neighbour_keys(lower(text[at]));
      const char key = keys[random.index(keys.size())];
      text[at] = is_ascii_upper(text[at]) ? upper(key) : key;
      return text;
    }
  }
}

std::string title_case(std::string text) {
  for (const auto& [begin, end] : letter_runs(text)) {
    const bool after_apostrophe = begin > 0 && text[begin - 1] == '\'';
    for (std::size_t i = begin; i < end; ++i)
      text[i] = i == begin && !after_apostrophe ? upper(text[i]) : lower(text[i]);
  }
  return text;
}

/// Whatever training texts are made of.
std::set<std::string, std::less<>> words_of_the_lists() {
  std::set<std::string, std::less<>> words;
  for (const std::string_view list : {reading::lexicon_text(), reading::degrees_text(), reading::actions_text(),
                                      persons_text(), templates_text(), situations_text(), actions_text()}) {
    const std::string small = lower_ascii(list);
    for (const auto& [begin, end] : letter_runs(small)) words.insert(small.substr(begin, end - begin));
  }
  return words;
}

std::string paraphrased(std::string_view text, Random& random) {
  static const auto synonyms = read_synonyms();
  const std::string small = lower_ascii(text);
  const auto ends_word = [&](std::size_t at) {
    return at >= small.size() || (!is_ascii_letter(small[at]) && small[at] != '\'' && small[at] != '-');
  };
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const bool starts_word =
        at == 0 || (!is_ascii_letter(small[at - 1]) && small[at - 1] != '\'' && small[at - 1] != '-');
    const auto entry = std::ranges::find_if(synonyms, [&](const auto& synonym) {
      return starts_word && small.compare(at, synonym.first.size(), synonym.first) == 0 &&
             ends_word(at + synonym.first.size());
    });
    if (entry == synonyms.end()) {
      result += text[at++];
      continue;
    }
    std::string other = entry->second[random.index(entry->second.size())];
    if (is_ascii_upper(text[at])) other[0] = upper(other[0]);
    result += other;
    at += entry->first.size();
  }
  return result;
}

}  // namespace

std::string_view name(Perturbation perturbation) {
  switch (perturbation) {
    case Perturbation::kTypo:
      return "a typo";
    case Perturbation::kUpperCase:
      return "UPPER CASE";
    case Perturbation::kTitleCase:
      return "Title Case";
    case Perturbation::kParaphrase:
      return "unseen words";
  }
  return "";
}

std::string perturbed(std::string_view text, Perturbation perturbation, std::uint64_t seed) {
  Random random(seed ^ text_hash(text));
  std::string result(text);
  switch (perturbation) {
    case Perturbation::kTypo:
      return with_typo(std::move(result), random);
    case Perturbation::kUpperCase:
      std::ranges::transform(result, result.begin(), [](char c) { return upper(c); });
      return result;
    case Perturbation::kTitleCase:
      return title_case(std::move(result));
    case Perturbation::kParaphrase:
      return paraphrased(text, random);
  }
  return result;
}

std::vector<std::pair<std::string, std::vector<std::string>>> read_synonyms() {
  const std::set<std::string, std::less<>> known = words_of_the_lists();
  std::vector<std::pair<std::string, std::vector<std::string>>> result;
  for (const reading::DataLine& line : reading::read_data_lines(synonyms_text())) {
    const std::vector<std::string_view> sides = reading::split(line.text, ':');
    check(sides.size() == 2 && !sides[0].empty() && !sides[1].empty(), ErrorCode::kInvalidData,
          "synonyms.txt: {} is not \"WORD: OTHER, OTHER\"", quote(line.text));
    std::vector<std::string> others;
    for (const std::string_view other : reading::split(sides[1], ',')) {
      check(!other.empty(), ErrorCode::kInvalidData, "synonyms.txt: {} has an empty word", quote(line.text));
      if (!known.contains(other) && !reading::whole_lexicon().knows(other)) others.emplace_back(other);
    }
    if (!others.empty()) result.emplace_back(sides[0], std::move(others));
  }
  std::ranges::stable_sort(result, std::ranges::greater{}, [](const auto& entry) { return entry.first.size(); });
  return result;
}

}  // namespace emo3d::train
