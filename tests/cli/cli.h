#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "emo3d/base/file.h"
#include "tests/support/process.h"

namespace emo3d::testing {

/// Runs the program (EMO3D_PROGRAM, the path of the emo3d binary) in a folder of the test's own.
class Cli : public ::testing::Test {
 protected:
  static ProcessResult emo3d(std::vector<std::string> arguments, const ProcessInput& input = {}) {
    arguments.insert(arguments.begin(), EMO3D_PROGRAM);
    return run_process(std::move(arguments), input);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }

  /// Exit 2, one line on standard error that holds `expected`, and no file written.
  void expect_refused(const ProcessResult& result, const std::string& expected) const {
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
    EXPECT_TRUE(result.err.starts_with("emo3d: ")) << result.err;
    EXPECT_NE(result.err.find(expected), std::string::npos) << result.err;
    EXPECT_EQ(result.out, "");
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      EXPECT_TRUE(kept_.contains(entry.path().filename().string())) << entry.path() << " was left behind";
  }
  void keep(const std::string& name, const std::string& bytes) {
    kept_.insert(name);
    write_file(file(name), bytes);
  }

  TemporaryDirectory folder_;
  std::set<std::string> kept_;
};

}  // namespace emo3d::testing
