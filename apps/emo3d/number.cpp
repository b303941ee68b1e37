#include "emo3d/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"

namespace emo3d::cli {
namespace {

template <typename Number>
CLI::Validator within(Number low, Number high, const char* kind) {
  return {[low, high, kind](std::string& text) -> std::string {
            const char* const start = text.data() + (text.starts_with('+') ? 1 : 0);
            const char* const end = text.data() + text.size();
            Number value{};
            const auto [stopped, error] = std::from_chars(start, end, value);
            if (error == std::errc::invalid_argument || stopped != end)
              return fmt::format("{} is not {}", quote(text), kind);
            if (error == std::errc() && value >= low && value <= high) return {};
            return fmt::format("{} is not in [{},{}]", quote(text), low, high);
          },
          ""};
}

struct Unit {
  std::string_view name;  ///< In small letters.
  std::uint64_t bytes;
};
constexpr Unit kUnits[] = {{"", 1},
                           {"b", 1},
                           {"kb", 1'000},
                           {"mb", 1'000'000},
                           {"gb", 1'000'000'000},
                           {"tb", 1'000'000'000'000},
                           {"kib", std::uint64_t{1} << 10},
                           {"mib", std::uint64_t{1} << 20},
                           {"gib", std::uint64_t{1} << 30},
                           {"tib", std::uint64_t{1} << 40}};

}  // namespace

CLI::Validator whole_number(long low, long high) { return within(low, high, "a whole number"); }

CLI::Validator byte_size(std::uint64_t low, std::uint64_t high) {
  return {
      [low, high](std::string& text) -> std::string {
        std::uint64_t number = 0;
        const char* const last = text.data() + text.size();
        const auto [stopped, error] = std::from_chars(text.data(), last, number);
        std::string unit = lower_ascii({stopped, last});
        if (unit.starts_with(' ')) unit.erase(0, 1);
        const auto* const found = std::ranges::find(kUnits, std::string_view(unit), &Unit::name);
        if (error == std::errc::invalid_argument || found == std::end(kUnits))
          return fmt::format("{} is not a size such as 500MB or 2GiB", quote(text));
        std::uint64_t bytes = 0;
        if (error != std::errc() || __builtin_mul_overflow(number, found->bytes, &bytes) || bytes < low || bytes > high)
          return fmt::format("{} is not in [{},{}] bytes", quote(text), low, high);
        text = std::to_string(bytes);
        return {};
      },
      ""};
}

CLI::Validator number(double low, double high) { return within(low, high, "a number"); }

}  // namespace emo3d::cli
