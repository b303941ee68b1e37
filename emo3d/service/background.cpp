#include "emo3d/service/background.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/render/srgb.h"

namespace emo3d::service {
namespace {

/// The basic colours of CSS, but for blue and green: a blue that suits a face and the green that video programs key
/// out.
constexpr std::array<std::pair<std::string_view, std::uint32_t>, 21> kColours = {
    {{"white", 0xffffff},    {"silver", 0xc0c0c0},    {"gray", 0x808080},      {"grey", 0x808080},
     {"black", 0x000000},    {"lightgrey", 0xd9dadd}, {"lightgray", 0xd9dadd}, {"darkgrey", 0x2b2d31},
     {"darkgray", 0x2b2d31}, {"red", 0xff0000},       {"maroon", 0x800000},    {"yellow", 0xffff00},
     {"olive", 0x808000},    {"lime", 0x00ff00},      {"green", 0x00b140},     {"aqua", 0x00ffff},
     {"teal", 0x008080},     {"blue", 0x3d6fb4},      {"navy", 0x000080},      {"purple", 0x800080},
     {"fuchsia", 0xff00ff}}};

rig::Vec3 colour_of(std::uint32_t code) {
  const auto channel = [&](int shift) { return render::linear_value(static_cast<std::uint8_t>(code >> shift)); };
  return {channel(16), channel(8), channel(0)};
}

/// The code of "#rrggbb" or "#rgb".
std::optional<std::uint32_t> hexadecimal(std::string_view text) {
  if (!text.starts_with('#') || (text.size() != 7 && text.size() != 4)) return std::nullopt;
  std::string digits(text.substr(1));
  if (digits.size() == 3) digits = {digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]};
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return code;
}

rig::Vec3 parse_colour(std::string_view text) {
  for (const auto& [name, code] : kColours)
    if (name == text) return colour_of(code);
  if (const auto code = hexadecimal(text)) return colour_of(*code);
  std::string names;
  for (const auto& [name, code] : kColours) names += ", " + std::string(name);
  fail(ErrorCode::kInvalidArgument, "background colour {} is unknown, expected #rrggbb{}", quote(text), names);
}

}  // namespace

render::Background parse_background(std::string_view written) {
  const std::string lower = lower_ascii(written);
  const std::string_view text = lower;
  if (text == "transparent") return {.transparent = true};
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) {
    const rig::Vec3 colour = parse_colour(text);
    return {.top = colour, .bottom = colour};
  }
  return {.top = parse_colour(text.substr(0, comma)), .bottom = parse_colour(text.substr(comma + 1))};
}

}  // namespace emo3d::service
