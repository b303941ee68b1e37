#include "emo3d/image/pillow_passes.h"

#include <algorithm>
#include <array>

#include "emo3d/base/multiversion.h"

// Sums of whole numbers are the same in each.
#define EMO3D_MULTIVERSION EMO3D_FOR_PROCESSORS("avx2", "default")

namespace emo3d::image {
namespace {

constexpr std::size_t kLanes = PaddedRows::kLanes;

/// out[l] = the sum over t of weights[t] * in[t * stride + l], rounded and cut off to 8 bits, for blocks * kLanes
/// lanes.
EMO3D_MULTIVERSION void weigh(const std::uint8_t* in, std::size_t stride, const std::int32_t* weights, int taps,
                              std::size_t blocks, std::uint8_t* out) {
  for (std::size_t block = 0; block < blocks; ++block, in += kLanes, out += kLanes) {
    std::int32_t sums[kLanes];
    for (std::int32_t& sum : sums) sum = 1 << (kFilterBits - 1);
    const std::uint8_t* row = in;
    for (int t = 0; t < taps; ++t, row += stride) {
#pragma omp simd
      for (std::size_t l = 0; l < kLanes; ++l) sums[l] += weights[t] * row[l];
    }
#pragma omp simd
    for (std::size_t l = 0; l < kLanes; ++l) {
      const std::int32_t level = sums[l] >> kFilterBits;
      out[l] = static_cast<std::uint8_t>(level < 0 ? 0 : level > 255 ? 255 : level);
    }
  }
}

/// A block of kLanes rows turned so that the rows lie side by side, one lane each; lanes beyond the last row repeat it.
void to_lanes(const ByteRows& rows, std::size_t first_row, std::size_t begin, std::size_t end, std::uint8_t* lanes) {
  std::array<const std::uint8_t*, kLanes> from{};
  for (std::size_t l = 0; l < kLanes; ++l)
    from[l] = rows.data + std::min(first_row + l, static_cast<std::size_t>(rows.count) - 1) * rows.row_bytes;
  for (std::size_t i = begin; i < end; ++i, lanes += kLanes)
    for (std::size_t l = 0; l < kLanes; ++l) lanes[l] = from[l][i];
}

}  // namespace

PaddedRows filter_across(ByteRows rows, std::size_t channels, const FilterTaps<std::int32_t>& taps) {
  const std::size_t row_bytes = static_cast<std::size_t>(taps.size()) * channels;
  PaddedRows out{.row_bytes = row_bytes, .stride = (row_bytes + kLanes - 1) / kLanes * kLanes};
  const auto row_count = static_cast<std::size_t>(rows.count);
  out.bytes.resize(out.stride * row_count);

  const std::size_t begin = static_cast<std::size_t>(taps.first.front()) * channels;
  std::size_t end = begin;
  for (int x = 0; x < taps.size(); ++x)
    end = std::max(end, static_cast<std::size_t>(taps.sample(x).first + taps.sample(x).count) * channels);
  std::vector<std::uint8_t> in_lanes((end - begin) * kLanes);
  std::vector<std::uint8_t> out_lanes(row_bytes * kLanes);
  for (std::size_t first_row = 0; first_row < row_count; first_row += kLanes) {
    to_lanes(rows, first_row, begin, end, in_lanes.data());
    for (int x = 0; x < taps.size(); ++x) {
      const auto sample = taps.sample(x);
      weigh(in_lanes.data() + (static_cast<std::size_t>(sample.first) * channels - begin) * kLanes, channels * kLanes,
            sample.weights, sample.count, channels, out_lanes.data() + static_cast<std::size_t>(x) * channels * kLanes);
    }
    for (std::size_t l = 0; l < std::min(kLanes, row_count - first_row); ++l) {
      std::uint8_t* row = out.bytes.data() + (first_row + l) * out.stride;
      for (std::size_t i = 0; i < row_bytes; ++i) row[i] = out_lanes[i * kLanes + l];
    }
  }
  return out;
}

std::vector<std::uint8_t> filter_down(const PaddedRows& rows, int first_row, const FilterTaps<std::int32_t>& taps) {
  std::vector<std::uint8_t> out(rows.row_bytes * static_cast<std::size_t>(taps.size()));
  std::vector<std::uint8_t> line(rows.stride);
  for (int y = 0; y < taps.size(); ++y) {
    const auto sample = taps.sample(y);
    weigh(rows.bytes.data() + static_cast<std::size_t>(sample.first - first_row) * rows.stride, rows.stride,
          sample.weights, sample.count, rows.stride / kLanes, line.data());
    std::copy_n(line.data(), rows.row_bytes, out.data() + static_cast<std::size_t>(y) * rows.row_bytes);
  }
  return out;
}

}  // namespace emo3d::image
