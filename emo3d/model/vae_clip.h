#pragma once

#include <filesystem>
#include <utility>

#include "emo3d/model/baseline_weights.h"
#include "emo3d/nn/linear.h"

namespace emo3d::model {

/// File of the authors' weights, in the asset `vae-clip` of the model store.
inline constexpr const char* kVaeClipFile = "VAE_CLIP.pt";

/// Gaussians over the latent space, one a row.
struct LatentGaussian {
  nn::Matrix mean;
  nn::Matrix log_variance;
};

/// mean + noise * exp(log_variance / 2), the reparameterisation of Kingma and Welling 2014 (arXiv 1312.6114); `noise`
/// is standard normal. \throws Error kInvalidArgument where the shapes differ.
[[nodiscard]] nn::Matrix reparameterise(const LatentGaussian& gaussian, const nn::Matrix& noise);

/// The VAE-CLIP baseline of Emo3D (github.com/MahshidDehghani/Emo3D): a variational autoencoder of blendshape scores
/// whose latent space is CLIP ViT-B/32's; a face is the decoded embedding of a text, *not* normalised. Published with a
/// hidden layer of 256 and log variances of -28 to -54, so it is a deterministic autoencoder in effect. Widths are
/// those of the tensors encoder.0, fc_mu, fc_logvar, decoder.0 and decoder.3; the dropout between the last two does
/// nothing after training.
class VaeClip {
 public:
  /// From a .pt or .safetensors file. \throws Error kNotFound, kIo or kInvalidData naming the file and the tensor.
  [[nodiscard]] static VaeClip load(const std::filesystem::path& path);

  /// Width of the latent space and of an embedding.
  [[nodiscard]] std::size_t latent() const { return decoder_hidden_.inputs(); }
  /// kBaselineScores in [0,1] for each row of latent(). \throws Error kInvalidArgument for another width.
  [[nodiscard]] nn::Matrix decode(const nn::Matrix& z) const;
  /// Of rows of kBaselineScores. \throws Error kInvalidArgument for another width.
  [[nodiscard]] LatentGaussian encode(const nn::Matrix& scores) const;

 private:
  VaeClip(nn::Linear hidden, nn::Linear mean, nn::Linear log_variance, nn::Linear decoder_hidden, nn::Linear output)
      : encoder_hidden_(std::move(hidden)),
        mean_(std::move(mean)),
        log_variance_(std::move(log_variance)),
        decoder_hidden_(std::move(decoder_hidden)),
        output_(std::move(output)) {}

  nn::Linear encoder_hidden_, mean_, log_variance_, decoder_hidden_, output_;
};

}  // namespace emo3d::model
