#pragma once

#include <array>
#include <vector>

#include "tools/head/canonical_mesh.h"
#include "tools/head/displacement_field.h"
#include "tools/head/landmarks.h"

namespace emo3d::head {

inline constexpr int kMouthLoopPoints = 20;
inline constexpr int kMouthBagRings = 5;
inline constexpr int kNostrilRings = 2;

/// The closed cavity behind the lips: rings of vertices that continue the loop where the lips meet.
struct MouthBag {
  std::array<int, kMouthLoopPoints> loop{};  ///< Landmarks; starts at the right corner.
  std::array<int, kMouthLoopPoints> side{};  ///< +1 behind the upper lip, -1 behind the lower one, 0 at the corners.
  std::array<std::array<int, kMouthLoopPoints>, kMouthBagRings> rings{};  ///< Vertices, front to back.
  int back = 0;                                                           ///< The vertex that closes it.
};

/// The pocket of one nostril.
struct NostrilPocket {
  std::array<int, kNostril.size()> loop{};  ///< Landmarks around its rim.
  std::array<std::array<int, kNostril.size()>, kNostrilRings> rings{};
  int top = 0;
};

/// A mesh while it is put together: parts append their vertices and triangles.
struct MeshInWork {
  std::vector<Vec> positions;
  std::vector<Triangle> triangles;

  [[nodiscard]] int add_vertex(const Vec& p);
  /// Joins two loops of equal length by a band; `front` runs along the face's boundary as the face's triangles do.
  void add_band(std::span<const int> front, std::span<const int> back);
  /// Closes a loop by a fan around `tip`.
  void add_fan(std::span<const int> loop, int tip);
};

/// `right`: the rim's landmarks on the side it is for. Appends to `mesh`, whose triangles must be those of the face.
[[nodiscard]] NostrilPocket add_nostril(MeshInWork& mesh, std::span<const Triangle> face, std::span<const int> rim);
[[nodiscard]] MouthBag add_mouth_bag(MeshInWork& mesh, std::span<const Triangle> face, std::span<const int> mirror);

}  // namespace emo3d::head
