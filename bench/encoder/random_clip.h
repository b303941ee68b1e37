#pragma once

#include <filesystem>

namespace emo3d::bench {

/// The sizes of CLIP ViT-B/32.
struct ClipSizes {
  std::size_t vocabulary = 49408, positions = 77, text_width = 512, text_heads = 8;
  std::size_t image = 224, patch = 32, image_width = 768, image_heads = 12;
  std::size_t layers = 12, embedding = 512;
};

/// Writes config.json and model.safetensors of a CLIPModel with random weights, as Hugging Face lays them out.
void write_random_clip(const std::filesystem::path& folder, const ClipSizes& sizes);

}  // namespace emo3d::bench
