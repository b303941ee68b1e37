#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Pictures of 8 bits a channel, and PNG files of them.
///
///     emo3d::image::Image red(64, 32);
///     red.pixel(10, 5)[0] = 255;
///     emo3d::write_file("red.png", encode_png(red));
namespace emo3d::image {

/// Width and height are within [1, kMaxSide].
inline constexpr int kMaxSide = 16384;

/// An sRGB picture: rows from the top, pixels from the left, three bytes each (red, green, blue).
class Image {
 public:
  static constexpr int kChannels = 3;

  /// A black picture. \throws Error kInvalidArgument for a side out of range.
  Image(int width, int height);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  /// The three bytes of a pixel; x and y must lie in the picture.
  [[nodiscard]] std::uint8_t* pixel(int x, int y) { return bytes_.data() + offset(x, y); }
  [[nodiscard]] const std::uint8_t* pixel(int x, int y) const { return bytes_.data() + offset(x, y); }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }
  friend bool operator==(const Image&, const Image&) = default;

 private:
  [[nodiscard]] std::size_t offset(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)) * kChannels;
  }

  int width_;
  int height_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace emo3d::image
