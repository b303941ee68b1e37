#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "emo3d/image/pillow_filter.h"

namespace emo3d::image {

/// Rows of bytes that belong to someone else.
struct ByteRows {
  const std::uint8_t* data;
  std::size_t row_bytes;
  int count;
};

/// Rows of `row_bytes` bytes that are used, `stride` apart: a multiple of kLanes, so that loops need no remainder.
struct PaddedRows {
  static constexpr std::size_t kLanes = 16;
  std::size_t row_bytes = 0;
  std::size_t stride = 0;
  std::vector<std::uint8_t> bytes{};
};

/// Pillow's horizontal pass over pixels of `channels` bytes: weighs, rounds and cuts off to 8 bits.
[[nodiscard]] PaddedRows filter_across(ByteRows rows, std::size_t channels, const FilterTaps<std::int32_t>& taps);

/// Pillow's vertical pass; `rows` starts at row `first_row` of the picture that the taps count in.
[[nodiscard]] std::vector<std::uint8_t> filter_down(const PaddedRows& rows, int first_row,
                                                    const FilterTaps<std::int32_t>& taps);

}  // namespace emo3d::image
