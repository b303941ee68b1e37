#include "emo3d/reading/stance.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "emo3d/reading/stance_phrases.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::reading {
namespace {

using Words = std::span<const text::Word>;

constexpr auto kContrasts = std::to_array<std::string_view>(
    {"but",  "because", "although", "though",  "however", "yet",      "while", "if",     "when",   "since",
     "just", "only",    "rather",   "instead", "now",     "then",     "still", "until",  "so",     "than",
     "as",   "by",      "who",      "which",   "even",    "whenever", "after", "before", "merely", "simply"});
/// After "and" these begin something new: "isn't smiling and looks bored".
constexpr auto kNewStart = std::to_array<std::string_view>(
    {"is",    "are",   "was",    "looks", "look",    "looking", "seems", "seem", "feels", "feel", "appears", "has",
     "have",  "he",    "she",    "they",  "it",      "i",       "we",    "you",  "then",  "just", "clearly", "rather",
     "quite", "truly", "really", "very",  "instead", "only",    "his",   "her",  "their", "with"});
constexpr auto kCopulas = std::to_array<std::string_view>(
    {"is",     "are",    "was",     "were",    "am",     "be",      "been", "looks",   "look",
     "looked", "seems",  "seem",    "seemed",  "feels",  "feel",    "felt", "appears", "appear",
     "sounds", "sound",  "looking", "feeling", "being",  "i'm",     "he's", "she's",   "they're",
     "we're",  "you're", "isn't",   "aren't",  "wasn't", "weren't", "ain't"});
/// Of these nothing felt is denied by a copula alone: "it is not fair".
constexpr auto kNoPersons = std::to_array<std::string_view>(
    {"it", "this", "that", "there", "what", "which", "life", "world", "it's", "that's"});

constexpr auto kStates = std::to_array<std::string_view>({"be", "feel", "look", "seem"});

/// As chat writes them.
constexpr auto kWithoutApostrophe =
    std::to_array<std::string_view>({"aint", "arent", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hasnt",
                                     "havent", "isnt", "shouldnt", "wasnt", "werent", "wont", "wouldnt"});

bool is_negative_verb(std::string_view word) { return word.ends_with("n't") || one_of(kWithoutApostrophe, word); }

bool is_copula(std::string_view word) { return one_of(kCopulas, word); }

class StanceFinder {
 public:
  StanceFinder(Words words, std::span<const text::Extent> feelings)
      : words_(words), stances_(words.size(), Stance::kFelt) {
    for (const text::Extent& feeling : feelings) starts_.push_back(feeling.begin);
  }

  std::vector<Stance> find() {
    for (std::size_t i = 0; i < words_.size();) i += std::max<std::size_t>(1, read(i));
    return std::move(stances_);
  }

 private:
  /// Reads what begins at word `i`. \return how many words it has taken.
  std::size_t read(std::size_t i) {
    if (const std::size_t length = affirmation(i)) return length;
    if (const std::size_t length = pasts_of_before().longest(words_, i); length > 0 && mark_before(i, Stance::kPast)) {
      set(i, i + length, Stance::kCue);
      return length;
    }
    if (const std::size_t length = denials_of_before().longest(words_, i);
        length > 0 && mark_before(i, Stance::kDenied)) {
      set(i, i + length, Stance::kCue);
      return length;
    }
    if (const std::size_t length = pasts().longest(words_, i)) return past(i, length);
    std::size_t length = denials().longest(words_, i);
    if (length == 0 && (is_negative_verb(words_[i].text) || outweighs(i))) length = 1;
    if (length == 0 && is_too_much(i)) length = 2;
    return length > 0 ? denial(i, length) : 0;
  }

  /// "couldn't be happier", "never been better": a comparative after a negation affirms.
  std::size_t affirmation(std::size_t i) const {
    if (const std::size_t length = affirmations().longest(words_, i)) return length;
    if (words_[i].text == "without" && denied_before(i)) return 1;
    if (words_[i].text != "never" && !is_negative_verb(words_[i].text) && words_[i].text != "not") return 0;
    constexpr auto kBetween = std::to_array<std::string_view>(
        {"be", "been", "have", "feel", "felt", "any", "look", "looked", "seen", "him", "her", "anyone", "a"});
    std::size_t j = i + 1;
    while (j < words_.size() && one_of(kBetween, words_[j].text)) ++j;
    const bool compares = j > i + 1 && j < words_.size() && words_[j].text.size() > 4 && words_[j].text.ends_with("er");
    return compares ? j - i + 1 : 0;
  }

  /// "more tired than angry": what follows "than" is denied.
  [[nodiscard]] bool outweighs(std::size_t i) const {
    if (words_[i].text != "than") return false;
    for (std::size_t j = i; j > 0 && !words_[j - 1].mark; --j)
      if (words_[j - 1].text == "more") return j < i && tells(j, i);
    return false;
  }

  /// "too tired to be angry": at "to be".
  [[nodiscard]] bool is_too_much(std::size_t i) const {
    constexpr std::size_t kFarthest = 4;
    if (words_[i].text != "to" || i + 1 >= words_.size() || !one_of(kStates, words_[i + 1].text)) return false;
    for (std::size_t j = i; j > 0 && i - j < kFarthest && !words_[j - 1].mark; --j)
      if (words_[j - 1].text == "too") return true;
    return false;
  }

