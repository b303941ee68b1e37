#pragma once

#include <array>
#include <span>
#include <vector>

#include "tools/head/canonical_mesh.h"
#include "tools/head/displacement_field.h"
#include "tools/head/landmarks.h"

namespace emo3d::head {

/// Rings of vertices from behind the face's oval over the skull to the end of the neck.
inline constexpr int kSkullRings = 11;
inline constexpr int kNeckRings = 2;  ///< The last of them.
using OvalRing = std::array<Vec, kOvalPoints>;

/// Builds the rings; ring[k][c] continues the column of oval point c.
/// `oval`: positions of the face's boundary; `outward`: unit direction in which the skin leaves the face there.
[[nodiscard]] std::array<OvalRing, kSkullRings> build_skull(const OvalRing& oval, const OvalRing& outward);

/// For each oval column the column of its mirror image.
[[nodiscard]] std::array<int, kOvalPoints> mirrored_columns(std::span<const int> mirror);

/// The direction in which the skin of the face leaves at each oval point: from its neighbours inside the face, smoothed
/// along the oval.
[[nodiscard]] OvalRing oval_directions(std::span<const Vec> positions, std::span<const Triangle> triangles);

/// Signed distance (approximate, cm) to the skull and neck: two ellipsoids and a cone, smoothly joined.
[[nodiscard]] double skull_distance(const Vec& p);

}  // namespace emo3d::head
