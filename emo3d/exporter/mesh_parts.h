#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "emo3d/rig/mesh.h"

// For sources of this module only, as tinygltf.h is.
namespace emo3d::exporter {

/// A vertex of the whole mesh that a part does not have.
inline constexpr std::uint32_t kNotInPart = std::numeric_limits<std::uint32_t>::max();

/// Triangles of a mesh that have one material and are alike in colour, with vertex numbers of their own.
struct MeshPart {
  rig::Material material{};
  std::string name;                     ///< The material's, with "_light" or "_dark" where it is in two parts.
  std::vector<std::uint32_t> vertices;  ///< Ascending: the vertex of the whole mesh for each vertex of the part.
  std::vector<std::uint32_t> numbers;   ///< For each vertex of the whole mesh that of the part, or kNotInPart.
  std::vector<std::uint32_t> indices;   ///< Three per triangle, into `vertices`.

  template <typename T>
  [[nodiscard]] std::vector<T> of_mesh(const std::vector<T>& values) const {
    std::vector<T> own;
    for (const std::uint32_t v : vertices) own.push_back(values[v]);
    return own;
  }
};

/// The parts of a mesh by material. A material whose colours fall into two kinds (sclera and iris, hair and the skin
/// between its roots) is in two, so that each has a colour that stands for it; the larger one comes first and keeps the
/// material's name.
[[nodiscard]] std::vector<MeshPart> mesh_parts(const rig::Mesh& mesh);

/// Colours of a part for formats that multiply a material's with each vertex's.
struct PartColours {
  rig::Vec3 factor;              ///< Linear, of the material: what programs show that ignore vertex colours.
  std::vector<float> fractions;  ///< Of `factor`, RGBA in [0,1] for each vertex.
};

/// Linear colours darkened by occlusion. The factor is the least colour that all but the brightest vertices stay below
/// before they are darkened; those are dimmed to it.
[[nodiscard]] PartColours part_colours(const rig::Mesh& mesh, const MeshPart& part);

}  // namespace emo3d::exporter
