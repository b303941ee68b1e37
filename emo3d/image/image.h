#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Pictures as values, and PNG files.
///
///     emo3d::image::Image picture(640, 480);
///     picture.pixel(10, 20)[0] = 255;
///     emo3d::image::write_png("picture.png", picture);
namespace emo3d::image {

/// Bytes of a pixel, in order; the enumerator's value is their number. Colour is sRGB, alpha is not premultiplied.
enum class Format : std::uint8_t { kRgb = 3, kRgba = 4 };

/// Largest width and height of an Image, in pixels.
inline constexpr int kMaxSide = 16384;
/// Largest number of pixels of an Image.
inline constexpr std::size_t kMaxPixels = std::size_t{1} << 27;

/// An 8-bit picture: rows from top to bottom without padding, pixels from the viewer's left to right.
class Image {
 public:
  /// A black (and, with alpha, transparent) picture.
  /// \throws Error kInvalidArgument unless both sides are in [1, kMaxSide] and the pixels are at most kMaxPixels.
  Image(int width, int height, Format format = Format::kRgb);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] Format format() const { return format_; }
  [[nodiscard]] int channels() const { return static_cast<int>(format_); }

  /// width * height * channels bytes.
  [[nodiscard]] std::span<std::uint8_t> bytes() { return bytes_; }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }
  /// The channels of the pixel at column x and row y. \pre 0 <= x < width() and 0 <= y < height()
  [[nodiscard]] std::span<std::uint8_t> pixel(int x, int y) { return bytes().subspan(offset(x, y), stride()); }
  [[nodiscard]] std::span<const std::uint8_t> pixel(int x, int y) const {
    return bytes().subspan(offset(x, y), stride());
  }

  friend bool operator==(const Image&, const Image&) = default;

 private:
  [[nodiscard]] std::size_t stride() const { return static_cast<std::size_t>(format_); }
  [[nodiscard]] std::size_t offset(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)) * stride();
  }

  int width_;
  int height_;
  Format format_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace emo3d::image
