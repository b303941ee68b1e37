#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "emo3d/rig/cage.h"

/// The file of the built-in head. "E3DH", version (u32), size of the payload (u32), then the payload compressed by
/// zlib. All numbers are little-endian; lengths are int16 in steps of kCageStepCm, indices uint16.
namespace emo3d::rig {

inline constexpr float kCageStepCm = 1e-3f;

/// The bytes of the file; coordinates are rounded to whole steps. \throws Error kInvalidData where the cage is not
/// sound or a coordinate is farther than 32 cm from the origin.
[[nodiscard]] std::string encode_cage(const Cage& cage);

/// Reads the file's bytes, trusting nothing in them. \throws Error kInvalidData; its message starts with `source`.
[[nodiscard]] Cage decode_cage(std::span<const std::byte> bytes, std::string_view source);

/// \throws Error kNotFound, kIo or kInvalidData.
[[nodiscard]] Cage read_cage(const std::filesystem::path& path);

}  // namespace emo3d::rig
