#include "emo3d/reading/side_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "emo3d/reading/word_list.h"
#include "emo3d/text/sides.h"
#include "emo3d/text/words.h"

// Which words "left" and "right" are about the face. Every rule looks only at the words around, never at which of the
// two it judges: that is what makes the exchange of left and right exact.
namespace emo3d::reading {
namespace {

constexpr std::string_view kLeft = "left";
constexpr std::string_view kRight = "right";

constexpr auto kFaceParts = std::to_array<std::string_view>(
    {"brow",    "brows",    "cheek",  "cheekbone", "cheeks", "chin", "corner",  "corners", "dimple", "eye",
     "eyebrow", "eyebrows", "eyelid", "eyelids",   "eyes",   "face", "half",    "hand",    "jaw",    "lid",
     "lids",    "lip",      "lips",   "lower",     "mouth",  "nose", "nostril", "part",    "sided",  "side",
     "upper",   "wing",     "wink",   "smile",     "smirk",  "grin", "sneer"});
constexpr auto kNamedParts =
    std::to_array<std::string_view>({"brow", "cheek", "eye", "eyebrow", "eyelid", "lid", "nostril"});
constexpr auto kMoves = std::to_array<std::string_view>(
    {"aimed",   "averted", "blinks",   "blinking", "cast",     "casts",   "crooked", "directed", "directs",  "drags",
     "drawn",   "draws",   "far",      "gaze",     "gazes",    "gazing",  "glance",  "glances",  "glancing", "grin",
     "grins",   "jaw",     "look",     "looked",   "looking",  "looks",   "mouth",   "moved",    "moves",    "off",
     "peering", "peers",   "pointing", "pulled",   "pulls",    "pushed",  "pushes",  "sideways", "shifted",  "shifts",
     "slid",    "slides",  "smirk",    "smirks",   "smirking", "sneer",   "sneers",  "stare",    "stares",   "staring",
     "swings",  "tilted",  "tilts",    "turned",   "turns",    "twisted", "twists",  "wink",     "winks",    "winking",
     "eyes",    "lips",    "chin",     "pupils"});
constexpr auto kDeterminers =
    std::to_array<std::string_view>({"the", "his", "her", "their", "its", "my", "your", "our"});
constexpr auto kDirections = std::to_array<std::string_view>({"to", "towards", "toward", "on", "from", "with"});
constexpr auto kAfterSide = std::to_array<std::string_view>(
    {"",         "and",     "while", "with", "but",     "as",   "or",     "then",     "one",     "is",
     "only",     "of",      "in",    "at",   "because", "a",    "on",     "slightly", "whereas", "stays",
     "stay",     "remains", "wide",  "open", "closed",  "shut", "raised", "lowered",  "lifted",  "narrowed",
     "squinted", "arched",  "half",  "up",   "down",    "than", "goes",   "still"});
/// What follows where the word stands for something else: "right now", "left home".
constexpr auto kNeverAfter = std::to_array<std::string_view>(
    {"now", "away", "here", "there", "behind", "before", "after", "when", "alone", "home", "me", "him", "us", "them"});
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
      result.push_back({word.mark ? "" : word.text, word.begin, word.end, std::nullopt});
    }
  }
  return result;
}

/// Whether token `at`, a side, is about the face.
bool is_about_the_face(std::span<const Token> all, std::size_t at) {
  const auto word = [&](std::ptrdiff_t offset) {
    const auto place = static_cast<std::ptrdiff_t>(at) + offset;
    return place < 0 || place >= std::ssize(all) ? std::string_view() : all[static_cast<std::size_t>(place)].word;
  };
  if (all[at].in_name) return true;
  if (one_of(kNeverAfter, word(1))) return false;
  // "left eyebrow", "left corner of the mouth", "left and right eyes"
  for (std::ptrdiff_t i = 1; i <= 3; ++i) {
    if (one_of(kFaceParts, word(i))) return true;
    const bool goes_on =
        word(i) == "and" || word(i) == "or" || word(i) == "*" || word(i) == "outer" || word(i) == "inner";
    if (!goes_on) break;
  }
  // "her left bushy eyebrow", "left AU12"
  if (one_of(kDeterminers, word(-1)) && !one_of(kDeterminers, word(1)) && one_of(kNamedParts, word(2))) return true;
  if (word(1).starts_with("au") && word(1).size() > 2 && word(1)[2] >= '0' && word(1)[2] <= '9') return true;
  if (!one_of(kAfterSide, word(1)) && word(1) != "*") return false;
  // "to the left", "towards her left", "lowers the right", "looks left", "the eyes shifted far left"
  if (one_of(kDirections, word(-1))) return true;
  if (one_of(kDeterminers, word(-1))) return true;
  for (std::ptrdiff_t i = -1; i >= -3; --i) {
    if (one_of(kMoves, word(i))) return true;
    if (word(i).empty()) break;
  }
  return false;
}

/// How a word that is not about the face was meant.
Side natural_side(std::span<const Token> all, std::size_t at) {
  const std::string_view before = at > 0 ? all[at - 1].word : std::string_view();
  const std::string_view after = at + 1 < all.size() ? all[at + 1].word : std::string_view();
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
