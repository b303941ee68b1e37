#include "emo3d/model/reading.h"

#include <algorithm>
#include <array>

#include "emo3d/model/description.h"
#include "emo3d/model/side_words.h"

namespace emo3d::model {
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

std::string without_actions(std::string_view text, const std::vector<FacialAction>& actions) {
  std::string kept;
  std::size_t from = 0;
  for (const FacialAction& action : actions) {
    if (action.tells_feeling || action.begin < from) continue;
    std::string_view before = text.substr(from, action.begin - from);
    if (!kept.empty()) before = without_loose_ends(before);
    if (!kept.empty() && !before.empty()) kept += ' ';
    kept += before;
    from = action.end;
  }
  kept += text.substr(from);
  return plain_text(without_loose_ends(kept));
}

}  // namespace

Reading read_description(std::string_view text) {
  CanonicalSides sides = canonical_sides(plain_text(text));
  Reading reading{
      .text = std::move(sides.text), .mirrored = sides.mirrored, .names_side = false, .actions = {}, .feeling = {}};
  reading.names_side = !find_side_words(reading.text).empty();
  reading.actions = find_facial_actions(reading.text);
  reading.feeling = without_actions(reading.text, reading.actions);
  if (!has_content(reading.feeling)) reading.feeling = reading.text;
  return reading;
}

}  // namespace emo3d::model
