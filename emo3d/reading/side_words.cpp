#include "emo3d/reading/side_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "emo3d/reading/action_vocabulary.h"
#include "emo3d/reading/word_list.h"
#include "emo3d/text/sides.h"
#include "emo3d/text/words.h"

// Which words "left" and "right" are about the face. Every rule looks only at the words around, never at which of the
// two it judges: that is what makes the exchange of left and right exact.
namespace emo3d::reading {
namespace {

constexpr std::string_view kLeft = "left";
constexpr std::string_view kRight = "right";

/// What a side stands before, beside the parts of the face that data/actions.txt lists.
constexpr auto kSidedNouns =
    std::to_array<std::string_view>({"corner", "corners", "dimple", "edge", "end", "extremity", "face", "half", "hand",
                                     "lower", "part", "side", "sided", "tip", "upper", "wing", "profile"});
/// Adjectives between a side and its part.
constexpr auto kBetween = std::to_array<std::string_view>({"and", "or", "*", "outer", "inner", "hand", "most"});
/// What turns to a side, beside the parts and movements of data/actions.txt.
constexpr auto kMoves =
    std::to_array<std::string_view>({"averted", "crooked", "directs", "directed", "far", "off", "over", "sideways",
                                     "looked", "peering", "pointing", "head", "face", "side", "eyed"});
constexpr auto kDeterminers =
    std::to_array<std::string_view>({"the", "his", "her", "their", "its", "my", "your", "our"});
constexpr auto kDirections = std::to_array<std::string_view>(
    {"to", "towards", "toward", "on", "from", "with", "at", "over", "off", "far", "extreme", "hard", "way"});
constexpr auto kAfterSide = std::to_array<std::string_view>(
    {"",      "and",  "while", "with", "but",     "as",     "or",      "then",    "one",   "is",      "only",
     "of",    "in",   "at",    "a",    "because", "on",     "whereas", "stays",   "stay",  "remains", "than",
     "goes",  "the",  "until", "till", "without", "like",   "before",  "for",     "to",    "towards", "toward",
     "he",    "she",  "they",  "i",    "we",      "you",    "it",      "so",      "again", "instead", "first",
     "where", "when", "by",    "just", "leaving", "ones",   "alone",   "also",    "too",   "please",  "if",
     "his",   "her",  "their", "my",   "your",    "an",     "does",    "doesn't", "isn't", "can",     "was",
     "are",   "were", "not",   "into", "after",   "higher", "lower",   "i'd",     "that",  "which",   "near"});
/// What a word that is no side strengthens: "pull right up".
constexpr auto kParticles = std::to_array<std::string_view>(
    {"up", "down", "back", "out", "open", "off", "through", "across", "in", "into", "over", "round", "onto"});
/// What a side without anything before it begins a clause after.
constexpr auto kJoints = std::to_array<std::string_view>({"", "and", "but", "while", "or", "whereas"});
/// What follows where the word stands for something else: "right now", "left home".
constexpr auto kNeverAfter =
    std::to_array<std::string_view>({"now", "away", "here", "there", "behind", "home", "me", "him", "us", "them"});
/// Around the verb "left", as in "he left her", "was left alone".
constexpr auto kBeforeVerb = std::to_array<std::string_view>(
    {"he", "she", "they", "we", "i", "who", "has", "have", "had", "just", "nothing", "nobody"});
constexpr auto kAfterVerb = std::to_array<std::string_view>(
    {"me",   "him",   "her",    "us",  "them", "the",    "my",      "his", "their", "our",    "a",
     "home", "alone", "behind", "out", "town", "school", "without", "for", "over",  "forever"});

/// A word of the text; a side of any kind is the word "*".
struct Token {
  std::string_view word;
  std::size_t begin, end;
  std::optional<Side> side;
  bool in_name = false;  ///< Of a side: whether a channel's name ends with it ("mouthsmileleft").
  std::string_view mark = {};
};

/// Words and, as empty words, the marks that end a clause.
std::vector<Token> tokens(std::string_view text) {
  std::vector<Token> result;
  for (const text::Word& word : text::find_words(text)) {
    if (const auto at = text::find_side(word.text)) {
      // of "leftward" only the side itself, which is what is exchanged
      const bool left = word.text.substr(*at).starts_with(kLeft);
      const std::size_t begin = word.begin + *at;
      const std::size_t end = begin + (left ? kLeft.size() : kRight.size());
      result.push_back({"*", begin, end, left ? Side::kLeft : Side::kRight, *at > 0});
    } else {
      result.push_back(
          {word.mark ? "" : word.text, word.begin, word.end, std::nullopt, false, word.mark ? word.text : ""});
    }
  }
  return result;
}

bool is_noun_of_face(std::string_view word) {
  const Meaning* meaning = find_meaning(word);
  const bool noun = !word.ends_with("ing") && !word.ends_with("ed") && !word.ends_with('s');
  const bool part =
      meaning != nullptr && ((!meaning->part.empty() && !meaning->is_verb) || (meaning->action != nullptr && noun));
  return part || one_of(kSidedNouns, word);
}

bool moves(std::string_view word) {
  const Meaning* meaning = find_meaning(word);
  const bool known =
      meaning != nullptr && (!meaning->part.empty() || !meaning->movements.empty() || meaning->action != nullptr);
  return known || one_of(kMoves, word);
}

/// Whether a side may stand before `word` without belonging to it.
bool may_follow(std::string_view word) {
  if (one_of(kAfterSide, word) || word == "*") return true;
  const Meaning* meaning = find_meaning(word);
  return (meaning != nullptr && (!meaning->movements.empty() || meaning->degree || meaning->is_verb)) ||
         word.ends_with("ly") || word.ends_with("ing");
}

/// Whether token `at`, a side, is about the face.
bool is_about_the_face(std::span<const Token> all, std::size_t at) {
  const auto token = [&](std::ptrdiff_t offset) {
    const auto place = static_cast<std::ptrdiff_t>(at) + offset;
    return place < 0 || place >= std::ssize(all) ? Token{} : all[static_cast<std::size_t>(place)];
  };
  const auto word = [&](std::ptrdiff_t offset) { return token(offset).word; };
  if (all[at].in_name) return true;
  if (one_of(kNeverAfter, word(1))) return false;
  // "left eyebrow", "left corner of the mouth", "left and right eyes"
  for (std::ptrdiff_t i = 1; i <= 3; ++i) {
    if (is_noun_of_face(word(i))) return true;
    if (!one_of(kBetween, word(i))) break;
  }
  // "her left bushy eyebrow", "left AU12"
  const bool after_determiner = one_of(kDeterminers, word(-1));
  if (after_determiner && !one_of(kDeterminers, word(1)) && is_noun_of_face(word(2))) return true;
  if (word(1).starts_with("au") && word(1).size() > 2 && word(1)[2] >= '0' && word(1)[2] <= '9') return true;
  const bool moved_before = moves(word(-1));
  if (moved_before && one_of(kParticles, word(1))) return false;
  const bool towards = one_of(kDirections, word(-1)) || (after_determiner && one_of(kDirections, word(-2)));
  // "the mouth on the left sinks"
  if (towards && (word(1).ends_with('s') || word(1).ends_with("ed"))) return true;
  if (towards && after_determiner)
    for (std::ptrdiff_t i = -3; i >= -6; --i) {
      const Meaning* meaning = find_meaning(word(i));
      if (meaning != nullptr && !meaning->part.empty()) return true;  // "jaw thrown to the left mid-chew"
    }
  if (!may_follow(word(1))) return false;
  // "to the left", "lowers the right"
  if (towards || after_determiner) return true;
  // "looks left", "the eyes shifted far left"
  for (std::ptrdiff_t i = -1; i >= -3; --i) {
    if (moves(word(i))) return true;
    if (word(i).empty()) break;
  }
  // "..., right one shut", "left up, right down"
  const Meaning* next = find_meaning(word(1));
  const bool begins = one_of(kJoints, word(-1));
  if (begins && (word(1) == "one" || (next != nullptr && !next->movements.empty()))) return true;
  // "smirk; left"
  if (word(-1).empty() && token(1).mark == ":") return true;  // "left: a wink"
  const bool apart = token(-1).mark == "," || token(-1).mark == ";" || token(-1).mark == "-" || token(-1).mark == ":" ||
                     token(-1).mark == "(";
  return apart && word(1).empty() && token(1).mark != "?" && token(1).mark != ",";
}

/// How a word that is not about the face was meant.
Side natural_side(std::span<const Token> all, std::size_t at) {
  const std::string_view before = at > 0 ? all[at - 1].word : std::string_view();
  const std::string_view after = at + 1 < all.size() ? all[at + 1].word : std::string_view();
  if (moves(before) && one_of(kParticles, after)) return Side::kRight;  // "pull right up"
  return one_of(kAfterVerb, after) || (one_of(kBeforeVerb, before) && !one_of(kNeverAfter, after)) ? Side::kLeft
                                                                                                   : Side::kRight;
}

std::string_view spelling(Side side) { return side == Side::kLeft ? kLeft : kRight; }

}  // namespace

std::vector<SideWord> find_side_words(std::string_view text) {
  const std::vector<Token> words = tokens(text);
  std::vector<SideWord> found;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i].side && is_about_the_face(words, i)) found.push_back({words[i].begin, words[i].end, *words[i].side});
  return found;
}

CanonicalSides canonical_sides(std::string_view text) {
  const std::vector<Token> words = tokens(text);
  CanonicalSides result;
  bool decided = false;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].side) continue;
    Side side = *words[i].side;
    if (!is_about_the_face(words, i)) {
      side = natural_side(words, i);
    } else {
      if (!std::exchange(decided, true)) result.mirrored = side == Side::kRight;
      if (result.mirrored) side = side == Side::kLeft ? Side::kRight : Side::kLeft;
    }
    result.text += text.substr(copied, words[i].begin - copied);
    result.text += spelling(side);
    copied = words[i].end;
  }
  result.text += text.substr(copied);
  return result;
}

}  // namespace emo3d::reading
