#pragma once

#include <string_view>

/// The hand-written word lists of the corpus (emo3d/train/data), compiled in so that a corpus depends on the program
/// and the seed alone. Each file explains its own format at the top.
namespace emo3d::train {

[[nodiscard]] std::string_view lexicon_data();
[[nodiscard]] std::string_view degrees_data();
[[nodiscard]] std::string_view persons_data();
[[nodiscard]] std::string_view templates_data();
[[nodiscard]] std::string_view situations_data();
[[nodiscard]] std::string_view actions_data();

}  // namespace emo3d::train
