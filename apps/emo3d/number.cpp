#include "emo3d/number.h"

#include <fmt/format.h>

#include <charconv>
#include <string>

#include "emo3d/base/error.h"

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

}  // namespace

CLI::Validator whole_number(long low, long high) { return within(low, high, "a whole number"); }

CLI::Validator number(double low, double high) { return within(low, high, "a number"); }

}  // namespace emo3d::cli
