#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

#include "emo3d/base/json.h"
#include "emo3d/image/image.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::encode {

/// What a CLIP model's image tower is shown of a picture: the shorter side resized to n pixels (Pillow's BICUBIC, the
/// longer side cut to whole pixels), the middle n x n pixels, only then converted to RGB, scaled and normalised. Equal
/// to OpenAI's own preprocessing with Pillow 9.4 to the byte; EXIF orientation is ignored, as there.
///
///     const auto preprocessing = emo3d::encode::ClipPreprocessing::load(folder);
///     const emo3d::nn::Matrix pixels = preprocessing.pixels(files);
class ClipPreprocessing {
 public:
  /// Changes whenever the same file would give other values; a part of cache keys.
  static constexpr std::string_view kVersion = "clip-pillow-9.4/1";

  /// Reads `folder`/preprocessor_config.json as Hugging Face's CLIPImageProcessor writes it: `size` as a number or
  /// {"shortest_edge"}, `crop_size` as a number or {"height", "width"} (the same number), `resample` 3 (bicubic),
  /// `image_mean` and `image_std` of three numbers, `rescale_factor`; `do_rescale` and `do_normalize` may be false, the
  /// other steps may not. What is missing is as for OpenAI's models.
  /// \throws Error kNotFound, kIo, or kInvalidData naming the member and what is supported.
  [[nodiscard]] static ClipPreprocessing load(const std::filesystem::path& folder);
  /// The same of the file's contents; `source` starts the error message.
  [[nodiscard]] static ClipPreprocessing parse(const Json& config, std::string_view source);

  /// n: width and height of the pictures that the model is shown, in [1,4096].
  [[nodiscard]] std::size_t image_size() const { return crop_size_; }
  /// Values of a picture: 3 * n * n.
  [[nodiscard]] std::size_t pixel_count() const { return 3 * crop_size_ * crop_size_; }

  /// The n x n RGB pixels of an untrusted PNG, JPEG or WebP file's bytes before they are scaled and normalised.
  /// \throws Error kInvalidData naming `source`.
  [[nodiscard]] image::Image crop(std::string_view file, std::string_view source) const;
  /// Writes the values of an n x n RGB picture, [3, n, n]: a channel after the other. \pre sizes agree
  void normalize(const image::Image& crop, std::span<float> row) const;

  /// A row of pixel_count() values for each file, on `threads` threads (0: default_threads()).
  /// \throws Error kInvalidData, kNotFound or kIo naming the file.
  [[nodiscard]] nn::Matrix pixels(std::span<const std::filesystem::path> files, unsigned threads = 0) const;

 private:
  std::size_t shorter_side_ = 224;
  std::size_t crop_size_ = 224;
  std::array<std::array<float, 256>, 3> values_{};  ///< Of each channel's levels.
};

}  // namespace emo3d::encode
