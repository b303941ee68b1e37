#pragma once

#include <array>
#include <cstddef>

#include "emo3d/tflite/graph.h"

namespace emo3d::tflite {

/// Steps between neighbours along each axis of a row-major tensor, in values; 0 along sides of 1.
[[nodiscard]] std::vector<std::size_t> strides_of(const Shape& shape);
/// The same for a tensor that is stretched to `shape` by NumPy's rule.
[[nodiscard]] std::vector<std::size_t> broadcast_strides(const Shape& tensor, const Shape& shape);

/// A walk over all places of a block in which two tensors are addressed by strides of their own. The last axis is left
/// to the caller's loop.
struct PairWalk {
  Shape shape;  ///< At least one side.
  std::vector<std::size_t> first, second;

  /// Joins axes that both tensors cross in equal steps, so that the last one becomes long.
  void simplify();

  /// Calls `row(first offset, second offset, index of the row)` for each row.
  template <typename Row>
  void each_row(const Row& row) const {
    std::array<int, kMaxRank + 1> at{};
    const std::size_t outer = shape.size() - 1;
    std::size_t a = 0, b = 0;
    for (std::size_t index = 0;; ++index) {
      row(a, b, index);
      std::size_t axis = outer;
      while (axis > 0) {
        --axis;
        a += first[axis];
        b += second[axis];
        if (++at[axis] < shape[axis]) break;
        a -= first[axis] * static_cast<std::size_t>(at[axis]);
        b -= second[axis] * static_cast<std::size_t>(at[axis]);
        at[axis] = 0;
        if (axis == 0) return;
      }
      if (outer == 0) return;
    }
  }
};

}  // namespace emo3d::tflite
