#pragma once

#include <cstdint>
#include <span>

namespace emo3d::testing {

/// FNV-1a over bytes, continued from `hash`: a picture as one number.
[[nodiscard]] inline std::uint64_t fnv_hash(std::span<const std::uint8_t> bytes,
                                            std::uint64_t hash = 0xcbf29ce484222325u) {
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3u;
  return hash;
}

}  // namespace emo3d::testing
