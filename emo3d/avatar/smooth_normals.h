#pragma once

#include <cstdint>
#include <vector>

#include "emo3d/rig/mesh.h"

namespace emo3d::avatar {

/// Normals of a mesh whose vertices move. Vertices that files split for textures or materials, at one place and with
/// one normal, are shaded as one; the file's own normals are what a mesh at rest has.
class SmoothNormals {
 public:
  SmoothNormals() = default;
  /// `normals` are the file's, or empty: then all vertices at one place are shaded as one.
  SmoothNormals(const std::vector<rig::Vec3>& positions, const std::vector<rig::Vec3>& normals,
                const std::vector<rig::Triangle>& triangles);

  /// Normals in a pose, unit length. \pre as many positions, and the same triangles, as at rest
  [[nodiscard]] std::vector<rig::Vec3> operator()(const std::vector<rig::Vec3>& positions,
                                                  const std::vector<rig::Triangle>& triangles) const;

 private:
  [[nodiscard]] std::vector<rig::Vec3> computed(const std::vector<rig::Vec3>& positions,
                                                const std::vector<rig::Triangle>& triangles) const;

  std::vector<std::uint32_t> group_;  ///< For each vertex the first one that it is shaded as one with.
  std::vector<rig::Vec3>
      correction_;  ///< From what is computed at rest to the file's normals; empty where it has none.
};

}  // namespace emo3d::avatar
