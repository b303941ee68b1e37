#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::reading {

enum class Side { kLeft, kRight };

/// A word that names a side of the face: bytes [begin, end) of the text.
struct SideWord {
  std::size_t begin;
  std::size_t end;
  Side side;
};

/// The words of `text` (lower case) that name a side of the face, in order: "her left eyebrow", "looks right",
/// "on the left". Not "right now", "you are right" or "he left her". What surrounds a word decides, and it decides the
/// same for left as for right, so that text::mirror_sides() only exchanges the sides found.
[[nodiscard]] std::vector<SideWord> find_side_words(std::string_view text);

/// A text in which the first side of the face named is left.
struct CanonicalSides {
  std::string text;
  bool mirrored = false;  ///< Whether left and right were exchanged to get there.
};

/// Brings `text` (lower case) to its canonical sides, by exchanging left and right where the first side of the face is
/// the right one. Words that are not about the face are spelled as they must have been meant ("right now"), whichever
/// of the two was written. So a text and its text::mirror_sides() have the same canonical text, and differ in
/// `mirrored` where they name a side: a model that reads only canonical texts, and mirrors back, follows an exchange of
/// left and right exactly.
[[nodiscard]] CanonicalSides canonical_sides(std::string_view text);

}  // namespace emo3d::reading
