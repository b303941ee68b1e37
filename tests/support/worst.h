#pragma once

#include <cmath>

namespace emo3d::testing {

/// Raises `worst` to `value` where that is larger; NaN is above all and stays, where std::max would drop it.
template <typename Number>
void raise(Number& worst, Number value) {
  if (std::isnan(value) || value > worst) worst = value;
}

}  // namespace emo3d::testing
