#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace emo3d::train {

/// Features and targets, row-major.
struct TrainingSet {
  std::size_t rows = 0;
  std::size_t inputs = 0;
  std::vector<float> features;   ///< rows x inputs.
  std::vector<float> shares;     ///< rows x 8: of reading::Mixture, each row summing to 1.
  std::vector<float> strengths;  ///< rows: of reading::Mixture.
  std::vector<float> scores;     ///< rows x 52.
};

/// The weights of a model::Head in LibTorch's order [outputs, inputs].
struct HeadWeights {
  std::size_t inputs = 0;
  std::size_t hidden = 0;
  std::vector<float> hidden_weight, hidden_bias, output_weight, output_bias;
};

struct HeadTrainingOptions {
  std::uint64_t seed = 1;
  std::size_t hidden = 256;
  std::size_t epochs = 24;
  std::size_t batch = 128;
  double learning_rate = 2e-3;  ///< Of AdamW at the start; falls to zero along a cosine.
  double weight_decay = 1e-2;
  double dropout = 0.5;
  /// Called after each epoch with its number from 1 and the mean loss.
  std::function<void(std::size_t epoch, double loss)> report = {};
};

/// Trains a head with LibTorch on one thread, so that a seed gives the same weights each time on one machine. Loss:
/// cross-entropy of the shares, binary cross-entropy of the strength, absolute error of the scores (so that a
/// difference from the prototypes is learned only where most texts ask for it). Features are standardised for training;
/// the weights returned take them raw.
[[nodiscard]] HeadWeights train_head(const TrainingSet& set, const HeadTrainingOptions& options);

/// What LibTorch computes with `weights`: for each row of `features` 8 shares, the strength and 52 scores. Twin of
/// model::Head.
[[nodiscard]] std::vector<float> run_twin(const HeadWeights& weights, std::span<const float> features);

/// Writes `weights` and what they mean to model.safetensors and config.json in the existing folder `folder`.
void write_head(const HeadWeights& weights, const std::filesystem::path& folder);
/// The weights of a head that write_head() wrote. \throws Error kNotFound, kIo, kInvalidData.
[[nodiscard]] HeadWeights read_head(const std::filesystem::path& folder);

}  // namespace emo3d::train
