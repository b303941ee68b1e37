#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

/// Sets the test up with the reference data of `folder`, or reports it as skipped; inside CI (EMO3D_REQUIRE_GOLDEN) its
/// absence is a failure. Use at the start of a test in a suite named `...Golden`.
#define EMO3D_GOLDEN_OR_SKIP(variable, folder)                                               \
  const std::filesystem::path variable = emo3d::testing::golden_root() / (folder);           \
  if (!std::filesystem::exists(variable)) {                                                  \
    if (std::getenv("EMO3D_REQUIRE_GOLDEN") != nullptr) FAIL() << variable << " is missing"; \
    GTEST_SKIP() << variable << " is missing";                                               \
  }                                                                                          \
  static_assert(true, "")

namespace emo3d::testing {

/// `EMO3D_GOLDEN`, else ../shared/golden beside the working directory.
inline std::filesystem::path golden_root() {
  const char* from_environment = std::getenv("EMO3D_GOLDEN");
  return from_environment != nullptr ? from_environment : "../shared/golden";
}

}  // namespace emo3d::testing
