#pragma once

#include <cstdlib>
#include <string_view>

#include "emo3d/base/error.h"

namespace emo3d::fuzz {

/// What must hold of whatever a reader accepts: else the fuzzer has found a fault.
inline void expect(bool condition) {
  if (!condition) std::abort();
}

/// Reads the bytes, or is refused with an error of one line.
template <typename Reader>
void read_or_refuse(Reader&& reader, std::string_view bytes) {
  try {
    reader(bytes);
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
}

}  // namespace emo3d::fuzz
