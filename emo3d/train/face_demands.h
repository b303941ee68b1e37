#pragma once

#include <optional>
#include <span>

#include "emo3d/model/description_model.h"
#include "emo3d/train/corpus.h"
#include "emo3d/train/measures.h"
#include "emo3d/train/wordings.h"

/// Whether a predicted face does what a text asks for by name.
namespace emo3d::train {

/// A side is followed where it is stronger by so much than the other.
inline constexpr float kSideMargin = 0.3f;
/// An asked score is met within so much.
inline constexpr float kActionTolerance = 0.3f;
/// From here on a movement shows, and below kStill none does.
inline constexpr float kShown = 0.3f;
inline constexpr float kStill = 0.1f;

/// Of facial actions that texts name.
struct ActionFigures {
  Share recall;     ///< Of the channels asked for, those that show them.
  Share precision;  ///< Of the actions that the model says it read, those that were asked for.

  /// Counts what a text asks for, and what the model read in it.
  void add(const Sample& sample, const model::Prediction& prediction);
  void add(std::span<const ChannelDemand> demands, const model::Prediction& prediction);
};

/// Whether a face moves the side asked for, and more than the other side.
[[nodiscard]] bool meets(const face::Expression& face, const SideDemand& demand);
/// Whether a face shows, or leaves out, the channels asked for.
[[nodiscard]] bool meets(const face::Expression& face, const ChannelDemand& demand);

/// Of a text that asks for something of one side, whether the face does so; nothing for other texts.
[[nodiscard]] std::optional<bool> follows_one_side(const Sample& sample, const face::Expression& face);
/// Of a text with two actions that asks for something of the left side alone and something of the right side alone,
/// whether the face does both; nothing for other texts.
[[nodiscard]] std::optional<bool> follows_two_sides(const Sample& sample, const face::Expression& face);

}  // namespace emo3d::train
