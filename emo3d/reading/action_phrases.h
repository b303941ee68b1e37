#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "emo3d/reading/action_vocabulary.h"
#include "emo3d/reading/side_words.h"

namespace emo3d::reading {

/// A piece of a description as the search for facial actions sees it: a known phrase, a side, a number, a mark, or a
/// word that says nothing of actions.
struct Phrase {
  std::string_view text;
  std::size_t begin = 0, end = 0;    ///< Its bytes of the description.
  const Meaning* meaning = nullptr;  ///< Null for a side, a mark and an unknown word.
  std::optional<Side> side;
  std::optional<float> number;  ///< Of "0.7" and "70%".
  bool mark = false;
  bool determiner = false;

  [[nodiscard]] Role role() const { return meaning != nullptr ? meaning->role : Role::kNone; }
  [[nodiscard]] bool is_part() const { return meaning != nullptr && !meaning->part.empty(); }
  [[nodiscard]] bool is_movement() const { return meaning != nullptr && !meaning->movements.empty(); }
  [[nodiscard]] bool is_action() const { return meaning != nullptr && meaning->action != nullptr; }
  [[nodiscard]] std::optional<float> degree() const { return meaning != nullptr ? meaning->degree : std::nullopt; }
};

/// The phrases of `text` (lower case, at most one blank between words), the longest known ones first.
[[nodiscard]] std::vector<Phrase> find_phrases(std::string_view text);

}  // namespace emo3d::reading
