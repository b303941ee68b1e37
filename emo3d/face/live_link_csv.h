#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "emo3d/face/expression.h"

namespace emo3d::face {

/// One row of a Live Link Face take.
struct LiveLinkFrame {
  double time_s = 0;  ///< Seconds since midnight, in [0, 86400).
  Expression expression;
};

/// A Live Link Face CSV: the header line of the iOS app, then a row a frame with timecode HH:MM:SS:FF.fff (FF counts
/// sixtieths of a second), the count 61, 52 scores in the app's order with 10 decimals, and nine head and eye angles,
/// written as 0 (their unit differs between tools). LF line ends.
/// \throws Error kInvalidArgument where `frames` is empty or a time is out of range.
[[nodiscard]] std::string to_live_link_csv(std::span<const LiveLinkFrame> frames);

/// Reads a Live Link Face CSV by the names of its columns, whose case is ignored; angles are skipped. Missing channels
/// are 0. \throws Error kInvalidData naming source, line and column.
[[nodiscard]] std::vector<LiveLinkFrame> from_live_link_csv(std::string_view csv, std::string_view source);

}  // namespace emo3d::face
