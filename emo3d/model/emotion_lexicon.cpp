#include "emo3d/model/emotion_lexicon.h"

#include <algorithm>
#include <array>

#include "emo3d/model/word_list.h"
#include "emo3d/text/words.h"

namespace emo3d::model {
namespace {

using emotion::Emotion;

constexpr std::size_t kMaxPhraseWords = 6;
constexpr std::size_t kMaxDegreeWords = 3;
/// Words that a negation reaches over.
constexpr std::size_t kReach = 7;
/// After an emotion word it still reaches a second one ("neither happy nor sad").
constexpr std::size_t kReachOn = 3;

/// Entries that mostly mean something else outside a list of emotions; the network judges them in their sentence.
constexpr auto kAmbiguous = std::to_array<std::string_view>(
    {"alone",    "blue",     "breathing", "bright",  "care",     "cold",     "collected",  "cool",      "cross",
     "down",     "empty",    "fine",      "good",    "interest", "kind",     "low",        "lost",      "normal",
     "okay",     "ordinary", "pain",      "plain",   "put out",  "reading",  "sitting",    "sleeping",  "sour",
     "standing", "strained", "thought",   "touched", "waiting",  "walking",  "warm",       "wondering", "listening",
     "moved",    "pity",     "stern",     "severe",  "superior", "positive", "overwhelmed"});
constexpr auto kNegators = std::to_array<std::string_view>({"not", "no", "never", "without", "neither", "nor", "none",
                                                            "nobody", "lack", "lacks", "lacking", "cannot", "ain't"});
/// Negations of two words.
constexpr auto kNegatorPairs = std::to_array<std::pair<std::string_view, std::string_view>>({{"free", "of"},
                                                                                             {"free", "from"},
                                                                                             {"far", "from"},
                                                                                             {"absence", "of"},
                                                                                             {"instead", "of"},
                                                                                             {"rather", "than"},
                                                                                             {"unable", "to"},
                                                                                             {"hardly", "ever"},
                                                                                             {"anything", "but"},
                                                                                             {"stop", "being"},
                                                                                             {"stop", "looking"},
                                                                                             {"quit", "being"}});
/// Look like negations but are none; the words after them are felt, and more so.
constexpr auto kAffirmations = std::to_array<std::string_view>({"couldn't be more", "could not be more",
                                                                "can't be more",    "not only",
                                                                "not just",         "not merely",
                                                                "nothing but",      "can't stop",
                                                                "cannot stop",      "can't help",
                                                                "can't wait",       "can't believe",
                                                                "couldn't believe", "no wonder",
                                                                "no doubt",         "never been so",
                                                                "never been this",  "never felt so",
                                                                "never felt this",  "nobody is as",
                                                                "no one is as",     "no one has ever been this",
                                                                "can't hide",       "could not hide",
                                                                "couldn't hide"});
constexpr auto kClauseEnds =
    std::to_array<std::string_view>({"but", "because", "although", "though", "however", "yet", "while", "if", "when"});

template <typename List>
bool one_of(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != std::ranges::end(list);
}

/// Words, and marks as words of their own.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const text::Word& word : text::find_words(text)) words.push_back(word.text);
  return words;
}

std::string joined(const std::vector<std::string_view>& words, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) text += ' ';
    text += words[i];
  }
  return text;
}

/// The length of the longest phrase at `at` that `known` accepts, in words; 0 where there is none.
template <typename Known>
std::size_t longest(const std::vector<std::string_view>& words, std::size_t at, std::size_t limit, const Known& known) {
  for (std::size_t length = std::min(limit, words.size() - at); length > 0; --length)
    if (known(joined(words, at, at + length))) return length;
  return 0;
}

/// The length of the negation at `at`, in words; 0 where there is none.
std::size_t negation(const std::vector<std::string_view>& words, std::size_t at) {
  if (one_of(kNegators, words[at]) || words[at].ends_with("n't")) return 1;
  if (at + 1 == words.size()) return 0;
  return std::ranges::find(kNegatorPairs, std::pair(words[at], words[at + 1])) != kNegatorPairs.end() ? 2 : 0;
}

bool ends_clause(std::string_view word) { return one_of(kClauseEnds, word) || text::is_mark(word); }

}  // namespace

emotion::Intensities LexiconReading::intensities() const {
  emotion::Intensities result;
  float neutral = felt.empty() ? 0.0f : 1.0f;
  for (const Mixture& mixture : felt) {
    const emotion::Intensities one = to_intensities(mixture);
    neutral = std::min(neutral, one[Emotion::kNeutral]);
    for (const Emotion e : emotion::emotions()) result.set(e, std::max(result[e], one[e]));
  }
  result.set(Emotion::kNeutral, neutral);
  return result;
}

EmotionLexicon::EmotionLexicon(const std::function<bool(std::string_view word)>& keep) {
  std::map<std::string, float, std::less<>> meanings;
  for (const LexiconEntry& entry : read_lexicon()) {
    if (!keep(entry.text) || one_of(kAmbiguous, entry.text)) continue;
    // a word of several meanings is about all of them
    const float before = meanings[entry.text]++;
    Mixture& all = words_[entry.text];
    all = before == 0 ? entry.mixture : mix(all, entry.mixture, before / (before + 1));
  }
  for (const char* section : {"adverb", "amount", "filling"})
    for (const Degree& degree : read_degrees(section)) degrees_[degree.text] = degree.factor;
}

LexiconReading EmotionLexicon::read(std::string_view text) const {
  const std::vector<std::string_view> words = words_of(text);
  LexiconReading reading;
  std::size_t reach = 0;
  float factor = 1;
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t affirmation =
        longest(words, i, kMaxPhraseWords, [](const std::string& p) { return one_of(kAffirmations, p); });
    if (affirmation > 0) {
      i += affirmation;
      factor = 1.3f;
      continue;
    }
    const std::size_t phrase =
        longest(words, i, kMaxPhraseWords, [&](const std::string& p) { return words_.contains(p); });
    if (phrase > 0) {
      const Mixture mixture = scaled(words_.find(joined(words, i, i + phrase))->second, factor);
      (reach > 0 ? reading.denied : reading.felt).push_back(mixture);
      reach = reach > 0 ? std::max(reach, kReachOn) : 0;
      factor = 1;
      i += phrase;
      continue;
    }
    const std::size_t degree =
        longest(words, i, kMaxDegreeWords, [&](const std::string& p) { return degrees_.contains(p); });
    if (degree > 0) {
      factor = degrees_.find(joined(words, i, i + degree))->second;
      i += degree;
      continue;
    }
    if (const std::size_t length = negation(words, i); length > 0) {
      reach = kReach;
      i += length;
      continue;
    }
    if (ends_clause(words[i])) {
      reach = 0;
      factor = 1;
    } else if (words[i] != "a" && words[i] != "an" && words[i] != "the") {
      factor = 1;
    }
    reach -= reach > 0 ? 1 : 0;
    ++i;
  }
  return reading;
}

}  // namespace emo3d::model
