#pragma once

#include <filesystem>
#include <utility>

#include "emo3d/model/baseline_weights.h"
#include "emo3d/nn/linear.h"

namespace emo3d::model {

/// File of the authors' weights, in the asset `clip-mlp` of the model store.
inline constexpr const char* kClipMlpFile = "CLIP_Baseline.pth";

/// The CLIP baseline of Emo3D (github.com/MahshidDehghani/Emo3D): three fully connected layers, ReLU between them and a
/// sigmoid behind the last, on CLIP ViT-B/32 embeddings of texts or images that are *not* normalised. Their weights are
/// the tensors network.{0,2,4}; the widths, 512-256-128-51 as published, are those of the tensors.
class ClipMlp {
 public:
  /// From a .pth or .safetensors file. \throws Error kNotFound, kIo or kInvalidData naming the file and the tensor.
  [[nodiscard]] static ClipMlp load(const std::filesystem::path& path);

  /// Width of an embedding.
  [[nodiscard]] std::size_t inputs() const { return first_.inputs(); }
  /// kBaselineScores in [0,1] for each row. \throws Error kInvalidArgument for another width.
  [[nodiscard]] nn::Matrix apply(const nn::Matrix& embeddings) const;

 private:
  ClipMlp(nn::Linear first, nn::Linear second, nn::Linear third)
      : first_(std::move(first)), second_(std::move(second)), third_(std::move(third)) {}

  nn::Linear first_, second_, third_;
};

}  // namespace emo3d::model
