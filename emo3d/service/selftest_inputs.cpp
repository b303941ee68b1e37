#include "emo3d/service/selftest_inputs.h"

#include <array>
#include <cstdint>

#include "emo3d/base/random.h"

namespace emo3d::service {
namespace {

std::string long_text() {
  std::string text;
  for (int i = 0; i < 8; ++i) text += "His jaw is clenched, his eyes are narrow, and he will not look at anybody. ";
  return text;
}

using Colour = std::array<std::uint8_t, 3>;

/// `colour(x, y)` of every pixel.
template <typename F>
image::Image painted(int width, int height, F&& colour) {
  image::Image picture(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const Colour c = colour(x, y);
      std::copy(c.begin(), c.end(), picture.pixel(x, y).begin());
    }
  return picture;
}

/// Lowest byte; only whole numbers, so that every machine paints the same.
std::uint8_t byte(int value) { return static_cast<std::uint8_t>(value & 0xFF); }

}  // namespace

std::span<const std::string> selftest_texts() {
  static const std::vector<std::string> texts = {
      "happy",
      "utterly furious",
      "slightly surprised",
      "A wooden table.",
      "This elderly woman is overwhelmed with joy.",
      "A young man raises his left eyebrow and presses his lips together.",
      "She is not angry, just tired.",
      "SHE CANNOT BELIEVE WHAT SHE SEES!!!",
      "He smiles, but only with his mouth; his eyes stay cold, and after a moment the smile is gone.",
      "It's 3 a.m. and I've read the same line for the 27th time... I can't.",
      "Une jeune femme très déçue, près des larmes",
      "Ein müder alter Mann lächelt",
      "она очень удивлена",
      "彼女はとても嬉しそうです",
      "😀 so happy 🎉",
      long_text(),
  };
  return texts;
}

std::vector<image::Image> selftest_images() {
  std::vector<image::Image> pictures;
  pictures.push_back(painted(160, 120, [](int x, int y) { return Colour{byte(x), byte(y * 2), byte(x + y)}; }));
  pictures.push_back(painted(97, 131, [](int x, int y) {
    const int squared = (x - 48) * (x - 48) + (y - 65) * (y - 65);
    return squared < 1600 ? Colour{230, 190, 160} : Colour{30, 60, byte(squared / 64)};
  }));
  pictures.push_back(painted(224, 224, [](int x, int y) {
    return (x / 16 + y / 16) % 2 == 0 ? Colour{255, 255, 255} : Colour{0, 0, 0};
  }));
  pictures.push_back(painted(400, 90, [](int x, int y) { return Colour{byte(x * y / 8), byte(255 - x), byte(y)}; }));
  pictures.push_back(painted(24, 40, [](int x, int y) { return Colour{byte(x * 10), byte(x * y), byte(y * 6)}; }));
  Random random(6);
  pictures.push_back(painted(64, 64, [&](int, int) {
    const std::uint64_t bits = random.next();
    return Colour{byte(static_cast<int>(bits & 0xFF)), byte(static_cast<int>(bits >> 8 & 0xFF)),
                  byte(static_cast<int>(bits >> 16 & 0xFF))};
  }));
  return pictures;
}

}  // namespace emo3d::service
