#include <algorithm>
#include <array>

#include "emo3d/reading/saying_reader.h"
#include "emo3d/reading/word_list.h"

// Sides, negations and degrees of a saying.
namespace emo3d::reading {
namespace {

/// How far a word of degree reaches, and a side that stands before its part.
constexpr std::size_t kNear = 4;
/// How far a negation reaches.
constexpr std::size_t kReach = 8;
/// How an eye may shut without staying half open.
constexpr auto kManners = std::to_array<std::string_view>({"gently", "softly", "lightly", "gentle", "soft"});
/// What says where a part lies: "the brow over the left eye".
constexpr auto kPlaces = std::to_array<std::string_view>(
    {"over", "above", "under", "beneath", "below", "underneath", "near", "beside", "by"});

}  // namespace

Sides SayingReader::sides_at(std::size_t at) const {
  const Phrase& phrase = phrases_[at];
  if (phrase.side) {
    // "left and right", in either order
    for (const std::size_t other : {at - 2, at - 3, at + 2, at + 3})
      if (other >= saying_.begin && other < saying_.end && phrases_[other].side &&
          *phrases_[other].side != *phrase.side && phrases_[other < at ? at - 1 : at + 1].role() != Role::kNone) {
        const std::size_t first = std::min(at, other) + 1;
        if (phrases_[first].role() == Role::kAnd || phrases_[first].role() == Role::kOr) return Sides::kBoth;
      }
    return to_sides(*phrase.side);
  }
  switch (phrase.role()) {
    case Role::kBoth:
    case Role::kNeither:
      return Sides::kBoth;
    case Role::kOne:
      return Sides::kOne;
    case Role::kOther:
      return Sides::kOther;
    default:
      return Sides::kUnsaid;
  }
}

Sides SayingReader::sides_of(std::size_t part) const {
  Sides one = Sides::kUnsaid;
  for (std::size_t i = part; i-- > saying_.begin && part - i <= kNear + 1;) {
    if (phrases_[i].is_part() || phrases_[i].is_action() || phrases_[i].role() == Role::kPreposition) break;
    const Sides sides = sides_at(i);
    if (sides == Sides::kOne) one = sides;
    if (sides != Sides::kUnsaid && sides != Sides::kOne) return sides;
  }
  for (std::size_t i = part + 1; i < saying_.end; ++i) {
    if (phrases_[i].is_part() || phrases_[i].is_action()) break;
    const Sides sides = sides_at(i);
    if (sides == Sides::kUnsaid || sides == Sides::kOne) continue;
    const std::size_t before = phrases_[i - 1].determiner ? i - 2 : i - 1;
    if (before > part && one_of(kPlaces, phrases_[before].text)) return sides;
    const bool of_next = i + 1 < saying_.end && phrases_[i + 1].is_part();
    if (!of_next) return sides;
  }
  return one;
}

Sides SayingReader::free_sides(std::size_t at, const std::vector<bool>& used) const {
  const std::size_t first = std::max(saying_.begin, at - std::min(at, 2 * kNear));
  for (std::size_t i = first; i < std::min(at + 2 * kNear, saying_.end); ++i) {
    const Sides sides = sides_at(i);
    if (used[i] || sides == Sides::kUnsaid || sides == Sides::kOther) continue;
    if (i + 1 < saying_.end && phrases_[i + 1].text == "hand") continue;
    std::size_t part = i + 1;
    while (part < std::min(i + kNear, saying_.end) && !phrases_[part].is_part()) ++part;
    if (part >= saying_.end || !phrases_[part].is_part() || !used[part]) return sides;
  }
  return Sides::kUnsaid;
}

bool SayingReader::is_negated(std::size_t at) const {
  for (std::size_t i = at; i-- > saying_.begin && at - i <= kReach;) {
    const std::string_view text = phrases_[i].text;
    if (phrases_[i].role() == Role::kAffirmation || text == "with") return false;
    if (text == "he" || text == "she" || text == "they") return false;  // "instead of smiling she frowns"
    if (phrases_[i].role() == Role::kNegation || phrases_[i].role() == Role::kNeither) return true;
  }
  for (std::size_t i = at + 1; i < std::min(at + 3, saying_.end); ++i)
    if (phrases_[i].role() == Role::kFading) return true;
  return false;
}

bool SayingReader::is_at_me(std::size_t at) const {
  for (std::size_t i = at + 1; i < std::min(at + kNear, saying_.end); ++i)
    if (phrases_[i].text == "me" || phrases_[i].text == "us") return true;
  return false;
}

float SayingReader::degree_of(std::size_t begin, std::size_t end, bool shuts) const {
  std::size_t nearest = kNear;
  float factor = 1;
  std::size_t after = 0;  // phrases after `end`, sides and articles apart
  const std::size_t first = std::max(saying_.begin, begin - std::min(begin, kNear));
  for (std::size_t i = first; i < saying_.end && after < kNear; ++i) {
    if (i >= end && !phrases_[i].determiner && !phrases_[i].side) ++after;
    const auto degree = phrases_[i].number && phrases_[i].degree() ? phrases_[i].number : phrases_[i].degree();
    if (!degree || (phrases_[i].is_movement() && i >= begin && i < end)) continue;
    if (i + 1 < saying_.end && is_unknown(i + 1)) continue;                                 // "slightly annoyed"
    if (i > saying_.begin && phrases_[i].text == "half" && phrases_[i - 1].side) continue;  // "the left half"
    if (shuts && one_of(kManners, phrases_[i].text)) continue;
    const std::size_t distance = i < begin ? begin - i : after;
    if (distance < nearest) {
      nearest = distance;
      factor = *degree;
    }
  }
  return factor;
}

}  // namespace emo3d::reading
