#pragma once

#include <vector>

#include "tools/head/correctives.h"
#include "tools/head/head_template.h"

namespace emo3d::head {

/// The finished control cage; all coordinates and displacements lie on the grid of kGridCm.
struct AuthoredHead {
  HeadTemplate rest;
  std::vector<double> jaw_weights;      ///< In [0,1], one per vertex.
  ShapeSet shapes;                      ///< All 52 channels; tongueOut moves no skin and is all zero.
  std::vector<Corrective> correctives;  ///< 10 for the lids.
};

/// Makes the head from the canonical face mesh; the same input gives the same head.
/// \throws Error kInvalidData where `canonical` is not MediaPipe's mesh or another with its landmarks and openings.
[[nodiscard]] AuthoredHead author_head(const CanonicalMesh& canonical);

}  // namespace emo3d::head
