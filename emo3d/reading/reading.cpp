#include "emo3d/reading/reading.h"

#include <algorithm>
#include <array>

#include "emo3d/reading/description.h"
#include "emo3d/reading/emphasis.h"
#include "emo3d/reading/phrase_list.h"
#include "emo3d/reading/side_words.h"

namespace emo3d::reading {
namespace {

constexpr std::string_view kLoose = " ,;:.-";
constexpr std::array<std::string_view, 4> kJoints{"and", "while", "with", "but"};

/// Words that say nothing of a feeling: persons and what holds a sentence together.
constexpr auto kPlainWords = std::to_array<std::string_view>(
    {"a",     "actor",       "adult",       "aged",    "an",         "and",    "are",    "avatar",
     "boy",   "character",   "child",       "elderly", "expression", "face",   "female", "gentleman",
     "girl",  "grandfather", "grandmother", "guy",     "he",         "her",    "his",    "i",
     "image", "in",          "is",          "it",      "kid",        "lady",   "little", "male",
     "man",   "mature",      "middle-aged", "mother",  "my",         "now",    "of",     "old",
     "on",    "one",         "person",      "please",  "portrait",   "senior", "she",    "show",
     "me",    "speaker",     "student",     "teenage", "that",       "the",    "their",  "they",
     "this",  "to",          "told",        "who",     "with",       "woman",  "young",  "father"});

bool has_insult(std::span<const text::Word> words) {
  static const PhraseList kInsults(
      "idiot|idiots|moron|morons|stupid bitch|bitch|bitches|asshole|assholes|arsehole|bastard|bastards|fuck you|fuck "
      "off|screw you|piss off|drop dead|kill yourself|kys|go die|shut up|dumbass|dickhead|wanker|twat|cunt|slut|whore|"
      "retard|retarded|scumbag|shithead|motherfucker|you suck|loser|you are worthless|you're worthless|piece of shit|"
      "eat shit|go to hell");
  for (std::size_t i = 0; i < words.size(); ++i)
    if (kInsults.longest(words, i) > 0) return true;
  return false;
}

/// Whether a word of `text` could tell a feeling.
bool has_content(std::string_view text) {
  constexpr std::string_view kBetween = " ,;:.!?\"()";
  while (true) {
    const std::size_t begin = text.find_first_not_of(kBetween);
    if (begin == std::string_view::npos) return false;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    if (std::ranges::find(kPlainWords, text.substr(0, end)) == kPlainWords.end()) return true;
    text.remove_prefix(end);
  }
}

/// `text` without marks at its ends, nor a conjunction that joins nothing any more.
std::string_view without_loose_ends(std::string_view text) {
  while (true) {
    const std::size_t begin = text.find_first_not_of(kLoose);
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_not_of(kLoose) - begin + 1);
    const std::string_view before = text;
    for (const std::string_view joint : kJoints) {
      if (text == joint) return {};
      if (text.ends_with(joint) && text[text.size() - joint.size() - 1] == ' ') text.remove_suffix(joint.size());
      if (text.starts_with(joint) && text[joint.size()] == ' ') text.remove_prefix(joint.size());
    }
    if (text.size() == before.size()) return text;
  }
}

/// Bytes of a text.
using Bytes = text::Extent;

/// `text` without `cuts` and the loose ends they leave.
std::string without(std::string_view text, std::vector<Bytes> cuts) {
  if (cuts.empty()) return std::string(text);
  std::ranges::sort(cuts, {}, &Bytes::begin);
  cuts.push_back({text.size(), text.size()});
  std::string kept;
  std::size_t from = 0;
  for (const Bytes& cut : cuts) {
    if (cut.begin > from) {
      const std::string_view piece = without_loose_ends(text.substr(from, cut.begin - from));
      if (!kept.empty() && !piece.empty()) kept += ' ';
      kept += piece;
    }
    from = std::max(from, cut.end);
  }
  return plain_text(without_loose_ends(kept));
}

bool joins_clauses(std::string_view word) {
  return std::ranges::find(kJoints, word) != kJoints.end() || word == "then";
}

/// The words that share bytes with `bytes`; emoticons have none.
text::Extent words_at(std::span<const text::Word> words, Bytes bytes) {
  const auto begin = std::ranges::partition_point(words, [&](const text::Word& w) { return w.end <= bytes.begin; });
  const auto end = std::ranges::partition_point(words, [&](const text::Word& w) { return w.begin < bytes.end; });
  return {static_cast<std::size_t>(begin - words.begin()), static_cast<std::size_t>(end - words.begin())};
}

/// Runs of words of one stance, parted at marks and conjunctions.
std::vector<StancedClause> clauses_of(std::string_view text, std::span<const text::Word> words,
                                      std::span<const Stance> stances) {
  std::vector<StancedClause> clauses;
  const auto parts = [&](std::size_t i) {
    return words[i].mark || stances[i] == Stance::kCue || joins_clauses(words[i].text);
  };
  for (std::size_t i = 0; i < words.size();) {
    std::size_t end = i;
    while (end < words.size() && !parts(end) && stances[end] == stances[i]) ++end;
    if (end > i)
      clauses.push_back({std::string(text.substr(words[i].begin, words[end - 1].end - words[i].begin)), stances[i]});
    i = std::max(end, i + 1);
  }
  return clauses;
}

std::string joined(std::span<const StancedClause> clauses, Stance stance) {
  std::string text;
  for (const StancedClause& clause : clauses)
    if (clause.stance == stance) text += (text.empty() ? "" : ", ") + clause.text;
  return text;
}

}  // namespace

