#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "emo3d/tflite/graph.h"

namespace emo3d::tflite {

/// An operator's options as a file has them, before they are checked against shapes. Defaults are the format's.
struct FileOptions {
  bool same_padding = true;
  int stride_y = 0, stride_x = 0;
  int window_height = 0, window_width = 0;  ///< MAX_POOL_2D.
  int dilation_y = 1, dilation_x = 1;
  int depth_multiplier = 1;
  int activation = 0;
  int axis = 0;            ///< CONCATENATION.
  bool keep_dims = false;  ///< MEAN, SUM.
  unsigned begin_mask = 0, end_mask = 0, ellipsis_mask = 0, new_axis_mask = 0, shrink_axis_mask = 0;
  std::vector<std::int32_t> new_shape;  ///< RESHAPE without a second input.
};

/// Checks `op` against its inputs' shapes, fills its resolved fields, drops its inputs of int32 and gives its output's
/// shape; adds to `graph.multiply_adds`. `where` names the operator in errors.
/// \throws Error kInvalidData.
[[nodiscard]] Shape resolve(Graph& graph, Operator& op, const FileOptions& options, const std::string& where);

}  // namespace emo3d::tflite
