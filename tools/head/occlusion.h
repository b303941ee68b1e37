#pragma once

#include <cstdint>
#include <vector>

#include "emo3d/rig/head.h"

namespace emo3d::head {

struct OcclusionOptions {
  int rays = 160;      ///< Per vertex.
  float reach_cm = 5;  ///< What is farther away casts no shadow; nearer things cast more, falling off by the square.
};

/// Share of the sky that each vertex of `mesh` sees in front of it, cosine weighted, in [0,1].
[[nodiscard]] std::vector<float> ambient_occlusion(const rig::Mesh& mesh, const OcclusionOptions& options);

/// The occlusion to store with the head, one value per vertex, 255 = open. The face is taken at rest; the inside of the
/// mouth with the mouth open, as it is only seen then. Takes seconds on all processors.
[[nodiscard]] std::vector<std::uint8_t> bake_occlusion(const rig::Head& head);

}  // namespace emo3d::head
