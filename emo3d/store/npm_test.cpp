#include "emo3d/store/npm.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "emo3d/base/file.h"
#include "tests/support/errors.h"

namespace emo3d::store {
namespace {

namespace fs = std::filesystem;

/// A program called npm that runs `script`, first in PATH.
class StandInNpm {
 public:
  explicit StandInNpm(const std::string& script) : path_(std::getenv("PATH")) {
    write_file(folder_.path() / "npm", "#!/bin/sh\n" + script + "\n");
    fs::permissions(folder_.path() / "npm", fs::perms::owner_all);
    ::setenv("PATH", (folder_.path().string() + ":" + path_).c_str(), 1);
  }
  StandInNpm(const StandInNpm&) = delete;
  StandInNpm& operator=(const StandInNpm&) = delete;
  ~StandInNpm() { ::setenv("PATH", path_.c_str(), 1); }

 private:
  TemporaryDirectory folder_;
  std::string path_;
};

TEST(Npm, GivesTheArchiveThatNpmLeaves) {
  const TemporaryDirectory folder;
  const StandInNpm npm("shift 3; echo packed > \"$1/a-1.0.0.tgz\"");
  EXPECT_EQ(read_file(npm_pack("a@1.0.0", folder.path())), "packed\n");
}

TEST(Npm, SaysWhatNpmSays) {
  const TemporaryDirectory folder;
  const StandInNpm npm("echo 'npm ERR! 404 no such package' >&2; exit 1");
  EXPECT_EQ(testing::error_message([&] { (void)npm_pack("a@1.0.0", folder.path()); }),
            "npm pack a@1.0.0 failed: npm ERR! 404 no such package");
}

TEST(Npm, MissesTheArchive) {
  const TemporaryDirectory folder;
  const StandInNpm npm("exit 0");
  EXPECT_EQ(testing::error_message([&] { (void)npm_pack("a@1.0.0", folder.path()); }),
            "npm pack a@1.0.0 left no archive");
}

}  // namespace
}  // namespace emo3d::store
