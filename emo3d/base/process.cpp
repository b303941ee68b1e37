#include "emo3d/base/process.h"

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill() is POSIX
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "emo3d/base/error.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace emo3d {
namespace fs = std::filesystem;
namespace {

/// The null-terminated array that C wants of `strings`, which must outlive it.
std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> list;
  list.reserve(strings.size() + 1);
  for (std::string& s : strings) list.push_back(s.data());
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& more) {
  std::vector<std::string> variables;
  for (char** v = environ; *v != nullptr; ++v) {
    std::string entry = *v;
    if (!more.contains(entry.substr(0, entry.find('=')))) variables.push_back(std::move(entry));
  }
  for (const auto& [key, value] : more) variables.push_back(fmt::format("{}={}", key, value));
  return variables;
}

/// What posix_spawn() is to do with files and groups.
class SpawnPlan {
 public:
  explicit SpawnPlan(const ProcessOptions& options) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    if (options.input_descriptor >= 0)
      posix_spawn_file_actions_adddup2(&actions_, options.input_descriptor, 0);
    else
      posix_spawn_file_actions_addopen(&actions_, 0, or_null(options.input), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, 1, or_null(options.output), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (!options.errors.empty() && options.errors == options.output)
      posix_spawn_file_actions_adddup2(&actions_, 1, 2);
    else
      posix_spawn_file_actions_addopen(&actions_, 2, or_null(options.errors), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (options.own_group) posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }
  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  static const char* or_null(const fs::path& path) { return path.empty() ? "/dev/null" : path.c_str(); }

  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

Process::Process(std::vector<std::string> arguments, const ProcessOptions& options) : name_(arguments.at(0)) {
  const SpawnPlan plan(options);
  std::vector<std::string> variables = environment_with(options.environment);
  const int error = posix_spawnp(&child_, name_.c_str(), plan.actions(), plan.attributes(), pointers(arguments).data(),
                                 pointers(variables).data());
  if (error == 0) return;
  child_ = -1;
  fail(ErrorCode::kUnavailable, "{} cannot be run: {}", name_, std::generic_category().message(error));
}

Process::~Process() {
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  while (::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

ProcessEnd Process::wait() {
  const pid_t child = std::exchange(child_, -1);
  int status = 0;
  rusage usage{};
  pid_t ended = -1;
  do ended = ::wait4(child, &status, 0, &usage);
  while (ended < 0 && errno == EINTR);
  check(ended == child, ErrorCode::kIo, "{}: how it ended is unknown: {}", name_,
        std::generic_category().message(errno));
  return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          .peak_memory = static_cast<std::size_t>(usage.ru_maxrss) * 1024};
}

}  // namespace emo3d
