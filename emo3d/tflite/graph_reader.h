#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "emo3d/tflite/graph.h"

namespace emo3d::tflite {

/// Reads a model file whose bytes may be anything; see Model::parse.
/// \throws Error kInvalidData.
[[nodiscard]] Graph read_graph(std::span<const std::byte> bytes, const std::string& name);

}  // namespace emo3d::tflite
