#include "tools/head/canonical_mesh.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/landmark/geometry_metadata.h"

namespace emo3d::head {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is written little-endian");

// Where geometry_pipeline_metadata_landmarks.binarypb lies in the packed assets: "start" and "end" of its entry in
// face_mesh_solution_packed_assets_loader.js of version 0.4.1657299874.
constexpr std::size_t kMetadataStart = 3737848;
constexpr std::size_t kMetadataEnd = 3757224;

constexpr std::string_view kMagic = "E3DFACE1";
constexpr std::size_t kPositionBytes = sizeof(float) * 3 * kLandmarkCount;
constexpr std::size_t kTriangleBytes = sizeof(std::uint16_t) * 3 * kCanonicalTriangleCount;

void check_mesh(const CanonicalMesh& mesh, std::string_view source) {
  constexpr float kLargestCoordinateCm = 20;
  for (std::size_t i = 0; i < mesh.positions.size(); ++i)
    for (const float c : mesh.positions[i])
      check(std::isfinite(c) && std::abs(c) <= kLargestCoordinateCm, ErrorCode::kInvalidData,
            "{}: vertex {}: coordinate {} is not within {} cm", source, i, c, kLargestCoordinateCm);
  for (std::size_t t = 0; t < mesh.triangles.size(); ++t)
    for (const int v : mesh.triangles[t])
      check(v >= 0 && v < kLandmarkCount, ErrorCode::kInvalidData, "{}: triangle {}: vertex {} of {}", source, t, v,
            kLandmarkCount);
}

}  // namespace

CanonicalMesh extract_canonical_mesh(const std::filesystem::path& packed_assets) {
  const MappedFile file(packed_assets);
  check(file.bytes().size() >= kMetadataEnd, ErrorCode::kInvalidData,
        "{}: {} bytes; the geometry metadata of @mediapipe/face_mesh 0.4.1657299874 ends at {}", packed_assets.string(),
        file.bytes().size(), kMetadataEnd);
  auto metadata =
      landmark::parse_geometry_metadata(file.bytes().subspan(kMetadataStart, kMetadataEnd - kMetadataStart),
                                        packed_assets.string() + ": geometry metadata");
  return {std::move(metadata.positions), std::move(metadata.triangles)};
}

CanonicalMesh read_canonical_mesh(const std::filesystem::path& path) {
  constexpr std::size_t kFileBytes = kMagic.size() + kPositionBytes + kTriangleBytes;
  const std::string bytes = read_file(path);
  check(std::string_view(bytes).starts_with(kMagic), ErrorCode::kInvalidData, "{}: does not start with {}",
        path.string(), kMagic);
  check(bytes.size() == kFileBytes, ErrorCode::kInvalidData, "{}: {} bytes, not {}", path.string(), bytes.size(),
        kFileBytes);
  CanonicalMesh mesh;
  mesh.positions.resize(kLandmarkCount);
  std::memcpy(mesh.positions.data(), bytes.data() + kMagic.size(), kPositionBytes);
  std::vector<std::uint16_t> indices(std::size_t{3} * kCanonicalTriangleCount);
  std::memcpy(indices.data(), bytes.data() + kMagic.size() + kPositionBytes, kTriangleBytes);
  for (std::size_t i = 0; i < indices.size(); i += 3)
    mesh.triangles.push_back({indices[i], indices[i + 1], indices[i + 2]});
  check_mesh(mesh, path.string());
  return mesh;
}

std::string encode_canonical_mesh(const CanonicalMesh& mesh) {
  std::string bytes(kMagic);
  bytes.append(reinterpret_cast<const char*>(mesh.positions.data()), kPositionBytes);
  for (const Triangle& triangle : mesh.triangles)
    for (const int v : triangle) {
      const auto index = static_cast<std::uint16_t>(v);
      bytes.append(reinterpret_cast<const char*>(&index), sizeof(index));
    }
  return bytes;
}

std::vector<int> mirror_table(std::span<const std::array<float, 3>> positions) {
  constexpr float kToleranceCm = 1e-4F;
  std::vector<int> table;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const auto& p = positions[i];
    int best = -1;
    float best_distance = kToleranceCm;
    for (std::size_t j = 0; j < positions.size(); ++j) {
      const auto& q = positions[j];
      const float distance = std::hypot(p[0] + q[0], p[1] - q[1], p[2] - q[2]);
      if (distance < best_distance) {
        best = static_cast<int>(j);
        best_distance = distance;
      }
    }
    check(best >= 0, ErrorCode::kInvalidData, "canonical mesh: vertex {} has no mirror image", i);
    table.push_back(best);
  }
  return table;
}

}  // namespace emo3d::head
