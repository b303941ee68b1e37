#include "emo3d/base/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "emo3d/base/file.h"
#include "tests/support/errors.h"

namespace emo3d {
namespace {

using testing::error_message;

int exit_code(std::vector<std::string> arguments, const ProcessOptions& options = {}) {
  return Process(std::move(arguments), options).wait().exit_code;
}

TEST(Process, ReportsTheExitCode) {
  EXPECT_EQ(exit_code({"true"}), 0);
  EXPECT_EQ(exit_code({"sh", "-c", "exit 7"}), 7);
  EXPECT_EQ(exit_code({"sh", "-c", "kill -9 $$"}), -1);
  EXPECT_GT(Process({"true"}).wait().peak_memory, 1u << 16);
}

TEST(Process, ConnectsFilesDescriptorsAndEnvironment) {
  const TemporaryDirectory folder;
  const auto file = [&](const char* name) { return folder.path() / name; };
  write_file(file("in"), "given\n");
  EXPECT_EQ(exit_code({"sh", "-c", "read a; echo $a $EMO3D_PROCESS_TEST; echo oops >&2"},
                      {.input = file("in"),
                       .output = file("out"),
                       .errors = file("err"),
                       .environment = {{"EMO3D_PROCESS_TEST", "set"}}}),
            0);
  EXPECT_EQ(read_file(file("out")), "given set\n");
  EXPECT_EQ(read_file(file("err")), "oops\n");
  EXPECT_EQ(exit_code({"sh", "-c", "echo one; echo two >&2"}, {.output = file("both"), .errors = file("both")}), 0);
  EXPECT_EQ(read_file(file("both")), "one\ntwo\n");
  EXPECT_EQ(exit_code({"sh", "-c", "! read a"}), 0) << "without a file standard input is empty";

  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  Process cat({"cat"}, {.input_descriptor = ends[0], .output = file("cat")});
  ASSERT_EQ(::write(ends[1], "piped", 5), 5);
  ::close(ends[1]);
  EXPECT_EQ(cat.wait().exit_code, 0);
  ::close(ends[0]);
  EXPECT_EQ(read_file(file("cat")), "piped");
}

TEST(Process, NamesAProgramThatIsNotThere) {
  EXPECT_EQ(error_message([] { Process process({"emo3d-no-such-program"}); }),
            "emo3d-no-such-program cannot be run: No such file or directory");
}

TEST(Process, AnUnknownEndIsAnErrorAndNotASuccess) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  EXPECT_EQ(error_message([] { (void)exit_code({"false"}); }), "false: how it ended is unknown: No child processes");
  std::signal(SIGCHLD, before);
}

TEST(Process, IsKilledWithItsObject) {
  const TemporaryDirectory folder;
  const auto made = folder.path() / "made";
  { Process slow({"sh", "-c", "sleep 0.2; : >" + made.string()}, {.own_group = true}); }
  ::usleep(400'000);
  EXPECT_FALSE(std::filesystem::exists(made));
}

}  // namespace
}  // namespace emo3d
