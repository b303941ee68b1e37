#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace emo3d::testing {

/// The bytes of a member that a trusted ZIP archive stores uncompressed.
inline std::span<const std::byte> stored_member(std::string_view archive, std::string_view member) {
  const auto number = [&](std::size_t at, std::size_t bytes) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
      value |= std::size_t{static_cast<unsigned char>(archive.at(at + i))} << (8 * i);
    return value;
  };
  const std::size_t end = archive.rfind("PK\5\6");
  if (end == std::string_view::npos) throw std::runtime_error("not a ZIP archive");
  std::size_t entry = number(end + 16, 4);
  for (std::size_t left = number(end + 10, 2); left > 0; --left) {
    const std::size_t name_size = number(entry + 28, 2);
    if (archive.substr(entry + 46, name_size) == member) {
      if (number(entry + 10, 2) != 0) throw std::runtime_error("a member is compressed");
      const std::size_t local = number(entry + 42, 4);
      const std::size_t data = local + 30 + number(local + 26, 2) + number(local + 28, 2);
      const std::string_view bytes = archive.substr(data, number(entry + 24, 4));
      return std::as_bytes(std::span(bytes.data(), bytes.size()));
    }
    entry += 46 + name_size + number(entry + 30, 2) + number(entry + 32, 2);
  }
  throw std::runtime_error("no member " + std::string(member));
}

}  // namespace emo3d::testing
