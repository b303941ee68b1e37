#include "emo3d/train/face_demands.h"

#include <algorithm>
#include <cmath>

namespace emo3d::train {
namespace {

using face::Channel;

/// A sample asks for a channel that is wanted by this much at least; a slight action may not show.
constexpr float kAsked = 0.4f;

float wanted(const Sample& sample, Channel channel) {
  float score = 0;
  for (const reading::ChannelScore& action : sample.actions)
    if (action.channel == channel) score = std::max(score, action.score);
  return score;
}

/// Of which sides a sample asks for something that it does not ask of the other, and that its emotions do not do on
/// both sides anyway; and whether the face follows.
struct Followed {
  Share left, right;
};

Followed follow(const Sample& sample, const face::Expression& face) {
  Followed followed;
  for (const reading::ChannelScore& action : sample.actions) {
    const Channel other = mirrored(action.channel);
    if (other == action.channel || action.score - wanted(sample, other) < kAsked) continue;
    if (sample.expression[action.channel] - sample.expression[other] < kSideMargin) continue;
    const bool is_left = name(action.channel).ends_with("Left");
    (is_left ? followed.left : followed.right).add(face[action.channel] - face[other] >= kSideMargin);
  }
  return followed;
}

/// Whether the strongest of what an action asks for is asked for. `is_asked` takes a channel.
template <typename IsAsked>
bool is_right(const reading::FacialAction& action, IsAsked is_asked) {
  float strongest = 0;
  for (const reading::ChannelScore& score : action.scores) strongest = std::max(strongest, score.score);
  if (strongest == 0 && !action.negated) return true;  // "opens the left eye" only rules out
  return std::ranges::any_of(action.scores, [&](const reading::ChannelScore& score) {
    return score.score >= strongest / 2 && is_asked(score.channel);
  });
}

}  // namespace

bool meets(const face::Expression& face, const SideDemand& demand) {
  float here = 0;
  float there = 0;
  for (const Channel channel : demand.channels) {
    here = std::max(here, face[channel] - face[mirrored(channel)]);
    there = std::max(there, face[mirrored(channel)] - face[channel]);
  }
  return here >= kSideMargin && here > there;
}

bool meets(const face::Expression& face, const ChannelDemand& demand) {
  return std::ranges::all_of(demand.channels, [&](Channel channel) {
    if (demand.ruled_out) return face[channel] < kStill;
    return demand.score ? std::abs(face[channel] - *demand.score) <= kActionTolerance : face[channel] >= kShown;
  });
}

std::optional<bool> follows_one_side(const Sample& sample, const face::Expression& face) {
  if (!sample.one_sided || sample.kind == SampleKind::kTwoActions) return std::nullopt;
  const auto [left, right] = follow(sample, face);
  if (left.of + right.of == 0) return std::nullopt;
  return left.right + right.right > 0;
}

std::optional<bool> follows_two_sides(const Sample& sample, const face::Expression& face) {
  if (sample.kind != SampleKind::kTwoActions) return std::nullopt;
  const auto [left, right] = follow(sample, face);
  if (left.of == 0 || right.of == 0) return std::nullopt;
  return left.right > 0 && right.right > 0;
}

void ActionFigures::add(const Sample& sample, const model::Prediction& prediction) {
  for (const reading::ChannelScore& asked : sample.actions)
    if (asked.score >= kAsked && sample.expression[asked.channel] == asked.score)
      recall.add(std::abs(prediction.expression[asked.channel] - asked.score) <= kActionTolerance);
  for (const reading::FacialAction& action : prediction.actions)
    precision.add(is_right(action, [&](Channel channel) { return wanted(sample, channel) > 0; }));
}

void ActionFigures::add(std::span<const ChannelDemand> demands, const model::Prediction& prediction) {
  for (const ChannelDemand& demand : demands) recall.add(meets(prediction.expression, demand));
  for (const reading::FacialAction& action : prediction.actions)
    precision.add(is_right(action, [&](Channel channel) {
      return std::ranges::any_of(demands, [&](const ChannelDemand& demand) {
        return demand.ruled_out == action.negated &&
               std::ranges::find(demand.channels, channel) != demand.channels.end();
      });
    }));
}

}  // namespace emo3d::train
