#pragma once

#include <array>
#include <vector>

#include "tools/head/cavities.h"
#include "tools/head/face_surface.h"
#include "tools/head/shoulders.h"
#include "tools/head/skull.h"

namespace emo3d::head {

/// Step of the grid on which all coordinates of the cage lie. The file stores whole steps, so what is sealed here (lid
/// margins that meet) is sealed in the file too.
inline constexpr double kGridCm = 1e-3;

/// `p` on the grid; symmetric in sign.
[[nodiscard]] Vec on_grid(const Vec& p);

/// The control cage at rest and its parts. Vertices 0 to 467 are the landmarks; then skull and neck, ring by ring, the
/// right and the left nostril, the mouth bag, and the shoulders.
struct HeadTemplate {
  std::vector<Vec> positions;
  std::vector<Triangle> triangles;
  std::vector<int> mirror;  ///< For each vertex its mirror image about x = 0.
  std::array<std::array<int, kOvalPoints>, kSkullRings> skull_rings{};
  std::array<std::array<int, kOvalPoints>, kShoulderRings> shoulder_rings{};
  std::array<NostrilPocket, 2> nostrils;  ///< Right, left.
  MouthBag mouth_bag;
};

/// Puts the head together around the face; exactly mirror symmetric, all coordinates on the grid.
/// \throws Error kInvalidData where the canonical mesh is not what it should be.
[[nodiscard]] HeadTemplate build_head_template(const CanonicalMesh& canonical);

}  // namespace emo3d::head
