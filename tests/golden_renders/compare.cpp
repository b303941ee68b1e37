#include "tests/golden_renders/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace emo3d::testing {
namespace {

std::string described(const image::Image& picture) {
  return fmt::format("{} x {} x {}", picture.width(), picture.height(), picture.channels());
}

}  // namespace

PictureDifference compare(const image::Image& expected, const image::Image& drawn) {
  if (expected == drawn) return {};
  if (expected.width() != drawn.width() || expected.height() != drawn.height() || expected.format() != drawn.format())
    return {.same = false, .report = fmt::format("{}, expected {}", described(drawn), described(expected))};
  PictureDifference result{.same = false, .picture = image::Image(expected.width(), expected.height())};
  int differing = 0, worst = 0, worst_x = 0, worst_y = 0;
  for (int y = 0; y < expected.height(); ++y)
    for (int x = 0; x < expected.width(); ++x) {
      const auto e = expected.pixel(x, y), d = drawn.pixel(x, y);
      int difference = 0;
      for (std::size_t i = 0; i < e.size(); ++i) difference = std::max(difference, std::abs(int{e[i]} - int{d[i]}));
      const auto shown = result.picture.pixel(x, y);
      std::ranges::fill(shown, static_cast<std::uint8_t>((e[0] + e[1] + e[2]) / 6));
      if (difference == 0) continue;
      ++differing;
      shown[0] = static_cast<std::uint8_t>(std::min(255, 128 + 4 * difference));
      if (difference > worst) worst = difference, worst_x = x, worst_y = y;
    }
  const auto e = expected.pixel(worst_x, worst_y), d = drawn.pixel(worst_x, worst_y);
  result.report =
      fmt::format("{} of {} pixels differ, most by {} at column {}, row {}: [{}], expected [{}]", differing,
                  expected.width() * expected.height(), worst, worst_x, worst_y, fmt::join(d, " "), fmt::join(e, " "));
  return result;
}

}  // namespace emo3d::testing
