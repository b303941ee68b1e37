#include "emo3d/landmark/geometry_metadata.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/proto_reader.h"

namespace emo3d::landmark {
namespace {

// Fields of GeometryPipelineMetadata, Mesh3d and WeightedLandmarkRef.
constexpr std::uint32_t kMeshField = 1;
constexpr std::uint32_t kWeightedLandmarkField = 2;
constexpr std::uint32_t kVertexBufferField = 3;
constexpr std::uint32_t kIndexBufferField = 4;
constexpr std::uint32_t kLandmarkIdField = 1;
constexpr std::uint32_t kWeightField = 2;

constexpr std::size_t kFloatsPerVertex = 5;  // VERTEX_PT: x, y, z, u, v
constexpr float kLargestCoordinateCm = 20;
constexpr float kLargestWeight = 1e3F;
constexpr std::size_t kNumbers = kFloatsPerVertex * kMeshLandmarkCount;
constexpr std::size_t kIndices = 3 * kMeshTriangleCount;

float as_float(const ProtoField& field) { return std::bit_cast<float>(static_cast<std::uint32_t>(field.value)); }

struct MeshBuffers {
  std::vector<float> vertices;
  std::vector<std::uint64_t> indices;
};

MeshBuffers read_buffers(std::span<const std::byte> message, const std::string& source) {
  MeshBuffers buffers;
  ProtoReader mesh(message, source);
  while (const auto part = mesh.next()) {
    if (part->number == kVertexBufferField && part->kind == ProtoField::Kind::kFixed32)
      buffers.vertices.push_back(as_float(*part));
    if (part->number == kIndexBufferField && part->kind == ProtoField::Kind::kVarint)
      buffers.indices.push_back(part->value);
  }
  check(buffers.vertices.size() == kNumbers, ErrorCode::kInvalidData, "{}: vertex buffer holds {} numbers, not {}",
        source, buffers.vertices.size(), kNumbers);
  check(buffers.indices.size() == kIndices, ErrorCode::kInvalidData, "{}: index buffer holds {} numbers, not {}",
        source, buffers.indices.size(), kIndices);
  return buffers;
}

GeometryMetadata read_mesh(std::span<const std::byte> message, const std::string& source) {
  const MeshBuffers buffers = read_buffers(message, source);
  GeometryMetadata metadata;
  for (std::size_t i = 0; i < kNumbers; i += kFloatsPerVertex) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const float c = buffers.vertices[i + axis];
      check(std::isfinite(c) && std::abs(c) <= kLargestCoordinateCm, ErrorCode::kInvalidData,
            "{}: vertex {}: coordinate {} is not within {} cm", source, i / kFloatsPerVertex, c, kLargestCoordinateCm);
    }
    metadata.positions.push_back({buffers.vertices[i], buffers.vertices[i + 1], buffers.vertices[i + 2]});
  }
  for (std::size_t i = 0; i < kIndices; ++i) {
    check(buffers.indices[i] < kMeshLandmarkCount, ErrorCode::kInvalidData, "{}: triangle {}: vertex {} of {}", source,
          i / 3, buffers.indices[i], kMeshLandmarkCount);
    if (i % 3 == 0) metadata.triangles.emplace_back();
    metadata.triangles.back()[i % 3] = static_cast<int>(buffers.indices[i]);
  }
  return metadata;
}

struct WeightedLandmark {
  std::size_t landmark = 0;
  float weight = 0;
};

WeightedLandmark read_weighted_landmark(std::span<const std::byte> message, const std::string& source) {
  std::uint64_t landmark = 0;
  float weight = 0;
  ProtoReader reference(message, source);
  while (const auto part = reference.next()) {
    if (part->number == kLandmarkIdField && part->kind == ProtoField::Kind::kVarint) landmark = part->value;
    if (part->number == kWeightField && part->kind == ProtoField::Kind::kFixed32) weight = as_float(*part);
  }
  check(landmark < kMeshLandmarkCount, ErrorCode::kInvalidData, "{}: landmark {} of {}", source, landmark,
        kMeshLandmarkCount);
  check(weight >= 0 && weight <= kLargestWeight, ErrorCode::kInvalidData,
        "{}: landmark {}: weight {} is not within 0 and {}", source, landmark, weight, kLargestWeight);
  return {static_cast<std::size_t>(landmark), weight};
}

}  // namespace

GeometryMetadata parse_geometry_metadata(std::span<const std::byte> message, std::string_view source) {
  const std::string mesh_source = std::string(source) + ": canonical mesh";
  const std::string basis_source = std::string(source) + ": Procrustes basis";
  GeometryMetadata metadata;
  std::vector<float> weights(kMeshLandmarkCount);
  ProtoReader fields(message, std::string(source));
  while (const auto field = fields.next()) {
    if (field->kind != ProtoField::Kind::kBytes) continue;
    if (field->number == kMeshField) {
      check(metadata.positions.empty(), ErrorCode::kInvalidData, "{}: stands there twice", mesh_source);
      metadata = read_mesh(field->bytes, mesh_source);
    } else if (field->number == kWeightedLandmarkField) {
      const auto [landmark, weight] = read_weighted_landmark(field->bytes, basis_source);
      weights[landmark] = weight;
    }
  }
  check(!metadata.positions.empty(), ErrorCode::kInvalidData, "{}: is missing", mesh_source);
  check(std::ranges::any_of(weights, [](float w) { return w > 0; }), ErrorCode::kInvalidData,
        "{}: no landmark has a weight above 0", basis_source);
  metadata.weights = std::move(weights);
  return metadata;
}

}  // namespace emo3d::landmark
