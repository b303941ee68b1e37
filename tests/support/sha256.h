#pragma once

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace emo3d::testing {

/// SHA-256 as 64 lower-case hexadecimal digits.
inline std::string sha256(std::span<const std::uint8_t> bytes) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string text;
  for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace emo3d::testing
