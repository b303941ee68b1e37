#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace emo3d {

/// What another program is started with. What is not given is /dev/null.
struct ProcessOptions {
  std::filesystem::path input{};                     ///< Standard input from this file.
  int input_descriptor = -1;                         ///< Or from this descriptor, which stays the caller's.
  std::filesystem::path output{};                    ///< Standard output replaces this file.
  std::filesystem::path errors{};                    ///< Standard error too; may be the same file as `output`.
  std::map<std::string, std::string> environment{};  ///< Set on top of this process's own.
  bool own_group = false;                            ///< Ctrl-C of the terminal does not reach it.
};

/// How a program ended.
struct ProcessEnd {
  int exit_code = -1;           ///< -1 where a signal ended it.
  std::size_t peak_memory = 0;  ///< Resident, in bytes; counts what this process had in memory when it started it.
};

/// Another program, started without a shell. An object that goes without wait() kills it.
class Process {
 public:
  /// Starts `arguments[0]`, looked up in PATH where it holds no slash. \throws Error kUnavailable saying why not.
  explicit Process(std::vector<std::string> arguments, const ProcessOptions& options = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  /// \pre not called before \throws Error kIo where the end cannot be learned, as in a process that ignores SIGCHLD.
  [[nodiscard]] ProcessEnd wait();

 private:
  std::string name_;
  pid_t child_ = -1;
};

}  // namespace emo3d
