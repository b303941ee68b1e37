#pragma once

#include <string_view>

/// The hand-written lists of the corpus (emo3d/train/data), compiled in. Each file explains its own format at the top.
namespace emo3d::train {

[[nodiscard]] std::string_view persons_text();
[[nodiscard]] std::string_view templates_text();
[[nodiscard]] std::string_view situations_text();
[[nodiscard]] std::string_view actions_text();

}  // namespace emo3d::train
