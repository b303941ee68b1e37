#include "tools/head/canonical_mesh.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "tools/head/proto_reader.h"

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

// Of face_geometry.Mesh3d: x, y, z, u, v for each vertex (VERTEX_PT), three indices for each triangle.
constexpr std::uint32_t kMeshField = 1;
constexpr std::uint32_t kVertexBufferField = 3;
constexpr std::uint32_t kIndexBufferField = 4;
constexpr std::size_t kFloatsPerVertex = 5;

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

CanonicalMesh parse_geometry_metadata(std::span<const std::byte> message, std::string_view source) {
  std::vector<float> vertex_buffer;
  std::vector<std::uint64_t> index_buffer;
  ProtoReader metadata(message, std::string(source));
  while (const auto field = metadata.next()) {
    if (field->number != kMeshField || field->kind != ProtoField::Kind::kBytes) continue;
    ProtoReader mesh(field->bytes, std::string(source) + ": canonical mesh");
    while (const auto part = mesh.next()) {
      if (part->number == kVertexBufferField && part->kind == ProtoField::Kind::kFixed32)
        vertex_buffer.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(part->value)));
      if (part->number == kIndexBufferField && part->kind == ProtoField::Kind::kVarint)
        index_buffer.push_back(part->value);
    }
  }
  check(vertex_buffer.size() == kFloatsPerVertex * kLandmarkCount, ErrorCode::kInvalidData,
        "{}: canonical mesh: vertex buffer holds {} numbers, not {}", source, vertex_buffer.size(),
        kFloatsPerVertex * kLandmarkCount);
  check(index_buffer.size() == std::size_t{3} * kCanonicalTriangleCount, ErrorCode::kInvalidData,
        "{}: canonical mesh: index buffer holds {} numbers, not {}", source, index_buffer.size(),
        3 * kCanonicalTriangleCount);

  CanonicalMesh mesh;
  for (std::size_t i = 0; i < vertex_buffer.size(); i += kFloatsPerVertex)
    mesh.positions.push_back({vertex_buffer[i], vertex_buffer[i + 1], vertex_buffer[i + 2]});
  // An index that does not fit an int must not wrap around into the permitted range.
  const auto index = [](std::uint64_t value) { return value < kLandmarkCount ? static_cast<int>(value) : -1; };
  for (std::size_t i = 0; i < index_buffer.size(); i += 3)
    mesh.triangles.push_back({index(index_buffer[i]), index(index_buffer[i + 1]), index(index_buffer[i + 2])});
  check_mesh(mesh, source);
  return mesh;
}

CanonicalMesh extract_canonical_mesh(const std::filesystem::path& packed_assets) {
  const MappedFile file(packed_assets);
  check(file.bytes().size() >= kMetadataEnd, ErrorCode::kInvalidData,
        "{}: {} bytes; the geometry metadata of @mediapipe/face_mesh 0.4.1657299874 ends at {}", packed_assets.string(),
        file.bytes().size(), kMetadataEnd);
  return parse_geometry_metadata(file.bytes().subspan(kMetadataStart, kMetadataEnd - kMetadataStart),
                                 packed_assets.string() + ": geometry metadata");
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
