#pragma once

#include <cstdint>
#include <string>

#include "emo3d/landmark/geometry_metadata.h"

/// Geometry metadata as MediaPipe writes it, for a made-up face.
namespace emo3d::testing {

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>((value & 0x7F) | 0x80));
  bytes.push_back(static_cast<char>(value));
  return bytes;
}

inline std::string fixed32(std::uint32_t field, float value) {
  std::string bytes = varint((field << 3) | 5);
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  return bytes;
}

inline std::string submessage(std::uint32_t field, const std::string& bytes) {
  return varint((field << 3) | 2) + varint(bytes.size()) + bytes;
}

/// A bowl of landmarks, of which every fourteenth says how it is turned.
inline landmark::GeometryMetadata made_up_geometry() {
  landmark::GeometryMetadata made_up;
  for (std::size_t i = 0; i < landmark::kMeshLandmarkCount; ++i) {
    const float x = static_cast<float>(i % 26) / 2 - 6;
    const float y = static_cast<float>(i / 26) - 9;
    made_up.positions.push_back({x, y, 6 - x * x / 8 - y * y / 16});
    made_up.weights.push_back(i % 14 == 0 ? 0.25F : 0);
  }
  for (std::size_t t = 0; t < landmark::kMeshTriangleCount; ++t) {
    const int corner = static_cast<int>(t % (landmark::kMeshLandmarkCount - 27));
    made_up.triangles.push_back({corner, corner + 1, corner + 26});
  }
  return made_up;
}

/// The message of `metadata`, with zero texture coordinates.
inline std::string geometry_message(const landmark::GeometryMetadata& metadata) {
  std::string mesh = varint(1 << 3) + varint(0) + varint(2 << 3) + varint(0);
  for (const auto& p : metadata.positions)
    for (const float value : {p[0], p[1], p[2], 0.0F, 0.0F}) mesh += fixed32(3, value);
  for (const auto& triangle : metadata.triangles)
    for (const int v : triangle) mesh += varint(4 << 3) + varint(static_cast<std::uint64_t>(v));
  std::string message = submessage(1, mesh);
  for (std::size_t i = 0; i < metadata.weights.size(); ++i)
    if (metadata.weights[i] != 0)
      message += submessage(2, varint(1 << 3) + varint(i) + fixed32(2, metadata.weights[i]));
  return message;
}

}  // namespace emo3d::testing