std::vector<Mixture> Reading::felt_mixtures() const {
  std::vector<Mixture> mixtures;
  for (const FeelingWords& words : feelings)
    if (words.stance == Stance::kFelt) mixtures.push_back(words.mixture);
  return mixtures;
}

Reading read_description(std::string_view text, const EmotionLexicon& lexicon) {
  Reading reading;
  CanonicalSides sides = canonical_sides(plain_text(text));
  reading.text = std::move(sides.text);
  reading.mirrored = sides.mirrored;
  reading.emphasis = emphasis(text);
  reading.names_side = !find_side_words(reading.text).empty();
  reading.actions = find_facial_actions(reading.text);

  const std::vector<text::Word> words = text::find_words(reading.text);
  const std::vector<EmotionPhrase> phrases = lexicon.find(reading.text);
  std::vector<text::Extent> extents;
  extents.reserve(phrases.size());
  for (const EmotionPhrase& phrase : phrases) extents.push_back(words_at(words, phrase.feeling));
  const std::vector<Stance> stances = find_stances(words, extents);
  for (std::size_t i = 0; i < phrases.size(); ++i)
    reading.feelings.push_back(
        {.text = reading.text.substr(phrases[i].bytes.begin, phrases[i].bytes.end - phrases[i].bytes.begin),
         .mixture = phrases[i].mixture,
         .stance = extents[i].begin < extents[i].end ? stances[extents[i].begin] : Stance::kFelt});  // an emoticon
  reading.clauses = clauses_of(reading.text, words, stances);
  reading.denied = joined(reading.clauses, Stance::kDenied);
  reading.abusive = has_insult(words);

  std::vector<Bytes> cuts;
  for (const FacialAction& action : reading.actions)
    if (!action.tells_feeling) cuts.push_back({action.begin, action.end});
  for (std::size_t i = 0; i < words.size(); ++i)
    if (stances[i] != Stance::kFelt) cuts.push_back({words[i].begin, words[i].end});
  reading.felt = without(reading.text, std::move(cuts));
  const bool has_words = std::ranges::any_of(words, [](const text::Word& word) { return !word.mark; });
  if (!has_words)  // emoji and marks alone: the lexicon knows them, the network does not
    reading.felt.clear();
  else if (!has_content(reading.felt))
    reading.felt = reading.denied.empty() ? reading.text : std::string();
  return reading;
}

}  // namespace emo3d::reading
