#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

namespace emo3d::cli {

/// Refuses, by its text, a value that is not a whole number or not in [low, high]: "1920x1080", "99999999999999".
[[nodiscard]] CLI::Validator whole_number(long low, long high);

/// The same for any number: "nan" and "1e300" too.
[[nodiscard]] CLI::Validator number(double low, double high);

/// Turns a size such as "500MB", "2 GiB" or "1048576" into bytes (MB are 10^6, MiB 2^20; small letters do), and refuses
/// what is none or not in [low, high].
[[nodiscard]] CLI::Validator byte_size(std::uint64_t low, std::uint64_t high);

}  // namespace emo3d::cli
