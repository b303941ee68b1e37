#include "emo3d/rig/reachable.h"

#include <algorithm>

namespace emo3d::rig {
namespace {

using face::Channel;

/// 0 up to 0, then rising softly towards x - kSoft.
float excess(float x) {
  constexpr float kSoft = 0.05f;
  return x <= 0 ? 0 : x * x / (x + kSoft);
}

}  // namespace

face::Expression reachable(const face::Expression& expression) {
  constexpr float kJawForTongue = 0.33f;
  constexpr float kPressed = 0.03f;  // closed beyond touching
  face::Expression result = expression;
  const float open = expression[Channel::kJawOpen];
  const float for_tongue = kJawForTongue * expression[Channel::kTongueOut];
  const float opened = open + excess(for_tongue - open);
  result.set(Channel::kJawOpen, std::min(opened, 1.0f));
  const float close = expression[Channel::kMouthClose];
  result.set(Channel::kMouthClose, std::max(close - excess(close - (opened + kPressed - for_tongue)), 0.0f));
  // Lips do not roll in or press while the tongue lies between them.
  for (const Channel c :
       {Channel::kMouthRollLower, Channel::kMouthRollUpper, Channel::kMouthPressLeft, Channel::kMouthPressRight})
    result.set(c, expression[c] * (1 - expression[Channel::kTongueOut]));
  // Of lips that are rolled in little is left to press.
  constexpr float kRolledAway = 0.7f;
  const float rolled = (result[Channel::kMouthRollLower] + result[Channel::kMouthRollUpper]) / 2;
  for (const Channel c : {Channel::kMouthPressLeft, Channel::kMouthPressRight})
    result.set(c, result[c] * (1 - kRolledAway * rolled));
  // A mouth drawn to both sides stays where it is; the sum of the shapes would bunch it.
  const float both = std::min(expression[Channel::kMouthLeft], expression[Channel::kMouthRight]);
  for (const Channel c : {Channel::kMouthLeft, Channel::kMouthRight}) result.set(c, expression[c] - both);
  return result;
}

}  // namespace emo3d::rig
