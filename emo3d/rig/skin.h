#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "emo3d/rig/cage.h"
#include "emo3d/rig/complexion.h"
#include "emo3d/rig/sparse_rows.h"

namespace emo3d::rig {

inline constexpr int kRight = 0;
inline constexpr int kLeft = 1;

/// The subdivided cage at rest. Fields are per fine vertex unless said otherwise.
struct Skin {
  SparseRows stencils;  ///< Over the cage's vertices.
  std::vector<Vec3> positions;
  std::vector<Vec3> normals;
  std::vector<Triangle> triangles;
  std::vector<float> lip;                                 ///< 1 on the lips, 0 off them, smooth between.
  std::vector<float> bag;                                 ///< 0 on the face, 1 deep in the mouth.
  std::vector<float> nostril;                             ///< 0 on the face, 1 in the nostrils.
  std::vector<Vec3> colours;                              ///< sRGB.
  std::array<std::vector<std::uint32_t>, 2> lid_margins;  ///< Vertices around the right and the left eye, in order.
};

/// \throws Error kInvalidData where the cage cannot be subdivided or has no openings for the eyes.
[[nodiscard]] Skin build_skin(const Cage& cage, const Complexion& complexion);

/// Centre of the right (kRight) or left eyeball.
[[nodiscard]] inline Vec3 eye_centre(const Cage& cage, int side) {
  return {side == kRight ? cage.right_eye.x : -cage.right_eye.x, cage.right_eye.y, cage.right_eye.z};
}

}  // namespace emo3d::rig
