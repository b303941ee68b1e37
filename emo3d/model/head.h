#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "emo3d/emotion/emotion.h"
#include "emo3d/face/expression.h"
#include "emo3d/nn/linear.h"
#include "emo3d/reading/mixture.h"

namespace emo3d::model {

/// What the head says about one text.
struct HeadOutput {
  reading::Mixture mixture;       ///< Which emotions, and how strongly.
  emotion::Intensities emotions;  ///< What the mixture stands for.
  /// How much each channel (in the enumeration's order) differs from express(emotions); -1 to 1.
  std::array<float, face::kChannelCount> differences{};
};

/// express(`emotions`) plus `differences`, limited to [0,1].
[[nodiscard]] face::Expression compose(const emotion::Intensities& emotions,
                                       const std::array<float, face::kChannelCount>& differences);

/// The outputs of the head's last layer: the shares of the eight emotions, the strength of all, the 52 channels; each
/// in its enumeration's order.
inline constexpr std::size_t kStrengthOutput = emotion::kEmotionCount;
inline constexpr std::size_t kFirstChannelOutput = kStrengthOutput + 1;
inline constexpr std::size_t kHeadOutputs = kFirstChannelOutput + face::kChannelCount;

/// Names of the tensors in model.safetensors; weights have shape [outputs, inputs].
inline constexpr const char* kHeadTensors[] = {"hidden.weight", "hidden.bias", "output.weight", "output.bias"};

/// The network's shares are spread over all that a text may mean; the face shows what it most likely does. They are
/// raised to this power before they count: of 1, 1.5, 2 and 3 the intensities of generated texts were best met by 3,
/// and nearly as well by 2, which leaves compounds more of their second emotion.
inline constexpr float kShareSharpness = 2;

/// The learned part of the default model: text features -> hidden layer (ReLU) -> z of kHeadOutputs.
///
/// The emotions share softmax(kShareSharpness z_0..7), felt with the strength sigmoid(z_8). Channel c has the
/// difference tanh(z_9+c): the network says how the face differs from the prototypes.
class Head {
 public:
  /// Reads config.json and model.safetensors in `folder`.
  /// \throws Error kNotFound, kIo or kInvalidData naming the file and the field or tensor.
  [[nodiscard]] static Head load(const std::filesystem::path& folder);

  /// Name of the features it was trained on: "use-lite/pooled+embedding".
  [[nodiscard]] const std::string& features() const { return features_; }
  /// Width of a row of features.
  [[nodiscard]] std::size_t inputs() const { return hidden_.inputs(); }

  /// One result a row. \throws Error kInvalidArgument for another width.
  [[nodiscard]] std::vector<HeadOutput> apply(const nn::Matrix& features) const;

 private:
  Head(std::string features, nn::Linear hidden, nn::Linear output)
      : features_(std::move(features)), hidden_(std::move(hidden)), output_(std::move(output)) {}

  std::string features_;
  nn::Linear hidden_;
  nn::Linear output_;
};

/// What the kHeadOutputs values of the last layer stand for.
[[nodiscard]] HeadOutput read_head_output(std::span<const float> z);

}  // namespace emo3d::model
