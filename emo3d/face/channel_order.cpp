#include "emo3d/face/channel_order.h"

#include <algorithm>

#include "emo3d/base/error.h"

namespace emo3d::face {
namespace {

using enum Channel;

constexpr std::array<Channel, kChannelCount> kArkitOrder = {
    kEyeBlinkLeft,      kEyeLookDownLeft,    kEyeLookInLeft,
    kEyeLookOutLeft,    kEyeLookUpLeft,      kEyeSquintLeft,
    kEyeWideLeft,       kEyeBlinkRight,      kEyeLookDownRight,
    kEyeLookInRight,    kEyeLookOutRight,    kEyeLookUpRight,
    kEyeSquintRight,    kEyeWideRight,       kJawForward,
    kJawLeft,           kJawRight,           kJawOpen,
    kMouthClose,        kMouthFunnel,        kMouthPucker,
    kMouthLeft,         kMouthRight,         kMouthSmileLeft,
    kMouthSmileRight,   kMouthFrownLeft,     kMouthFrownRight,
    kMouthDimpleLeft,   kMouthDimpleRight,   kMouthStretchLeft,
    kMouthStretchRight, kMouthRollLower,     kMouthRollUpper,
    kMouthShrugLower,   kMouthShrugUpper,    kMouthPressLeft,
    kMouthPressRight,   kMouthLowerDownLeft, kMouthLowerDownRight,
    kMouthUpperUpLeft,  kMouthUpperUpRight,  kBrowDownLeft,
    kBrowDownRight,     kBrowInnerUp,        kBrowOuterUpLeft,
    kBrowOuterUpRight,  kCheekPuff,          kCheekSquintLeft,
    kCheekSquintRight,  kNoseSneerLeft,      kNoseSneerRight,
    kTongueOut};

constexpr std::array<Channel, kChannelCount> exchange(std::array<Channel, kChannelCount> order, Channel a, Channel b) {
  std::iter_swap(std::ranges::find(order, a), std::ranges::find(order, b));
  return order;
}

constexpr auto kLiveLinkCsvOrder = exchange(exchange(kArkitOrder, kJawLeft, kJawRight), kMouthLeft, kMouthRight);

constexpr auto kEnumerationOrder = channels();

}  // namespace

std::span<const Channel> channels_of(ChannelOrder order) {
  switch (order) {
    case ChannelOrder::kMediaPipe:
      return std::span(kEnumerationOrder).first(kChannelCount - 1);
    case ChannelOrder::kLiveLinkCsv:
      return kLiveLinkCsvOrder;
    case ChannelOrder::kArkit:
    case ChannelOrder::kLiveLinkUdp:
      break;
  }
  return kArkitOrder;
}

std::array<float, kOrderedCount> to_order(const Expression& expression, ChannelOrder order) {
  const std::span<const Channel> listed = channels_of(order);
  std::array<float, kOrderedCount> values{};
  std::ranges::transform(listed, values.end() - static_cast<std::ptrdiff_t>(listed.size()),
                         [&](Channel c) { return expression[c]; });
  return values;
}

Expression from_order(std::span<const float> values, ChannelOrder order) {
  check(values.size() == kOrderedCount, ErrorCode::kInvalidArgument, "{} blendshape scores given where {} are expected",
        values.size(), kOrderedCount);
  const std::span<const Channel> listed = channels_of(order);
  const std::size_t first = kOrderedCount - listed.size();
  if (first == 1)
    check(values[0] >= 0 && values[0] <= 1, ErrorCode::kInvalidArgument, "_neutral: score {} is not in [0,1]",
          values[0]);
  Expression expression;
  for (std::size_t i = 0; i < listed.size(); ++i) expression.set(listed[i], values[first + i]);
  return expression;
}

}  // namespace emo3d::face
