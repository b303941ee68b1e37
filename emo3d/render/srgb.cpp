#include "emo3d/render/srgb.h"

#include <array>
#include <cstddef>

namespace emo3d::render {
namespace {

/// Linear values are looked up in steps of 1/4096, each step by its middle: a code is at least 1.2 steps wide.
constexpr int kSteps = 4096;

/// value^2.4 for value in [0.05, 1.01] as value^2 * (value^(1/5))^2, the root by Newton's method: no libm, whose pow
/// differs between machines.
constexpr double power_2_4(double value) {
  double root = 1.0;
  for (int i = 0; i < 24; ++i) root -= (root - value / (root * root * root * root)) / 5.0;
  return value * value * root * root;
}

constexpr double linear(double code) {
  const double value = code / 255.0;
  return value <= 0.04045 ? value / 12.92 : power_2_4((value + 0.055) / 1.055);
}

constexpr std::array<std::uint8_t, kSteps + 1> make_codes() {
  std::array<std::uint8_t, kSteps + 1> codes{};
  int code = 0;
  double next = linear(0.5);  // where the codes above `code` start
  for (int i = 0; i <= kSteps; ++i) {
    while (code < 255 && (i + 0.5) / kSteps >= next) next = linear(++code + 0.5);
    codes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(code);
  }
  return codes;
}

constexpr auto kCodes = make_codes();

}  // namespace

std::uint8_t srgb_code(float value) {
  const float limited = value > 0.0f ? (value < 1.0f ? value : 1.0f) : 0.0f;
  return kCodes[static_cast<std::size_t>(static_cast<std::int32_t>(limited * kSteps))];
}

float linear_value(std::uint8_t code) { return static_cast<float>(linear(code)); }

}  // namespace emo3d::render
