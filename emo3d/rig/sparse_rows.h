#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "emo3d/rig/vec3.h"

namespace emo3d::rig {

/// A sparse matrix by rows: row r is the weighted sum of the columns listed from offsets[r] to offsets[r + 1].
struct SparseRows {
  std::vector<std::uint32_t> offsets{0};
  std::vector<std::uint32_t> columns;
  std::vector<float> weights;

  [[nodiscard]] std::size_t size() const { return offsets.size() - 1; }
  void add(std::uint32_t column, float weight) {
    columns.push_back(column);
    weights.push_back(weight);
  }
  void end_row() { offsets.push_back(static_cast<std::uint32_t>(columns.size())); }
};

/// The rows applied to one value per column, summed in the order in which they are listed. Columns must be below
/// values.size(). `T` is float or Vec3.
template <typename T>
[[nodiscard]] std::vector<T> apply(const SparseRows& rows, std::span<const T> values) {
  std::vector<T> result(rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    T sum{};
    for (std::uint32_t i = rows.offsets[r]; i < rows.offsets[r + 1]; ++i)
      sum += values[rows.columns[i]] * rows.weights[i];
    result[r] = sum;
  }
  return result;
}

/// Rows that do what `inner` and then `outer` do; columns ascend. `inner` has `columns` columns.
[[nodiscard]] SparseRows product(const SparseRows& outer, const SparseRows& inner, std::size_t columns);

}  // namespace emo3d::rig
