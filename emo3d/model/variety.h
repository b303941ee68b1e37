#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "emo3d/model/description_model.h"

namespace emo3d::model {

struct VarietyOptions {
  std::size_t count = 8;   ///< 1 to kMaxVariants.
  std::uint64_t seed = 1;  ///< The same seed gives the same faces; the first ones do not depend on `count`.
};

inline constexpr std::size_t kMaxVariants = 1000;

/// Different faces that one description may mean. The first is the predicted one. The others show the same emotions by
/// other variants of their FACS prototypes (a smile with closed or open lips, anger with bared teeth or pressed lips),
/// somewhat stronger or weaker as a whole and by region, the two sides not quite alike, and the gaze turned a little.
/// Facial actions that the text names stay as they were asked for.
/// \throws Error kInvalidArgument for a count out of range.
[[nodiscard]] std::vector<face::Expression> vary(const Prediction& prediction, const VarietyOptions& options);

}  // namespace emo3d::model
