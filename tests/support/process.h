#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

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
  const auto file = [&](const char* name) { return (folder.path() / name).string(); };
  write_file(file("in"), input.standard_input);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, file("in").c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, file("out").c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, file("err").c_str(), O_WRONLY | O_CREAT, 0600);

  std::vector<std::string> variables;
  for (char** v = environ; *v != nullptr; ++v) {
    const std::string entry = *v;
    if (!input.environment.contains(entry.substr(0, entry.find('=')))) variables.push_back(entry);
  }
  for (const auto& [key, value] : input.environment) variables.push_back(key + "=" + value);
  const auto pointers = [](std::vector<std::string>& strings) {
    std::vector<char*> list;
    for (std::string& s : strings) list.push_back(s.data());
    list.push_back(nullptr);
    return list;
  };
  pid_t child = 0;
  const int error = posix_spawn(&child, arguments[0].c_str(), &actions, nullptr, pointers(arguments).data(),
                                pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  check(error == 0, ErrorCode::kUnavailable, "{} cannot be run", arguments[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(file("out")), read_file(file("err"))};
}

}  // namespace emo3d::testing
