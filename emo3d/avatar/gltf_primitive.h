#pragma once

#include <span>
#include <vector>

#include "emo3d/avatar/affine.h"
#include "emo3d/avatar/gltf_document.h"
#include "emo3d/avatar/gltf_materials.h"
#include "emo3d/rig/mesh.h"

namespace emo3d::avatar {

/// Vertices of all primitives of a file together, and of one.
inline constexpr std::size_t kMaxAvatarVertices = std::size_t{1} << 20;

/// The part of a mesh that has one material, in the space of its node. All arrays have one length but `normals` and
/// `joints`, which may be empty.
struct GltfPrimitive {
  std::vector<rig::Vec3> positions;
  std::vector<rig::Vec3> normals;
  std::vector<rig::Vec3> colours;  ///< Linear RGB in [0,1], the material's factor included.
  std::vector<rig::SurfacePoint> points;
  std::vector<rig::Triangle> triangles;

  /// Joints that carry a vertex: four or a multiple of it for each vertex.
  std::vector<std::uint32_t> joints;
  std::vector<float> weights;  ///< One per entry of `joints`, at least 0.
};

/// Reads the triangles of a primitive. It has none where it is made of points or lines.
/// \throws Error kInvalidData where arrays differ in length or indices are out of range.
[[nodiscard]] GltfPrimitive read_primitive(const GltfDocument& document, const GltfValue& primitive,
                                           const GltfMaterial& material);

/// The POSITION deltas of a morph target, one for each of `count` vertices; empty where it has none.
/// \throws Error kInvalidData.
[[nodiscard]] std::vector<rig::Vec3> read_deltas(const GltfDocument& document, const GltfValue& target,
                                                 std::size_t count);

/// Where a skin puts vertex `vertex` of `primitive` with the transforms of its joints. Weights are made to sum to 1; a
/// vertex without any goes with the first joint. \pre joints of the primitive are below joints.size() > 0
[[nodiscard]] Affine skin_transform(const GltfPrimitive& primitive, std::size_t vertex, std::span<const Affine> joints);

}  // namespace emo3d::avatar
