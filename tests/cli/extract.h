#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/base/json.h"
#include "tests/cli/cli.h"
#include "tests/support/golden.h"

namespace emo3d::testing {

/// Runs `emo3d extract` with the golden model, in a folder of the test's own.
class ExtractGolden : public Cli {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
    golden_ = golden;
  }
  [[nodiscard]] std::string photo(const std::string& name) const { return (golden_ / "images" / name).string(); }
  [[nodiscard]] Json expected(const std::string& name) const {
    return read_json(golden_ / "expected" / (name + ".json"));
  }
  [[nodiscard]] ProcessResult extract(std::vector<std::string> arguments, const ProcessInput& input = {}) const {
    arguments.insert(arguments.begin(), "extract");
    arguments.insert(arguments.end(), {"--task", (golden_ / "models/face_landmarker.task").string()});
    return emo3d(arguments, input);
  }
  /// Copies golden photos into a folder of the test.
  void copy(const std::vector<std::string>& names, const std::string& folder) {
    kept_.insert(folder);
    std::filesystem::create_directories(file(folder));
    for (const std::string& name : names)
      std::filesystem::copy_file(photo(name), std::filesystem::path(file(folder)) / name);
  }
  [[nodiscard]] std::vector<Json> rows(const std::string& name) const {
    std::vector<Json> all;
    const std::string bytes = read_file(file(name));
    for (std::size_t start = 0; start < bytes.size();) {
      const std::size_t end = bytes.find('\n', start);
      all.push_back(parse_json(bytes.substr(start, end - start), name));
      start = end + 1;
    }
    return all;
  }

  std::filesystem::path golden_;
};

}  // namespace emo3d::testing