  std::size_t past(std::size_t i, std::size_t length) {
    const std::size_t begin = i + length;
    const std::size_t end = scope_end(begin);
    if (!tells(begin, end)) return length;
    bool goes_on = false;
    for (std::size_t j = end; j < words_.size() && !goes_on; ++j) goes_on = nows().longest(words_, j) > 0;
    constexpr auto kOverAnyway = std::to_array<std::string_view>({"used", "formerly", "where"});  // "where others feel"
    const bool over_anyway = one_of(kOverAnyway, words_[i].text);
    if (!goes_on && !over_anyway) return length;
    set(i, begin, Stance::kCue);
    set(begin, end, Stance::kPast);
    return end - i;
  }

  std::size_t denial(std::size_t i, std::size_t length) {
    const std::size_t begin = i + length;
    const std::size_t end = scope_end(begin);
    if (!tells(begin, end) && !denies_a_look(i, begin, end)) return length;
    set(i, begin, Stance::kCue);
    set(begin, end, Stance::kDenied);
    return end - i;
  }

  /// Marks what stands before word `i` in its clause, where that tells a feeling. \return whether it does.
  bool mark_before(std::size_t i, Stance stance) {
    std::size_t begin = i;
    while (begin > 0 && !words_[begin - 1].mark) --begin;
    if (!tells(begin, i)) return false;
    for (std::size_t j = begin; j < i; ++j)
      if (stances_[j] == Stance::kFelt) stances_[j] = stance;
    return true;
  }

  /// "is not chuffed": a look or state is denied, whether or not the lexicon knows the word.
  bool denies_a_look(std::size_t cue, std::size_t begin, std::size_t end) const {
    constexpr std::size_t kLongest = 4;
    std::size_t copula = cue;
    if (!is_copula(words_[cue].text)) {
      if (begin < end && is_copula(words_[begin].text)) {
        copula = begin;
        if (begin + 1 >= end) return false;
      } else if (cue > 0 && is_copula(words_[cue - 1].text)) {
        copula = cue - 1;
      } else {
        return false;
      }
    }
    if (begin >= end || end - begin > kLongest) return false;
    const std::size_t subject = std::min(copula, cue);
    if (subject > 0 && one_of(kNoPersons, words_[subject - 1].text)) return false;
    // "is not in the kitchen", "is not my dog" tell no feeling
    constexpr auto kOtherwise =
        std::to_array<std::string_view>({"in",   "at", "on",  "here", "there", "my",   "his",  "her",  "your", "their",
                                         "our",  "a",  "an",  "the",  "going", "from", "with", "that", "what", "like",
                                         "into", "to", "for", "out",  "up",    "down", "away", "left", "right"});
    const std::size_t first = copula == begin ? begin + 1 : begin;
    return first < end && !one_of(kOtherwise, words_[first].text);
  }

  [[nodiscard]] std::size_t scope_end(std::size_t begin) const {
    const bool from = begin > 0 && words_[begin - 1].text == "from";
    std::size_t end = begin;
    for (; end < words_.size(); ++end) {
      const std::string_view word = words_[end].text;
      const std::string_view next = end + 1 < words_.size() ? words_[end + 1].text : std::string_view();
      if (words_[end].mark || word == "nor") break;
      if (word == "and" && (one_of(kNewStart, next) || !continues(end + 1))) break;
      if (end > begin && (one_of(kContrasts, word) || word == "without" || begins_statement(begin, end))) break;
      if (from && (word == "to" || word == "into")) break;
    }
    return end;
  }

  /// Somebody does something of their own at word `i` ("instead of panicking they cheered"), unless it is what is
  /// thought or said ("I don't think he is sad").
  [[nodiscard]] bool begins_statement(std::size_t begin, std::size_t i) const {
    constexpr auto kPersons = std::to_array<std::string_view>({"i", "he", "she", "they", "we", "you"});
    constexpr auto kNoStart = std::to_array<std::string_view>(
        {"that", "think",  "thinks", "believe", "believes", "suppose", "guess", "imagine", "say",   "says",
         "said", "saying", "mean",   "have",    "had",      "has",     "did",   "do",      "does",  "was",
         "were", "am",     "is",     "will",    "would",    "can",     "could", "means",   "claim", "claims",
         "feel", "feels",  "sure",   "certain", "what",     "how",     "where", "why"});
    return one_of(kPersons, words_[i].text) && i > begin && !one_of(kNoStart, words_[i - 1].text);
  }

  /// Whether the clause has denied something before word `i`: "I can't look at it without gagging".
  [[nodiscard]] bool denied_before(std::size_t i) const {
    for (; i > 0 && !words_[i - 1].mark; --i) {
      const std::string_view word = words_[i - 1].text;
      if (word == "not" || word == "never" || word == "cannot" || is_negative_verb(word)) return true;
    }
    return false;
  }

  /// Whether a feeling comes within two words: "not angry and sad".
  [[nodiscard]] bool continues(std::size_t at) const { return tells(at, std::min(at + 2, words_.size())); }

  [[nodiscard]] bool tells(std::size_t begin, std::size_t end) const {
    const auto next = std::ranges::lower_bound(starts_, begin);
    return next != starts_.end() && *next < end;
  }

  void set(std::size_t begin, std::size_t end, Stance stance) {
    std::fill(stances_.begin() + static_cast<std::ptrdiff_t>(begin),
              stances_.begin() + static_cast<std::ptrdiff_t>(end), stance);
  }

  Words words_;
  std::vector<Stance> stances_;
  std::vector<std::size_t> starts_;
};

}  // namespace

std::vector<Stance> find_stances(Words words, std::span<const text::Extent> feelings) {
  return StanceFinder(words, feelings).find();
}

}  // namespace emo3d::reading
