#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "emo3d/avatar/gltf_document.h"
#include "emo3d/rig/vec3.h"

namespace emo3d::avatar {

/// Vertices or indices that one accessor may have.
inline constexpr std::size_t kMaxGltfElements = std::size_t{1} << 24;

/// What an accessor may hold, by its number of components: SCALAR, VEC2, VEC3, VEC4, or MAT4.
enum class GltfType : std::uint8_t { kScalar = 1, kVec2 = 2, kVec3 = 3, kVec4 = 4, kMat4 = 16 };

/// The numbers of an accessor in the order of its elements, as floats: integers that are "normalized" become fractions,
/// others keep their value. Sparse elements are put in place; without a buffer view the rest is zero. Every offset,
/// stride, count and index is checked before anything is read or allocated.
/// \throws Error kInvalidData naming the accessor, also for another type than asked for and for NaN and infinity.
[[nodiscard]] std::vector<float> read_numbers(const GltfDocument& document, std::size_t accessor, GltfType type);

/// read_numbers() of a VEC3.
[[nodiscard]] std::vector<rig::Vec3> read_vectors(const GltfDocument& document, std::size_t accessor);

/// Whole numbers such as indices: unsigned bytes, shorts or (scalars only) ints that are not normalised.
/// \throws as read_numbers().
[[nodiscard]] std::vector<std::uint32_t> read_integers(const GltfDocument& document, std::size_t accessor,
                                                       GltfType type);

/// The accessor's "count", checked against kMaxGltfElements.
[[nodiscard]] std::size_t element_count(const GltfDocument& document, std::size_t accessor);

}  // namespace emo3d::avatar
