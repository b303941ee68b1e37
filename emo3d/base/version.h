#pragma once

#include <string>
#include <string_view>

namespace emo3d {

/// The version of the library, "0.1.0".
[[nodiscard]] std::string_view version();
/// Name and version as written into files: "emo3d 0.1.0".
[[nodiscard]] std::string generator();

}  // namespace emo3d
