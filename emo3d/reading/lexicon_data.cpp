#include "emo3d/reading/lexicon_data.h"

#include <algorithm>
#include <array>

#include "emo3d/base/error.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::reading {
namespace {

/// By WordKind.
constexpr std::array<std::string_view, kWordKinds> kKindNames{"adjective", "noun",  "verb",        "predicate",
                                                              "cue",       "cause", "interjection"};
constexpr std::string_view kIrregular = "irregular";
constexpr std::string_view kLookalike = "lookalike";
constexpr char kAmbiguousMark = '~';

/// "title: a, b" in parts.
struct Titled {
  std::string_view title;
  std::vector<std::string_view> items;
};

Titled titled(std::string_view line) {
  const std::size_t colon = line.find(':');
  check(colon != std::string_view::npos, ErrorCode::kInvalidData, "lexicon.txt: {} has no title", quote(line));
  return {trimmed(line.substr(0, colon)), split(line.substr(colon + 1), ',')};
}

}  // namespace

std::vector<LexiconEntry> read_lexicon() {
  std::vector<LexiconEntry> entries;
  for (const DataLine& line : read_data_lines(lexicon_text())) {
    if (line.section == kIrregular || line.section == kLookalike) continue;
    const Mixture mixture = read_mixture_and_strength(line.section);
    const auto [title, words] = titled(line.text);
    const auto kind = std::ranges::find(kKindNames, title);
    check(kind != kKindNames.end(), ErrorCode::kInvalidData, "lexicon.txt: {} begins with no kind of word",
          quote(line.text));
    for (const std::string_view word : words) {
      if (word.empty()) continue;
      const bool ambiguous = word.starts_with(kAmbiguousMark);
      entries.push_back({.text = std::string(word.substr(ambiguous ? 1 : 0)),
                         .kind = static_cast<WordKind>(kind - kKindNames.begin()),
                         .mixture = mixture,
                         .ambiguous = ambiguous});
    }
  }
  return entries;
}

std::vector<IrregularVerb> read_irregular_verbs() {
  std::vector<IrregularVerb> verbs;
  for (const DataLine& line : read_data_lines(lexicon_text())) {
    if (line.section != kIrregular) continue;
    const auto [participle, past] = titled(line.text);
    verbs.push_back({std::string(participle), {past.begin(), past.end()}});
  }
  return verbs;
}

std::vector<std::string> read_lookalikes() {
  std::vector<std::string> texts;
  for (const DataLine& line : read_data_lines(lexicon_text()))
    if (line.section == kLookalike)
      for (const std::string_view text : split(line.text, ',')) texts.emplace_back(text);
  return texts;
}

std::vector<Degree> read_degrees(std::string_view section) {
  std::vector<Degree> degrees;
  for (const DataLine& line : read_data_lines(degrees_text())) {
    if (line.section != section) continue;
    const std::size_t blank = line.text.find(' ');
    check(blank != std::string_view::npos, ErrorCode::kInvalidData, "degrees.txt: {} has no words", quote(line.text));
    degrees.push_back({std::string(trimmed(line.text.substr(blank))), read_number(line.text.substr(0, blank))});
  }
  return degrees;
}

}  // namespace emo3d::reading
