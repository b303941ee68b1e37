#include "emo3d/nn/attention.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/first_failure.h"
#include "emo3d/nn/multiversion.h"
#include "emo3d/nn/transformer.h"
#include "emo3d/nn/vector.h"

namespace emo3d::nn {
namespace {

/// Queries computed at a time.
constexpr std::size_t kQueries = 4;

/// Where one head of one text lies: rows of `stride` floats, q, k, v and the output each `width` wide.
struct Head {
  const float* q;
  const float* k;
  const float* v;
  float* output;
  std::size_t rows;
  std::size_t width;
  std::size_t stride;
  std::size_t output_stride;
  float scale;
  bool causal;
};

/// Memory for one head, each part aligned to a vector.
struct Workspace {
  float* keys;     ///< [width, rounded_to_lanes(rows)]: the keys, transposed.
  float* values;   ///< [rows, rounded_to_lanes(width)]
  float* weights;  ///< [kQueries, rounded_to_lanes(rows)]
  float* result;   ///< [kQueries, rounded_to_lanes(width)]

  static std::size_t floats(std::size_t rows, std::size_t width) {
    return (width + kQueries) * rounded_to_lanes(rows) + (rows + kQueries) * rounded_to_lanes(width);
  }
  Workspace(float* memory, std::size_t rows, std::size_t width)
      : keys(memory),
        values(keys + width * rounded_to_lanes(rows)),
        weights(values + rows * rounded_to_lanes(width)),
        result(weights + kQueries * rounded_to_lanes(rows)) {}
};

/// kQueries rows of products c = a b for `Vectors` vectors of columns; b and c are aligned rows of `b_stride` and
/// `c_stride` floats.
template <std::size_t Vectors>
EMO3D_INLINE void multiply_strip(const float* const* a, const float* b, std::size_t b_stride, std::size_t depth,
                                 float* c, std::size_t c_stride) {
  Vector sums[kQueries][Vectors] = {};
  for (std::size_t k = 0; k < depth; ++k) {
    const auto* row = reinterpret_cast<const Vector*>(b + k * b_stride);
    for (std::size_t q = 0; q < kQueries; ++q)
      for (std::size_t n = 0; n < Vectors; ++n) sums[q][n] += a[q][k] * row[n];
  }
  for (std::size_t q = 0; q < kQueries; ++q)
    for (std::size_t n = 0; n < Vectors; ++n) reinterpret_cast<Vector*>(c + q * c_stride)[n] = sums[q][n];
}

EMO3D_INLINE void multiply_rows(const float* const* a, const float* b, std::size_t b_stride, std::size_t depth,
                                std::size_t columns, float* c, std::size_t c_stride) {
  std::size_t n = 0;
  for (; n + 4 * kLanes <= columns; n += 4 * kLanes) multiply_strip<4>(a, b + n, b_stride, depth, c + n, c_stride);
  if (n + 2 * kLanes <= columns) {
    multiply_strip<2>(a, b + n, b_stride, depth, c + n, c_stride);
    n += 2 * kLanes;
  }
  if (n < columns) multiply_strip<1>(a, b + n, b_stride, depth, c + n, c_stride);
}

/// The first `count` of `scores` become e^(scale (score - highest)), the others up to the next whole vector 0; so do
/// those up to `size`. Gives their sum. `scores` has room for whole vectors.
EMO3D_INLINE float exponentiate(float* scores, std::size_t count, std::size_t size, float scale) {
  const std::size_t whole = rounded_to_lanes(count);
  std::fill(scores + count, scores + std::max(whole, size), std::numeric_limits<float>::lowest());
  Vector highest = splat(std::numeric_limits<float>::lowest());
  for (std::size_t j = 0; j < whole; j += kLanes) highest = larger(highest, load(scores + j));
  const Vector shift = splat(largest_lane(highest));
  Vector sum{};
  for (std::size_t j = 0; j < whole; j += kLanes) {
    const Vector weight = exp_of_non_positive((load(scores + j) - shift) * scale);
    store(weight, scores + j);
    sum += weight;
  }
  std::fill(scores + whole, scores + std::max(whole, size), 0.0f);
  return sum_of_lanes(sum);
}

EMO3D_MULTIVERSION void attend(const Head& head, const Workspace& space) {
  const std::size_t rows = head.rows;
  const std::size_t width = head.width;
  const std::size_t key_stride = rounded_to_lanes(rows);
  const std::size_t value_stride = rounded_to_lanes(width);
  for (std::size_t j = 0; j < rows; ++j) {
    const float* k = head.k + j * head.stride;
    for (std::size_t c = 0; c < width; ++c) space.keys[c * key_stride + j] = k[c];
    std::memcpy(space.values + j * value_stride, head.v + j * head.stride, width * sizeof(float));
    std::fill(space.values + j * value_stride + width, space.values + (j + 1) * value_stride, 0.0f);
  }
  for (std::size_t c = 0; c < width; ++c)
    std::fill(space.keys + c * key_stride + rows, space.keys + (c + 1) * key_stride, 0.0f);

  for (std::size_t first = 0; first < rows; first += kQueries) {
    const std::size_t last = std::min(first + kQueries, rows);
    const std::size_t seen = head.causal ? last : rows;
    const float* queries[kQueries];
    const float* weights[kQueries];
    for (std::size_t q = 0; q < kQueries; ++q) {  // a text's last query stands in for those that are missing
      queries[q] = head.q + std::min(first + q, rows - 1) * head.stride;
      weights[q] = space.weights + q * key_stride;
    }
    multiply_rows(queries, space.keys, key_stride, width, rounded_to_lanes(seen), space.weights, key_stride);
    float sums[kQueries];
    for (std::size_t q = 0; q < kQueries; ++q) {
      const std::size_t count = head.causal ? std::min(first + q + 1, seen) : seen;
      sums[q] = exponentiate(space.weights + q * key_stride, count, seen, head.scale);
    }
    multiply_rows(weights, space.values, value_stride, seen, value_stride, space.result, value_stride);
    for (std::size_t q = 0; first + q < last; ++q) {
      float* output = head.output + (first + q) * head.output_stride;
      const float inverse = 1.0f / sums[q];
#pragma omp simd
      for (std::size_t c = 0; c < width; ++c) output[c] = space.result[q * value_stride + c] * inverse;
    }
  }
}

/// Memory of the calling thread for its next head.
float* thread_memory(std::size_t floats) {
  thread_local Matrix block;
  if (floats > block.cols()) block = Matrix(1, floats);
  return block.data();
}

}  // namespace

Matrix self_attention(const Matrix& qkv, std::span<const std::size_t> lengths, std::size_t heads, AttentionMask mask,
                      Team& team) {
  check_lengths(qkv, lengths);
  check(heads > 0 && qkv.cols() > 0 && qkv.cols() % (3 * heads) == 0, ErrorCode::kInvalidArgument,
        "attention: {} columns do not split into q, k and v of {} heads", qkv.cols(), heads);
  const std::size_t d = qkv.cols() / 3;
  const std::size_t width = d / heads;
  Matrix output(qkv.rows(), d);
  const auto attend_in = [&](std::size_t start, std::size_t rows, std::size_t h) {
    const float* q = qkv.data() + start * qkv.cols() + h * width;
    attend({.q = q,
            .k = q + d,
            .v = q + 2 * d,
            .output = output.data() + start * d + h * width,
            .rows = rows,
            .width = width,
            .stride = qkv.cols(),
            .output_stride = d,
            .scale = 1.0f / std::sqrt(static_cast<float>(width)),
            .causal = mask == AttentionMask::kCausal},
           Workspace(thread_memory(Workspace::floats(rows, width)), rows, width));
  };
  FirstFailure failure;
  std::size_t start = 0;
  for (const std::size_t rows : lengths) {
    // Heads are shared out a few at a time where each takes less than waking a helper.
    constexpr std::size_t kWorthSharing = std::size_t{1} << 16;
    const std::size_t together =
        std::max(std::clamp<std::size_t>(kWorthSharing / (rows * rows * width + 1), 1, heads), heads / 1024);
    team.run((heads + together - 1) / together, [&](std::size_t piece) {
      failure.guard([&] {  // of memory
        for (std::size_t h = piece * together; h < std::min(heads, (piece + 1) * together); ++h)
          attend_in(start, rows, h);
      });
    });
    start += rows;
  }
  failure.rethrow();
  return output;
}

Matrix self_attention(const Matrix& qkv, std::span<const std::size_t> lengths, std::size_t heads) {
  Team alone(1);
  return self_attention(qkv, lengths, heads, AttentionMask::kNone, alone);
}

}  // namespace emo3d::nn
