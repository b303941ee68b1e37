#include "emo3d/model/emotion_lexicon.h"

#include <algorithm>
#include <array>

#include "emo3d/base/error.h"
#include "emo3d/model/inflection.h"
#include "emo3d/model/word_tokens.h"

namespace emo3d::model {
namespace {

using emotion::Emotion;

/// Words that a negation reaches over.
constexpr std::size_t kReach = 7;
/// After an emotion word it still reaches a second one ("neither happy nor sad").
constexpr std::size_t kReachOn = 3;

constexpr auto kNegators = std::to_array<std::string_view>(
    {"not",    "no", "never", "without", "neither", "nor",  "none", "nobody", "lack",   "lacks", "lacking",
     "cannot", "un", "non",   "dont",    "cant",    "isnt", "aint", "wasnt",  "doesnt", "didnt"});
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
constexpr auto kClauseEnds =
    std::to_array<std::string_view>({"but", "because", "although", "though", "however", "yet", "while", "if", "when"});

template <typename List>
bool one_of(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != std::ranges::end(list);
}

/// The length of the negation at `at`, in words; 0 where there is none.
std::size_t negation(const std::vector<std::string>& words, std::size_t at) {
  if (one_of(kNegators, words[at]) || words[at].ends_with("n't")) return 1;
  if (at + 1 == words.size()) return 0;
  return std::ranges::find(kNegatorPairs, std::pair<std::string_view, std::string_view>(words[at], words[at + 1])) !=
                 kNegatorPairs.end()
             ? 2
             : 0;
}

bool ends_clause(std::string_view word) { return is_mark(word) || one_of(kClauseEnds, word); }

bool is_article(std::string_view word) { return word == "a" || word == "an" || word == "the"; }

/// "lump in the throat" for "a lump in the throat"; a single word keeps its article ("the blues").
std::string_view without_article(std::string_view phrase) {
  const std::size_t blank = phrase.find(' ');
  if (blank == std::string_view::npos || !is_article(phrase.substr(0, blank))) return phrase;
  const std::string_view rest = phrase.substr(blank + 1);
  return rest.find(' ') == std::string_view::npos ? phrase : rest;
}

/// Has bytes that belong to no word, but no blank.
bool is_emoticon(std::string_view text) {
  return text.find(' ') == std::string_view::npos &&
         std::ranges::any_of(text, [](char c) { return !is_word_byte(c) && c != '-'; });
}

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
  for (const char* section : {"adverb", "amount", "filling", "affirmation"})
    for (const Degree& degree : read_degrees(section)) meaning_of(degree.text).factor_on_next = degree.factor;
  for (const Degree& degree : read_degrees("after")) meaning_of(degree.text).factor_on_last = degree.factor;
  for (const std::string& text : read_lookalikes()) meaning_of(text);
  add_entries(keep);
  for (const IrregularVerb& verb : read_irregular_verbs())
    for (const std::string& past : verb.past) participles_of_pasts_[past] = verb.participle;
}

void EmotionLexicon::add_entries(const std::function<bool(std::string_view word)>& keep) {
  const std::vector<LexiconEntry> entries = read_lexicon();
  for (const LexiconEntry& entry : entries)
    if (entry.kind == WordKind::kInterjection && is_emoticon(entry.text)) emoticons_.push_back(entry.text);
  std::ranges::sort(emoticons_);
  for (const LexiconEntry& entry : entries) {
    if (!keep(entry.text)) continue;
    Meaning& meaning = meaning_of(without_article(entry.text));
    if (entry.ambiguous) continue;
    meaning.mixture = entry.mixture;
    const auto id = table_.find_word(entry.text);
    if (entry.kind == WordKind::kAdjective && id) adjectives_.insert(*id);
  }
}

EmotionLexicon::Meaning& EmotionLexicon::meaning_of(std::string_view text) {
  const std::vector<std::string> words = word_tokens(text, emoticons_);
  check(!words.empty(), ErrorCode::kInvalidData, "{} is no phrase", quote(text));
  const std::size_t value = table_.add(words, meanings_.size());
  if (value == meanings_.size()) meanings_.emplace_back();
  return meanings_[value];
}

PhraseTable::WordIds EmotionLexicon::ids_of(const std::string& word) const {
  PhraseTable::WordIds ids;
  const auto add = [&](std::string_view form) {
    const auto id = table_.find_word(form);
    if (id) ids.push_back(*id);
    return id.has_value();
  };
  if (!add(word))
    for (const std::string& form : shortened(word)) add(form);
  if (const auto past = participles_of_pasts_.find(word); past != participles_of_pasts_.end()) add(past->second);
  for (const std::string& form : participles_of(word)) add(form);
  for (const std::string& form : adjectives_of(word)) {
    const auto id = table_.find_word(form);
    if (id && adjectives_.contains(*id)) ids.push_back(*id);
  }
  return ids;
}

EmotionLexicon::Phrase EmotionLexicon::phrase_at(Words text) const {
  const auto match = table_.longest(text);
  return match ? Phrase{match->length, meanings_[match->value]} : Phrase{};
}

EmotionLexicon::Phrase EmotionLexicon::degree_after(Words text) const {
  const Phrase degree = phrase_at(text);
  if (!degree.meaning.factor_on_last) return {};
  return phrase_at(text.subspan(degree.length)).meaning.mixture ? Phrase{} : degree;
}

LexiconReading EmotionLexicon::read(std::string_view text) const {
  const std::vector<std::string> words = word_tokens(text, emoticons_);
  std::vector<PhraseTable::WordIds> ids(words.size());
  std::ranges::transform(words, ids.begin(), [&](const std::string& word) { return ids_of(word); });
  LexiconReading reading;
  std::size_t reach = 0;
  float factor = 1;
  for (std::size_t i = 0; i < words.size();) {
    const Phrase phrase = phrase_at(Words(ids).subspan(i));
    if (phrase.meaning.mixture) {
      i += phrase.length;
      const Phrase degree = degree_after(Words(ids).subspan(i));
      i += degree.length;
      const Mixture mixture = scaled(*phrase.meaning.mixture, factor * degree.meaning.factor_on_last.value_or(1));
      (reach > 0 ? reading.denied : reading.felt).push_back(mixture);
      reach = reach > 0 ? std::max(reach, kReachOn) : 0;
      factor = 1;
      continue;
    }
    if (phrase.meaning.factor_on_next) {
      factor *= *phrase.meaning.factor_on_next;
      i += phrase.length;
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
    } else if (!is_article(words[i])) {
      factor = 1;
    }
    reach -= reach > 0 ? 1 : 0;
    ++i;
  }
  return reading;
}

}  // namespace emo3d::model
