#include "emo3d/base/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace emo3d {
namespace {

/// Shorter numbers of nlohmann's are the shortest already.
constexpr std::size_t kLong = 15;

std::string shortest(std::string_view number) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  const bool is_whole = number.find_first_of(".e") == std::string_view::npos;
  if (number.size() <= kLong || is_whole || error != std::errc() || end != number.data() + number.size())
    return std::string(number);
  const std::string text = fmt::format("{}", value);
  return text.size() < number.size() ? text : std::string(number);
}

}  // namespace

std::string json_text(const OrderedJson& json, int indent) {
  const std::string written = json.dump(indent, ' ', false, OrderedJson::error_handler_t::replace);
  std::string text;
  text.reserve(written.size());
  bool in_string = false;
  for (std::size_t i = 0; i < written.size();) {
    const char c = written[i];
    const bool is_number = !in_string && (c == '-' || (c >= '0' && c <= '9'));
    std::size_t count = 1;
    if (is_number)
      count = std::min(written.find_first_not_of("+-.0123456789eE", i), written.size()) - i;
    else if (in_string && c == '\\')
      count = 2;
    else if (c == '"')
      in_string = !in_string;
    text += is_number ? shortest(std::string_view(written).substr(i, count)) : written.substr(i, count);
    i += count;
  }
  return text;
}

}  // namespace emo3d
