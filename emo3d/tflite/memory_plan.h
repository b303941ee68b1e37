#pragma once

#include <cstddef>
#include <vector>

#include "emo3d/tflite/arena.h"
#include "emo3d/tflite/fusion.h"
#include "emo3d/tflite/graph.h"

namespace emo3d::tflite {

/// Which pieces of memory a model's activations need, and when. Tensors share a piece where one is only another's new
/// shape, or where a convolution can add to a residual that nothing reads later.
struct MemoryPlan {
  std::vector<Lifetime> pieces;       ///< Time counts operators.
  std::vector<std::size_t> piece_of;  ///< By tensor; of no meaning for constants and what fusion left out.
};

[[nodiscard]] MemoryPlan plan_memory(const Graph& graph, const std::vector<FusedOperator>& operators);

}  // namespace emo3d::tflite
