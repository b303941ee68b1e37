#pragma once

#include <array>
#include <span>

#include "emo3d/face/expression.h"

namespace emo3d::face {

/// Orders in which other programs list 52 blendshape values. Conversion between them happens here and nowhere else.
enum class ChannelOrder {
  kMediaPipe,    ///< MediaPipe Face Landmarker and the Emo3D dataset: `_neutral` first, no `tongueOut`.
  kArkit,        ///< Apple's camelCase list, as Ready Player Me prints it; ends with `tongueOut`.
  kLiveLinkCsv,  ///< Live Link Face CSV: as kArkit, but jawRight before jawLeft and mouthRight before mouthLeft.
  kLiveLinkUdp,  ///< Live Link UDP packet: as kArkit.
};

/// Values that other programs list: always 52.
inline constexpr std::size_t kOrderedCount = 52;

/// The scores of `expression` in `order`. MediaPipe's `_neutral` is written as 0 and its list has no place for
/// `tongueOut`, which is dropped.
[[nodiscard]] std::array<float, kOrderedCount> to_order(const Expression& expression, ChannelOrder order);

/// The expression listed by `values` in `order`; MediaPipe's `_neutral` is checked and then ignored.
/// \throws Error kInvalidArgument where there are not 52 values, or naming the channel where one is NaN or outside
/// [0,1].
[[nodiscard]] Expression from_order(std::span<const float> values, ChannelOrder order);

/// The channels of `order` in their places; MediaPipe's first place, `_neutral`, is not among them (51 channels).
[[nodiscard]] std::span<const Channel> channels_of(ChannelOrder order);

}  // namespace emo3d::face
