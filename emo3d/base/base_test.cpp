#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "emo3d/base/atomic_folder.h"
#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/parallel.h"
#include "emo3d/base/progress.h"
#include "emo3d/base/random.h"
#include "emo3d/base/utf8.h"
#include "tests/support/errors.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(File, WritesAndReadsBack) {
  const TemporaryDirectory folder;
  const fs::path path = folder.path() / "a.bin";
  const std::string bytes("one\0two\n", 8);
  write_file(path, bytes);
  EXPECT_EQ(read_file(path), bytes);
  const MappedFile mapped(path);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(mapped.bytes().data()), mapped.bytes().size()), bytes);
  write_file(path, "new");
  EXPECT_EQ(read_file(path), "new");
  EXPECT_EQ(entries(folder.path()), 1u) << "a temporary file was left behind";
}

TEST(File, FailedWriteLeavesNothing) {
  const TemporaryDirectory folder;
  fs::create_directory(folder.path() / "taken");
  EXPECT_NE(error_message([&] { write_file(folder.path() / "taken", "x"); }).find("is a directory"), std::string::npos);
  EXPECT_NE(error_message([&] { write_file(folder.path() / "none" / "a", "x"); }).find("there is no folder"),
            std::string::npos);
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(File, WritesThroughLinksAndRefusesDevices) {
  const TemporaryDirectory folder;
  write_file(folder.path() / "target", "old");
  fs::create_symlink("target", folder.path() / "link");
  write_file(folder.path() / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link"));
  EXPECT_EQ(read_file(folder.path() / "target"), "new");
  EXPECT_EQ(error_message([] { write_file("/dev/null", "x"); }), "/dev/null: cannot write: not a regular file");
}

TEST(File, NamesAFolderThatMayNotBeWritten) {
  const TemporaryDirectory folder;
  fs::permissions(folder.path(), fs::perms(0755));
  const fs::path locked = folder.path() / "locked";
  fs::create_directory(locked);
  fs::permissions(locked, fs::perms(0555));
  const uid_t user = ::geteuid();
  ASSERT_TRUE(user != 0 || ::seteuid(65534) == 0) << "root may write anywhere";
  std::vector<std::pair<std::string, std::string>> messages;
  for (const fs::path& path : {locked / "a", locked / "a" / ""})
    messages.emplace_back(path.string(), error_message([&] { (void)writable_path(path); }));
  messages.emplace_back((locked / "b").string(), error_message([&] { write_file(locked / "b", "x"); }));
  messages.emplace_back((locked / "c/").string(), error_message([&] { AtomicFolder made(locked / "c/"); }));
  const std::string temporary = error_message([&] { TemporaryDirectory made(".x", locked); });
  ASSERT_TRUE(user != 0 || ::seteuid(0) == 0);
  for (const auto& [path, message] : messages) EXPECT_EQ(message, path + ": cannot write: Permission denied");
  EXPECT_EQ(temporary, locked.string() + ": cannot make a folder in it: Permission denied");
}

TEST(File, ExtensionsAreKnownInAnyCase) {
  EXPECT_EQ(extension_of("a/b.PNG"), ".png");
  EXPECT_EQ(extension_of("a.b/c"), "");
}

TEST(File, RefusesMissingLargeAndIrregularFiles) {
  const TemporaryDirectory folder;
  const fs::path path = folder.path() / "a";
  EXPECT_THROW((void)read_file(path), Error);
  EXPECT_THROW(MappedFile{path}, Error);
  write_file(path, "12345");
  EXPECT_NE(error_message([&] { (void)read_file(path, 4); }).find("5 bytes is more than the limit of 4"),
            std::string::npos);
  EXPECT_NE(error_message([&] { (void)read_file(folder.path()); }).find("not a regular file"), std::string::npos);
}

TEST(File, WritesAllThatAPipeTakesLittleByLittle) {
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  const std::string bytes(1 << 20, 'x');  // more than a pipe holds
  std::string read;
  std::jthread reader([&] {
    std::string part(1000, '\0');
    for (ssize_t n = 0; (n = ::read(ends[0], part.data(), part.size())) > 0;)
      read.append(part, 0, static_cast<std::size_t>(n));
  });
  EXPECT_EQ(write_all(ends[1], bytes), bytes.size());
  ::close(ends[1]);
  reader.join();
  ::close(ends[0]);
  EXPECT_EQ(read, bytes);
  EXPECT_EQ(write_all(-1, "x"), 0u);
  EXPECT_EQ(errno, EBADF);
}

TEST(File, NewFilesHaveTheModeThatTheProcessGives) {
  const TemporaryDirectory folder;
  const mode_t before = ::umask(0);
  for (const mode_t mask : {mode_t{0027}, mode_t{0077}, mode_t{0002}}) {
    (void)::umask(mask);
    write_file(folder.path() / "a", "x");
    EXPECT_EQ(::umask(mask), mask) << "is as before";
    EXPECT_EQ(fs::status(folder.path() / "a").permissions(), fs::perms(0666 & ~mask));
  }
  (void)::umask(before);
}

TEST(File, DoesNotWaitForTheWriterOfAPipe) {
  const TemporaryDirectory folder;
  const fs::path pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::string refused = pipe.string() + ": not a regular file";
  EXPECT_EQ(error_message([&] { (void)read_file(pipe); }), refused);
  EXPECT_EQ(error_message([&] { MappedFile mapped(pipe); }), refused);
}

TEST(File, TemporaryDirectoryGoesWithItsContents) {
  fs::path path;
  {
    const TemporaryDirectory folder;
    path = folder.path();
    write_file(path / "a", "x");
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(Json, MembersAreCheckedByType) {
  const Json json = parse_json(R"({"a": 1, "b": "x", "c": -1})", "t");
  EXPECT_EQ(size_member(json, "a", "t"), 1u);
  EXPECT_EQ(string_member(json, "b", "t"), "x");
  EXPECT_EQ(error_message([&] { (void)size_member(json, "c", "t"); }), "t: \"c\" must be a non-negative integer");
  EXPECT_EQ(error_message([&] { (void)string_member(json, "a", "t"); }), "t: \"a\" must be a string");
  EXPECT_EQ(error_message([&] { (void)member(json, "d", "t"); }), "t: \"d\" is missing");
}

TEST(Utf8, RefusesOverlongSurrogateAndCutForms) {
  EXPECT_EQ(find_invalid_utf8("a\u00e9\u4e2d\U0001F600"), std::nullopt);
  for (const std::string_view bad : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "\x80"})
    EXPECT_EQ(find_invalid_utf8("ok" + std::string(bad)), 2u);
}

TEST(Error, QuoteIsOnePrintableLine) {
  EXPECT_EQ(quote("a\n\"b\"\xff"), R"("a\x0a\"b\"\xff")");
  EXPECT_EQ(quote("abcdef", 3), R"("abc...")");
  EXPECT_EQ(quote("\x7f\xc2\x9b"
                  "2J\xc2\xa0"),
            "\"\\x7f\\xc2\\x9b2J\xc2\xa0\"")
      << "terminals obey U+009B";
}

TEST(Json, RefusesANameThatStandsTwiceInAnObject) {
  const auto message = [](std::string_view text) { return error_message([&] { (void)parse_json(text, "t"); }); };
  EXPECT_EQ(message(R"({"a": 1, "b": {"a": 2}, "c": [{"a": 1}, {"a": 2}]})"), "no error");
  EXPECT_EQ(message(R"({"a": 1, "b": 2, "a": 1})"), "t: \"a\" stands twice in one object");
  EXPECT_EQ(message(R"([{"b": {"x": {}, "y": {"z": 1}, "x": 0}}])"), "t: \"x\" stands twice in one object");
}

TEST(Json, SaysWhatATextIsThatIsNone) {
  const auto message = [](std::string_view text) { return error_message([&] { (void)parse_json(text, "t"); }); };
  EXPECT_EQ(message("\x89PNG\r\n"), "t: expected JSON, this is a PNG picture");
  EXPECT_EQ(message("glTF"), "t: expected JSON, this is a GLB or VRM file");
  EXPECT_EQ(message(" \n"), "t: expected JSON, this is empty");
  EXPECT_EQ(message("Timecode,BlendShapeCount\n1,2"),
            "t: expected JSON, this is a text that begins with \"Timecode,BlendShapeCount\"");
  EXPECT_EQ(message("{\"a\": }").find("line 1"), std::string::npos) << "the text may be a line of a file";
  EXPECT_NE(message("{\"a\":\n }").find("line 2, column"), std::string::npos);
}

RC_GTEST_PROP(ErrorProperty, QuoteNeverHoldsControlBytes, (const std::string& text)) {
  for (const char c : quote(text)) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
}

TEST(Parallel, VisitsEachIndexOnceAndRethrows) {
  for (const unsigned threads : {1u, 3u}) {
    std::vector<std::atomic<int>> visits(100);
    parallel_for(visits.size(), threads, [&](std::size_t i) { ++visits[i]; });
    for (const auto& v : visits) EXPECT_EQ(v, 1);
    EXPECT_THROW(parallel_for(10, threads, [](std::size_t i) { check(i != 5, ErrorCode::kIo, "five"); }), Error);
  }
}

TEST(Random, IsTheSameEverywhere) {
  Random random(1);
  EXPECT_EQ(random.next(), 0xb3f2af6d0fc710c5u);
  EXPECT_EQ(random.next(), 0x853b559647364ceau);
}

TEST(Random, WeightedNeverPicksAZeroWeight) {
  Random random(7);
  const std::vector<double> weights = {0, 1, 0, 3, 0};
  std::vector<int> counts(weights.size());
  for (int i = 0; i < 4000; ++i) ++counts[random.weighted(weights)];
  EXPECT_EQ(counts[0] + counts[2] + counts[4], 0);
  EXPECT_NEAR(counts[3], 3000, 150);
}

TEST(Progress, LineNamesRateAndTimeLeft) {
  const auto start = Progress::Clock::now();
  Progress progress(6000, start);
  progress.add(1200);
  EXPECT_EQ(progress.line("texts", start + std::chrono::seconds(1)), "1,200 of 6,000 (20%), 1,200 texts/s, 4 s left");
  EXPECT_FALSE(progress.due(start + std::chrono::milliseconds(100)));
  EXPECT_TRUE(progress.due(start + std::chrono::milliseconds(300)));
  EXPECT_FALSE(progress.due(start + std::chrono::milliseconds(400)));
}

}  // namespace
}  // namespace emo3d
