#pragma once

#include <cstdint>
#include <string_view>

/// What keeps the held-out part of the word lists out of the training texts.
namespace emo3d::train {

/// Which part of the word lists a corpus is made from. The two have no emotion word, sentence frame, situation, wording
/// of an action or telling slot word ("<gross>") in common; persons, degrees and plain slot words ("<place>") are
/// shared. kAll is both.
enum class Part { kTraining, kHeldOut, kAll };

/// "training", "held-out", "all".
[[nodiscard]] std::string_view name(Part part);

/// One in so many items is held out.
inline constexpr std::size_t kHeldOutOneIn = 6;

/// A 64-bit hash that is the same everywhere (FNV-1a).
[[nodiscard]] std::uint64_t text_hash(std::string_view text);

/// Whether an emotion word, a situation or a wording of an action belongs to the held-out part, by a hash of its text.
[[nodiscard]] bool is_held_out(std::string_view item);

/// Whether a held-out emotion word of the lexicon stands anywhere in `text`, alone or within a longer phrase; upper
/// case and marks do not matter.
[[nodiscard]] bool has_held_out_word(std::string_view text);

/// Whether `text` is something that a held-out line of situations.txt says, or has a phrase of three words or more in
/// it that is.
[[nodiscard]] bool has_held_out_situation(std::string_view text);

/// Either of the two: no such text may be trained on.
[[nodiscard]] bool has_held_out_item(std::string_view text);

}  // namespace emo3d::train
