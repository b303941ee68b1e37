#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Small changes to a text that leave what it means.
namespace emo3d::train {

/// The hand-written list of words and what else may stand for them (emo3d/train/data/synonyms.txt), compiled in.
[[nodiscard]] std::string_view synonyms_text();

enum class Perturbation { kTypo, kUpperCase, kTitleCase, kParaphrase };
inline constexpr std::array kPerturbations{Perturbation::kTypo, Perturbation::kUpperCase, Perturbation::kTitleCase,
                                           Perturbation::kParaphrase};

/// "a typo", "UPPER CASE", "Title Case", "unseen words".
[[nodiscard]] std::string_view name(Perturbation perturbation);

/// `text` changed in one way; the same seed and text give the same change. Unchanged where nothing in it can be: a text
/// in upper case, one without a word of the list.
/// - kTypo: in one word of four or more ASCII letters two neighbours change places, or one letter is left out, doubled
///   or replaced by a neighbour on a QWERTY keyboard. Never the first letter, and never a word that names a side.
/// - kUpperCase, kTitleCase: of ASCII letters.
/// - kParaphrase: every word of read_synonyms() gives way to another.
[[nodiscard]] std::string perturbed(std::string_view text, Perturbation perturbation, std::uint64_t seed);

/// The words of synonyms_text() and what may stand for them, longest first: only words that no list of the corpus and
/// no rule has, so that no training text has them. \throws Error kInvalidData.
[[nodiscard]] std::vector<std::pair<std::string, std::vector<std::string>>> read_synonyms();

}  // namespace emo3d::train
