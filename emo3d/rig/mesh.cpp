#include "emo3d/rig/mesh.h"

namespace emo3d::rig {

std::string_view material_name(Material material) {
  switch (material) {
    case Material::kSkin:
      return "skin";
    case Material::kEye:
      return "eye";
    case Material::kWet:
      return "wet";
    case Material::kTooth:
      return "tooth";
    case Material::kHair:
      return "hair";
    case Material::kCloth:
      return "cloth";
  }
  return "skin";
}

std::vector<Vec3> vertex_normals(const std::vector<Vec3>& positions, const std::vector<Triangle>& triangles) {
  std::vector<Vec3> normals(positions.size());
  for (const Triangle& t : triangles) {
    const Vec3& a = positions[t[0]];
    const Vec3 normal = cross(positions[t[1]] - a, positions[t[2]] - a);
    for (const std::uint32_t v : t) normals[v] += normal;
  }
  for (Vec3& normal : normals) normal = unit(normal);
  return normals;
}

}  // namespace emo3d::rig
