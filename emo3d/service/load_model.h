#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "emo3d/model/description_model.h"

namespace emo3d::service {

struct GeneratorOptions {
  nn::Precision precision = nn::Precision::kFloat32;  ///< Of the text encoder.
  unsigned threads = 0;                               ///< 0: all processors of this process.
  std::string model = "default";                      ///< "default", "clip-mlp" or "vae-clip".
  /// Of the published baselines: Hugging Face folder of their CLIP and file of their weights, .pth, .pt or
  /// .safetensors; those of the model store where empty.
  std::filesystem::path clip = {};
  std::filesystem::path weights = {};
};

/// The model that turns descriptions into faces. \throws Error kUnavailable saying how to pull what is missing;
/// kInvalidArgument for an unknown name, for options that it does not have and where the widths of CLIP and weights
/// differ; what reading the files throws.
[[nodiscard]] std::unique_ptr<const model::DescriptionModel> load_model(const GeneratorOptions& options);

}  // namespace emo3d::service
