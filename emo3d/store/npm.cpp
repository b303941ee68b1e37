#include "emo3d/store/npm.h"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/process.h"

namespace emo3d::store {
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

/// The exit code of npm, whose words go to `output`.
int run_npm(std::vector<std::string> arguments, const fs::path& output) {
  try {
    return Process(std::move(arguments), {.output = output, .errors = output}).wait().exit_code;
  } catch (const Error& e) {
    fail(ErrorCode::kUnavailable, "{}; install Node.js with npm", e.what());
  }
}

}  // namespace

fs::path npm_pack(const std::string& package, const fs::path& folder) {
  const fs::path output = folder / "npm.out";
  const int exit_code =
      run_npm({"npm", "pack", "--loglevel=error", "--pack-destination", folder.string(), package}, output);
  if (exit_code != 0) fail(ErrorCode::kUnavailable, "npm pack {} failed: {}", package, last_line(output));
  std::error_code unreadable;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, unreadable))
    if (entry.path().extension() == ".tgz") return entry.path();
  fail(ErrorCode::kUnavailable, "npm pack {} left no archive", package);
}

}  // namespace emo3d::store
