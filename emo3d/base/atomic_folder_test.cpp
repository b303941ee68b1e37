#include "emo3d/base/atomic_folder.h"

#include <gtest/gtest.h>

#include <iterator>

#include "tests/support/errors.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(AtomicFolder, AppearsCompleteWithCommit) {
  const TemporaryDirectory place;
  const fs::path target = place.path() / "made";
  {
    AtomicFolder folder(target / "");
    folder.write("a.txt", "first");
    EXPECT_FALSE(fs::exists(target));
    folder.commit();
  }
  EXPECT_EQ(read_file(target / "a.txt"), "first");
  EXPECT_EQ(entries(place.path()), 1u);
  fs::create_directory(place.path() / "other");
  EXPECT_EQ(fs::status(target).permissions(), fs::status(place.path() / "other").permissions());
}

TEST(AtomicFolder, VanishesWithoutCommit) {
  const TemporaryDirectory place;
  {
    const AtomicFolder folder(place.path() / "made");
    folder.write("a.txt", "first");
  }
  EXPECT_EQ(entries(place.path()), 0u);
}

TEST(AtomicFolder, TakesThePlaceOfAnEmptyFolderOnly) {
  const TemporaryDirectory place;
  const fs::path target = place.path() / "made";
  fs::create_directory(target);
  AtomicFolder(target).commit();
  write_file(target / "kept.txt", "kept");
  EXPECT_NE(emo3d::testing::error_message([&] { const AtomicFolder folder(target); }).find("the folder is not empty"),
            std::string::npos);
  EXPECT_EQ(read_file(target / "kept.txt"), "kept");
  EXPECT_EQ(entries(place.path()), 1u);
}

TEST(AtomicFolder, FollowsALink) {
  const TemporaryDirectory place;
  fs::create_directory(place.path() / "real");
  fs::create_directory_symlink("real", place.path() / "link");
  AtomicFolder folder(place.path() / "link");
  folder.write("a.txt", "first");
  folder.commit();
  EXPECT_TRUE(fs::is_symlink(place.path() / "link"));
  EXPECT_EQ(read_file(place.path() / "real" / "a.txt"), "first");
}

TEST(AtomicFolder, RefusesFilesAndMissingParents) {
  const TemporaryDirectory place;
  write_file(place.path() / "file", "x");
  const auto refusal = [](const fs::path& path) {
    return emo3d::testing::error_message([&] { AtomicFolder::check_target(path); });
  };
  EXPECT_NE(refusal(place.path() / "file").find("not a folder"), std::string::npos);
  EXPECT_NE(refusal(place.path() / "none" / "made").find("there is no folder"), std::string::npos);
  EXPECT_NE(refusal("").find("names no file"), std::string::npos);
  EXPECT_EQ(refusal(place.path() / "made"), "no error");
}

}  // namespace
}  // namespace emo3d
