#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/encode/clip_network.h"
#include "emo3d/encode/clip_preprocessing.h"

namespace emo3d::encode {

/// The embeddings of images, or why there are none.
struct ImageEmbeddings {
  nn::Matrix rows;                  ///< One per image, not normalised; zero where there is none.
  std::vector<std::string> faults;  ///< One per image, a line naming its file; empty where it has an embedding.
};

/// Where an image comes from. Both are called once for each image, by any thread.
struct ImageSource {
  /// The bytes of a PNG, JPEG or WebP file; nothing for an image that needs no embedding. What it throws of Error and
  /// std::bad_alloc becomes the image's fault, except Error kInterrupted.
  std::function<std::optional<std::string>(std::size_t index)> bytes;
  std::function<std::string(std::size_t index)> name;  ///< For messages.
};

/// The image tower of a Hugging Face folder of CLIP with its preprocessing. May be used from several threads at once.
///
///     const auto encoder = emo3d::encode::ImageEncoder::load("clip-vit-base-patch32");
///     const emo3d::nn::Matrix rows = encoder.embed(files).rows;
class ImageEncoder {
 public:
  /// \throws Error as ClipPreprocessing::load(), read_clip_config() and ClipVisionNetwork(), and kInvalidData where
  /// preprocessing and network disagree on the image's size.
  [[nodiscard]] static ImageEncoder load(const std::filesystem::path& folder,
                                         nn::Precision precision = nn::Precision::kFloat32);

  [[nodiscard]] std::size_t embedding_size() const { return network_.embedding_size(); }
  [[nodiscard]] nn::Precision precision() const { return precision_; }
  /// Version of what turns a file into pixels, for cache keys.
  [[nodiscard]] static std::string_view preprocessing() { return ClipPreprocessing::kVersion; }
  /// What cosines between texts and images are multiplied by before a softmax over the texts.
  [[nodiscard]] float logit_scale() const { return logit_scale_; }

  /// Images are decoded and scaled on `threads` threads (0: default_threads()) while the network works on those before
  /// them; few wait at a time, whatever `count` is. An image that cannot be read costs the others nothing. Which images
  /// come together changes results by rounding only.
  [[nodiscard]] ImageEmbeddings embed(std::size_t count, const ImageSource& source, unsigned threads = 0) const;
  /// The same of files.
  [[nodiscard]] ImageEmbeddings embed(std::span<const std::filesystem::path> files, unsigned threads = 0) const;
  /// The same of the contents of files, which messages call "image 0" and so on.
  [[nodiscard]] ImageEmbeddings embed(std::span<const std::string_view> files, unsigned threads = 0) const;

 private:
  ImageEncoder(const ClipPreprocessing& preprocessing, ClipVisionNetwork network, nn::Precision precision,
               float logit_scale);

  ClipPreprocessing preprocessing_;
  ClipVisionNetwork network_;
  nn::Precision precision_;
  float logit_scale_;
};

}  // namespace emo3d::encode
