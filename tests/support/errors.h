#pragma once

#include <string>

#include "emo3d/base/error.h"

namespace emo3d::testing {

/// The message of the Error that `action` throws, or "no error".
template <typename Action>
[[nodiscard]] std::string error_message(Action&& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

}  // namespace emo3d::testing
