#pragma once

#include <CLI/CLI.hpp>

namespace emo3d::cli {

/// Refuses, by its text, a value that is not a whole number or not in [low, high]: "1920x1080", "99999999999999".
[[nodiscard]] CLI::Validator whole_number(long low, long high);

/// The same for any number: "nan" and "1e300" too.
[[nodiscard]] CLI::Validator number(double low, double high);

}  // namespace emo3d::cli
