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
/// Entries that mostly mean something else outside a list of emotions; the network judges them in their sentence.
constexpr auto kAmbiguous = std::to_array<std::string_view>(
    {"alone",    "blue",     "breathing", "bright",  "care",     "cold",     "collected",  "cool",      "cross",
     "down",     "empty",    "fine",      "good",    "interest", "kind",     "low",        "lost",      "normal",
     "okay",     "ordinary", "pain",      "plain",   "put out",  "reading",  "sitting",    "sleeping",  "sour",
     "standing", "strained", "thought",   "touched", "waiting",  "walking",  "warm",       "wondering", "listening",
     "moved",    "pity",     "stern",     "severe",  "superior", "positive", "overwhelmed"});
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

}  // namespace

emotion::Intensities strongest_of(std::span<const Mixture> felt) {
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

bool EmotionLexicon::knows(std::string_view word) const { return words_.contains(word) || degrees_.contains(word); }

std::vector<EmotionPhrase> EmotionLexicon::find(std::string_view text) const {
  const std::vector<std::string_view> words = words_of(text);
  std::vector<EmotionPhrase> phrases;
  float factor = 1;
  std::size_t degree_begin = 0;
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t phrase =
        longest(words, i, kMaxPhraseWords, [&](const std::string& p) { return words_.contains(p); });
    if (phrase > 0) {
      const std::size_t begin = factor == 1 ? i : degree_begin;
      phrases.push_back({.words = {begin, i + phrase},
                         .feeling = {i, i + phrase},
                         .mixture = scaled(words_.find(joined(words, i, i + phrase))->second, factor)});
      factor = 1;
      i += phrase;
      continue;
    }
    const std::size_t degree =
        longest(words, i, kMaxDegreeWords, [&](const std::string& p) { return degrees_.contains(p); });
    if (degree > 0) {
      factor = degrees_.find(joined(words, i, i + degree))->second;
      degree_begin = i;
      i += degree;
      continue;
    }
    if (words[i] != "a" && words[i] != "an" && words[i] != "the") factor = 1;
    ++i;
  }
  return phrases;
}

}  // namespace emo3d::model
