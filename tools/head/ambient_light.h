#pragma once

#include <vector>

#include "emo3d/rig/mesh.h"

namespace emo3d::head {

struct AmbientLightOptions {
  int rays = 160;         ///< For each vertex, spread over the hemisphere in proportion to the cosine.
  float reach_cm = 5;     ///< What is farther away takes no light.
  float lift_cm = 0.02f;  ///< Rays start this far above the surface, so that they miss the faces they start from.
  unsigned threads = 0;   ///< 0: default_threads(). The result does not depend on it.
};

/// Share of the light from all around that reaches each vertex of `mesh`, 0 dark to 1 open. A face that a ray meets
/// after the way d takes 1 - (d / reach)^2 of its light, from whichever side it is met. Uses positions, normals and
/// triangles. \throws Error kInvalidArgument where normals and positions differ in number, an index is no vertex, rays
/// < 1 or reach_cm <= 0.
[[nodiscard]] std::vector<float> ambient_light(const rig::Mesh& mesh, const AmbientLightOptions& options = {});

}  // namespace emo3d::head
