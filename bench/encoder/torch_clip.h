#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "bench/encoder/random_clip.h"

namespace emo3d::bench {

/// CLIP as OpenAI's program computes it, in float32 with LibTorch: every text padded to 77 tokens and evaluated whole,
/// queries, keys and values in one product, no cache of anything. What emo3d's speed is measured against.
class TorchClip {
 public:
  /// The weights of write_random_clip(). `threads` holds for LibTorch and its BLAS from then on.
  TorchClip(const std::filesystem::path& folder, const ClipSizes& sizes, int threads);
  ~TorchClip();

  /// Row-major embeddings. `ids` are texts of sizes.positions tokens each; `ends` say where their end tokens are.
  [[nodiscard]] std::vector<float> texts(std::span<const std::int32_t> ids, std::span<const std::size_t> ends) const;
  /// `pixels` are [images, 3, image, image].
  [[nodiscard]] std::vector<float> images(std::span<const float> pixels) const;
  /// A linear layer of 77 rows, 512 to 2,048: 1.2 ms or so where the BLAS shares its work well.
  void linear_layer() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace emo3d::bench
