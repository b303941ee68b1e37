#include "emo3d/service/background.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/render/srgb.h"

namespace emo3d::service {
namespace {

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 7> kColours = {{{"white", 0xffffff},
                                                                                 {"black", 0x000000},
                                                                                 {"grey", 0x808080},
                                                                                 {"lightgrey", 0xd9dadd},
                                                                                 {"darkgrey", 0x2b2d31},
                                                                                 {"blue", 0x3d6fb4},
                                                                                 {"green", 0x00b140}}};

rig::Vec3 colour_of(std::uint32_t code) {
  const auto channel = [&](int shift) { return render::linear_value(static_cast<std::uint8_t>(code >> shift)); };
  return {channel(16), channel(8), channel(0)};
}

rig::Vec3 parse_colour(std::string_view text) {
  for (const auto& [name, code] : kColours)
    if (name == text) return colour_of(code);
  std::uint32_t code = 0;
  if (text.size() == 7 && text[0] == '#') {
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), code, 16);
    if (error == std::errc() && end == text.data() + text.size()) return colour_of(code);
  }
  fail(ErrorCode::kInvalidArgument,
       "background colour {} is unknown, expected #rrggbb, white, black, grey, lightgrey, darkgrey, blue or green",
       quote(text));
}

}  // namespace

render::Background parse_background(std::string_view text) {
  if (text == "transparent") return {.transparent = true};
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) {
    const rig::Vec3 colour = parse_colour(text);
    return {.top = colour, .bottom = colour};
  }
  return {.top = parse_colour(text.substr(0, comma)), .bottom = parse_colour(text.substr(comma + 1))};
}

}  // namespace emo3d::service
