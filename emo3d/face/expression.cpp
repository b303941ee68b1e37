#include "emo3d/face/expression.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "emo3d/base/error.h"

namespace emo3d::face {

void Expression::set(Channel channel, float score) {
  check(score >= 0 && score <= 1, ErrorCode::kInvalidArgument, "{}: score {} is not in [0,1]", name(channel), score);
  scores_[static_cast<std::size_t>(channel)] = score + 0.0f;  // turns -0 into 0
}

void Expression::set(std::string_view channel_name, float score) {
  const auto channel = find_channel(channel_name);
  check(channel.has_value(), ErrorCode::kInvalidArgument, "{}: no blendshape channel has this name",
        quote(channel_name));
  set(*channel, score);
}

Expression mirrored(const Expression& expression) {
  Expression result;
  for (const Channel c : channels()) result.set(mirrored(c), expression[c]);
  return result;
}

Expression with_intensity(const Expression& expression, float intensity) {
  check(intensity >= 0 && intensity <= kMaxIntensity, ErrorCode::kInvalidArgument, "intensity {} is not in [0,{}]",
        intensity, kMaxIntensity);
  Expression result;
  for (const Channel c : channels()) result.set(c, std::min(1.0f, expression[c] * intensity));
  return result;
}

Expression blend(const Expression& from, const Expression& to, float t) {
  check(t >= 0 && t <= 1, ErrorCode::kInvalidArgument, "blend position {} is not in [0,1]", t);
  Expression result;
  for (const Channel c : channels()) result.set(c, std::clamp((1 - t) * from[c] + t * to[c], 0.0f, 1.0f));
  return result;
}

float max_difference(const Expression& a, const Expression& b) {
  float largest = 0;
  for (const Channel c : channels()) largest = std::max(largest, std::abs(a[c] - b[c]));
  return largest;
}

std::vector<Channel> strongest_channels(const Expression& expression, std::size_t count, float least) {
  std::vector<Channel> strongest;
  for (const Channel c : channels())
    if (expression[c] >= least) strongest.push_back(c);
  std::ranges::stable_sort(strongest, std::ranges::greater{}, [&](Channel c) { return expression[c]; });
  if (strongest.size() > count) strongest.resize(count);
  return strongest;
}

}  // namespace emo3d::face
