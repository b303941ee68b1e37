#include "emo3d/reading/spelling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <unordered_map>

#include "emo3d/base/utf8.h"
#include "emo3d/reading/emphasis.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::reading {

/// data/words.txt, compiled in.
std::string_view words_text();
/// SCOWL's small lists of American and British words (Debian's wamerican-small, wbritish-small), one a line, sorted.
std::string_view english_text();

namespace {

constexpr std::size_t kShortest = 4, kLongest = 24;

/// Beside what a run of letters is no word of its own: "don't", "wide-eyed", "browInnerUp2", letters beyond ASCII.
bool joins(char c) {
  return c == '\'' || c == '-' || c == '_' || c == '@' || c == '#' || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// What turns `written` into `meant`.
enum class Slip { kNone, kExchanged, kDoubled, kMissing, kExtra, kReplaced };

/// The one slip by which `written` differs from `meant`; kNone where it is another number of them.
Slip slip_between(std::string_view written, std::string_view meant) {
  const std::size_t shorter = std::min(written.size(), meant.size());
  std::size_t front = 0;
  while (front < shorter && written[front] == meant[front]) ++front;
  std::size_t back = 0;
  while (back < shorter - front && written[written.size() - 1 - back] == meant[meant.size() - 1 - back]) ++back;
  const std::size_t changed = written.size() - front - back;
  const std::size_t wanted = meant.size() - front - back;
  if (changed == 1 && wanted == 0)
    return front > 0 && written[front] == written[front - 1] ? Slip::kDoubled : Slip::kExtra;
  if (changed == 0 && wanted == 1)
    return front > 0 && meant[front] == meant[front - 1] ? Slip::kDoubled : Slip::kMissing;
  if (changed == 1 && wanted == 1) return Slip::kReplaced;
  if (changed == 2 && wanted == 2 && written[front] == meant[front + 1] && written[front + 1] == meant[front])
    return Slip::kExchanged;
  return Slip::kNone;
}

/// How much likelier a slip is than a letter replaced, as the logarithm of a factor.
float likelihood(Slip slip) {
  switch (slip) {
    case Slip::kExchanged:
      return 1.5f;
    case Slip::kDoubled:
      return 1.2f;
    case Slip::kMissing:
    case Slip::kExtra:
      return 0.5f;
    default:
      return 0;
  }
}

/// As chat writes them.
constexpr auto kContractions = std::to_array<std::string_view>(
    {"aint",   "arent", "cant",     "couldnt", "didnt",  "doesnt", "dont",   "hadnt", "hasnt",
     "havent", "isnt",  "shouldnt", "theres",  "heres",  "theyre", "theyve", "wasnt", "werent",
     "whats",  "thats", "wont",     "wouldnt", "youre",  "youve",  "lets",   "whos",  "everyones",
     "gonna",  "wanna", "gotta",    "shoulda", "coulda", "woulda"});

/// The words of emo3d's own lists, which a slip may have been meant for.
class Dictionary {
 public:
  Dictionary() {
    for (const std::string_view word : kContractions) counts_.emplace(word, 1.0f);
    for (const DataLine& line : read_data_lines(words_text())) {
      const std::size_t bar = line.text.find('|');
      const float count = read_number(trimmed(line.text.substr(0, bar)));
      for (const std::string_view word : split(trimmed(line.text.substr(bar + 1)), ' ')) {
        counts_.emplace(word, count);
        if (word.size() <= kLongest) by_length_[word.size()].push_back(word);
      }
    }
  }

  /// Whether `word` stands in the list, or what it is a form of.
  [[nodiscard]] bool knows(std::string_view word) const {
    if (counts_.contains(word)) return true;
    struct Ending {
      std::string_view ending, stem_ending;
    };
    constexpr auto kEndings = std::to_array<Ending>(
        {{"s", ""},     {"es", ""},   {"ies", "y"},   {"d", ""},    {"ed", ""},  {"ied", "y"}, {"ing", ""},
         {"ing", "e"},  {"ly", ""},   {"ily", "y"},   {"er", ""},   {"er", "e"}, {"ier", "y"}, {"est", ""},
         {"iest", "y"}, {"ness", ""}, {"iness", "y"}, {"less", ""}, {"ful", ""}, {"y", ""}});
    for (const Ending& e : kEndings) {
      if (!word.ends_with(e.ending) || word.size() < e.ending.size() + 3) continue;
      std::string stem(word.substr(0, word.size() - e.ending.size()));
      if (counts_.contains(stem + std::string(e.stem_ending))) return true;
      if (stem.size() > 3 && stem.back() == stem[stem.size() - 2]) {
        stem.pop_back();  // "hugged"
        if (counts_.contains(stem)) return true;
      }
    }
    return word.starts_with("un") && counts_.contains(word.substr(2));
  }

  /// The likeliest known word one slip away; empty where there is none.
  [[nodiscard]] std::string_view nearest(std::string_view word) const {
    std::string_view best;
    float best_score = 0;
    for (std::size_t length = word.size() - 1; length <= std::min(word.size() + 1, kLongest); ++length) {
      for (const std::string_view known : by_length_[length]) {
        const Slip slip = slip_between(word, known);
        if (slip == Slip::kNone) continue;
        const float score =
            std::log(counts_.find(known)->second) + likelihood(slip) + (known[0] == word[0] ? kSameStart : 0.0f);
        if (best.empty() || score > best_score) {
          best = known;
          best_score = score;
        }
      }
    }
    return best;
  }

 private:
  static constexpr float kSameStart = 2.5f;  ///< Few slips are in the first letter.

  std::unordered_map<std::string_view, float> counts_;
  std::array<std::vector<std::string_view>, kLongest + 1> by_length_;
};

/// Built when the first word is met that is no plain English.
const Dictionary& dictionary() {
  static const Dictionary kDictionary;
  return kDictionary;
}

}  // namespace

bool is_english(std::string_view word) {
  std::string_view rest = english_text();
  while (!rest.empty()) {
    const std::size_t middle = rest.find('\n', rest.size() / 2);
    if (middle == std::string_view::npos) {  // in the last line: the search goes on before it
      const std::size_t start = rest.rfind('\n', rest.size() / 2) + 1;
      if (rest.substr(start) == word) return true;
      rest = rest.substr(0, start == 0 ? 0 : start - 1);
      continue;
    }
    const std::size_t start = rest.rfind('\n', middle - 1) + 1;
    const int order = rest.substr(start, middle - start).compare(word);
    if (order == 0) return true;
    rest = order < 0 ? rest.substr(middle + 1) : rest.substr(0, start == 0 ? 0 : start - 1);
  }
  return false;
}

Spelling correct_spelling(std::string_view text, const std::function<bool(std::string_view word)>& also_known) {
  struct Word {
    std::size_t begin, end;
    std::string lower;
    bool known = false, name = false;
  };
  std::vector<Word> words;
  std::size_t capitalised = 0;
  bool sentence_starts = true;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!is_ascii_letter(text[begin])) {
      constexpr std::string_view kEnds = ".!?:\n\"";
      if (kEnds.find(text[begin]) != std::string_view::npos) sentence_starts = true;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && is_ascii_letter(text[end])) ++end;
    const bool joined = (begin > 0 && joins(text[begin - 1])) || (end < text.size() && joins(text[end]));
    if (!joined && end - begin >= kShortest && end - begin <= kLongest) {
      Word word{.begin = begin, .end = end, .lower = lower_ascii(text.substr(begin, end - begin))};
      word.known =
          draws_out(word.lower) || is_english(word.lower) || also_known(word.lower) || dictionary().knows(word.lower);
      word.name = is_ascii_upper(text[begin]) && !sentence_starts;
      if (is_ascii_upper(text[begin])) ++capitalised;
      words.push_back(std::move(word));
    }
    sentence_starts = false;
    begin = end - 1;
  }
  const bool all_capitalised = 2 * capitalised > words.size();
  std::vector<std::pair<const Word*, std::string_view>> slips;  // and what was meant
  std::size_t unknown = 0;
  for (const Word& word : words) {
    if (word.known || (word.name && !all_capitalised)) continue;
    ++unknown;
    if (const std::string_view meant = dictionary().nearest(word.lower); !meant.empty())
      slips.emplace_back(&word, meant);
  }
  const bool foreign = unknown > 1 && 2 * unknown >= words.size() && 2 * slips.size() <= unknown;
  if (slips.empty() || foreign) return {std::string(text), {}};

  Spelling result;
  std::size_t copied = 0;
  for (const auto& [word, meant] : slips) {
    result.text.append(text.substr(copied, word->begin - copied)).append(meant);
    copied = word->end;
    result.corrections.push_back({std::string(text.substr(word->begin, word->end - word->begin)), std::string(meant)});
  }
  result.text.append(text.substr(copied));
  return result;
}

}  // namespace emo3d::reading
