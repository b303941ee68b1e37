#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "emo3d/face/channel.h"
#include "emo3d/rig/mesh.h"

namespace emo3d::rig {

/// Displacements of the vertices that move only, in centimetres.
struct SparseDeltas {
  std::vector<std::uint32_t> vertices;  ///< Strictly ascending.
  std::vector<Vec3> deltas;             ///< One per entry of `vertices`.
};

/// A displacement that acts in proportion to the product of two channels.
struct CageCorrective {
  face::Channel first{};
  face::Channel second{};
  SparseDeltas deltas;
};

/// How the lower jaw moves as a rigid body.
struct Jaw {
  float hinge_y = 0, hinge_z = 0;  ///< Axis of opening, parallel to X.
  float open_deg = 0;              ///< Rotation at jawOpen 1.
  float swing_cm = 0;              ///< Sideways way at jawLeft or jawRight 1, `swing_reach_cm` in front of the hinge.
  float swing_reach_cm = 0;
  Vec3 forward;  ///< Way at jawForward 1.
};

/// The control cage of a head: a coarse mesh whose subdivision is the skin, with its shapes. Made by tools/head.
struct Cage {
  std::vector<Vec3> positions;  ///< The first 468 are MediaPipe's face landmarks.
  std::vector<Triangle> triangles;
  std::vector<std::uint32_t> mirror;                  ///< For each vertex its mirror image about x = 0.
  std::vector<std::uint32_t> corners;                 ///< Vertices that subdivision leaves in place.
  std::vector<std::vector<std::uint32_t>> mouth_bag;  ///< Rings behind the lips, front to back, and the end.
  std::vector<std::uint32_t> nostrils;                ///< Vertices inside the nostrils.
  float eye_radius = 0;                               ///< Centimetres.
  Vec3 right_eye;                                     ///< Centre; the left eye is its mirror image.
  Jaw jaw;
  std::array<SparseDeltas, face::kChannelCount> shapes;  ///< At weight 1, in the order of face::Channel.
  std::vector<CageCorrective> correctives;
  std::vector<std::uint8_t> occlusion;  ///< Of the finished head's vertices, 255 = open; empty where it is not baked.
};

inline constexpr std::size_t kLandmarkCount = 468;

/// Makes sure that every index points at a vertex, counts fit together and numbers are finite.
/// \throws Error kInvalidData; its message starts with `source`.
void check_cage(const Cage& cage, std::string_view source);

}  // namespace emo3d::rig
