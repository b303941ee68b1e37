#include "emo3d/rig/sparse_rows.h"

#include <algorithm>

namespace emo3d::rig {

SparseRows product(const SparseRows& outer, const SparseRows& inner, std::size_t columns) {
  SparseRows result;
  std::vector<float> sums(columns, 0.0f);
  std::vector<bool> seen(columns, false);
  std::vector<std::uint32_t> touched;
  for (std::size_t r = 0; r < outer.size(); ++r) {
    for (std::uint32_t i = outer.offsets[r]; i < outer.offsets[r + 1]; ++i) {
      const std::uint32_t middle = outer.columns[i];
      for (std::uint32_t k = inner.offsets[middle]; k < inner.offsets[middle + 1]; ++k) {
        const std::uint32_t column = inner.columns[k];
        if (!seen[column]) {
          seen[column] = true;
          touched.push_back(column);
        }
        sums[column] += outer.weights[i] * inner.weights[k];
      }
    }
    std::ranges::sort(touched);
    for (const std::uint32_t column : touched) {
      result.add(column, sums[column]);
      sums[column] = 0;
      seen[column] = false;
    }
    touched.clear();
    result.end_row();
  }
  return result;
}

}  // namespace emo3d::rig
