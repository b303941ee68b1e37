#pragma once

#include <vector>

#include "tools/head/canonical_mesh.h"
#include "tools/head/displacement_field.h"

namespace emo3d::head {

/// The skin of the face with open eyes, mouth and nostrils.
struct FaceSurface {
  std::vector<Vec> positions;       ///< kLandmarkCount of them.
  std::vector<Triangle> triangles;  ///< The canonical ones without those that close an opening.
  std::vector<int> mirror;          ///< For each landmark its mirror image.
};

/// Cuts the openings: 18 triangles of the mouth, 14 of each eye, 4 of each nostril.
/// \throws Error kInvalidData where the mesh is not symmetric or has another number of such triangles.
[[nodiscard]] FaceSurface open_face(const CanonicalMesh& canonical);

/// The face at rest: lips closed, lids opened wider and laid on the eyeballs.
[[nodiscard]] FaceSurface reshape_neutral(FaceSurface face);

}  // namespace emo3d::head
