#include "emo3d/reading/emotion_lexicon.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/reading/inflection.h"
#include "emo3d/reading/word_tokens.h"

namespace emo3d::reading {
namespace {

using emotion::Emotion;

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
  const std::vector<std::string> words = texts_of(word_tokens(text, emoticons_));
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

bool EmotionLexicon::knows(std::string_view word) const { return !ids_of(std::string(word)).empty(); }

std::vector<EmotionPhrase> EmotionLexicon::find(std::string_view text) const {
  const std::vector<WordToken> words = word_tokens(text, emoticons_);
  std::vector<PhraseTable::WordIds> ids(words.size());
  std::ranges::transform(words, ids.begin(), [&](const WordToken& word) { return ids_of(word.text); });
  std::vector<EmotionPhrase> phrases;
  float factor = 1;
  std::size_t first = 0;  // of the words of degree
  for (std::size_t i = 0; i < words.size();) {
    const Phrase phrase = phrase_at(Words(ids).subspan(i));
    if (phrase.meaning.mixture) {
      const std::size_t end = i + phrase.length;
      const Phrase degree = degree_after(Words(ids).subspan(end));
      phrases.push_back(
          {.bytes = {words[factor == 1 ? i : first].begin, words[end + degree.length - 1].end},
           .feeling = {words[i].begin, words[end - 1].end},
           .mixture = scaled(*phrase.meaning.mixture, factor * degree.meaning.factor_on_last.value_or(1))});
      i = end + degree.length;
      factor = 1;
    } else if (phrase.meaning.factor_on_next) {
      if (factor == 1) first = i;
      factor *= *phrase.meaning.factor_on_next;
      i += phrase.length;
    } else {
      const std::string& word = words[i].text;
      if (!is_article(word)) factor = 1;
      ++i;
    }
  }
  return phrases;
}

const EmotionLexicon& whole_lexicon() {
  static const EmotionLexicon kWhole;
  return kWhole;
}

}  // namespace emo3d::reading
