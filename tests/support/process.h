#pragma once

#include "emo3d/base/process.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "emo3d/base/file.h"

namespace emo3d::testing {

struct ProcessResult {
  int exit_code = -1;  ///< -1 where a signal ended it.
  std::string out;
  std::string err;
};

struct ProcessInput {
  std::string standard_input;
  std::map<std::string, std::string> environment;  ///< Set on top of this process's own.
};

/// Runs a program to its end and collects what it printed.
inline ProcessResult run_process(std::vector<std::string> arguments, const ProcessInput& input = {}) {
  const TemporaryDirectory folder;
  const auto file = [&](const char* name) { return folder.path() / name; };
  write_file(file("in"), input.standard_input);
  Process process(
      std::move(arguments),
      {.input = file("in"), .output = file("out"), .errors = file("err"), .environment = input.environment});
  const int exit_code = process.wait().exit_code;
  return {exit_code, read_file(file("out")), read_file(file("err"))};
}

/// Whether MP4 files can be made here.
inline bool ffmpeg_is_here() {
  return run_process({"sh", "-c", "command -v ffmpeg && command -v ffprobe"}).exit_code == 0;
}

}  // namespace emo3d::testing
