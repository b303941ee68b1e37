#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Authoring of the built-in head: from MediaPipe's canonical face mesh to the control cage with its shapes.
///
///     const CanonicalMesh canonical = read_canonical_mesh("tools/head/canonical_face.bin");
///     const AuthoredHead head = author_head(canonical);
namespace emo3d::head {

/// Vertex indices of one triangle, counter-clockwise seen from outside.
using Triangle = std::array<int, 3>;

inline constexpr int kLandmarkCount = 468;
inline constexpr int kCanonicalTriangleCount = 898;

/// MediaPipe's canonical face mesh (Apache-2.0): the 468 face landmarks of an average face and the triangles over them.
/// Centimetres, +Y up, +Z to the viewer, the subject's left is +X. Mirror symmetric about x = 0.
struct CanonicalMesh {
  std::vector<std::array<float, 3>> positions;  ///< kLandmarkCount of them.
  std::vector<Triangle> triangles;              ///< kCanonicalTriangleCount of them; every index is a landmark.
};

/// Reads the mesh out of `face_mesh_solution_packed_assets.data` of the npm package @mediapipe/face_mesh
/// 0.4.1657299874. Every offset, count, index and coordinate is checked.
/// \throws Error kNotFound, kIo, or kInvalidData naming the file and what is wrong in it.
[[nodiscard]] CanonicalMesh extract_canonical_mesh(const std::filesystem::path& packed_assets);

/// Reads `canonical_face.bin`, the same mesh in the compact form that is kept in the repository: the 8 characters
/// "E3DFACE1", then little-endian 468 x 3 float32 positions and 898 x 3 uint16 indices.
/// \throws Error kNotFound, kIo or kInvalidData.
[[nodiscard]] CanonicalMesh read_canonical_mesh(const std::filesystem::path& path);

/// The bytes of `canonical_face.bin`.
[[nodiscard]] std::string encode_canonical_mesh(const CanonicalMesh& mesh);

/// For each landmark the landmark at its mirror image about x = 0.
/// \throws Error kInvalidData where some landmark has none within 1e-4 cm.
[[nodiscard]] std::vector<int> mirror_table(std::span<const std::array<float, 3>> positions);

}  // namespace emo3d::head
