#include "emo3d/encode/model_checksum.h"

#include <gtest/gtest.h>

#include <chrono>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "tests/support/errors.h"

namespace emo3d::encode {
namespace {

namespace fs = std::filesystem;

class ModelChecksum : public ::testing::Test {
 protected:
  ModelChecksum() {
    write("config.json", "{}");
    write("model.safetensors", "weights");
    write("vocab.txt", "a");
    write("README.md", "not read");
  }
  void write(const std::string& name, const std::string& bytes) const { write_file(folder_.path() / name, bytes); }
  [[nodiscard]] std::string checksum() const { return model_checksum(folder_.path(), memory_); }

  TemporaryDirectory folder_;
  fs::path memory_ = folder_.path() / "cache";
};

TEST_F(ModelChecksum, ChangesWithEachFileThatMatters) {
  const std::string before = checksum();
  EXPECT_NE(before.find("vocab.txt ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\n"),
            std::string::npos)
      << before;
  EXPECT_EQ(before, model_checksum(folder_.path(), {}));
  write("README.md", "read by people");
  EXPECT_EQ(checksum(), before);
  write("model.safetensors", "weightz");  // of the same size
  const std::string other = checksum();
  EXPECT_NE(other, before);
  write("preprocessor_config.json", "{}");
  EXPECT_NE(checksum(), other);
}

TEST_F(ModelChecksum, IsRememberedForFilesThatStayTheSame) {
  // The change of a file that a test just wrote is younger than 2 seconds; this file of the system's is not.
  write("vocab.txt", "");
  fs::remove(folder_.path() / "vocab.txt");
  const fs::path old = "/etc/passwd";
  fs::create_symlink(old, folder_.path() / "vocab.txt");
  const std::string before = checksum();
  Json memory = read_json(memory_ / "checksums.json");
  const std::string key = (folder_.path() / "vocab.txt").string();
  ASSERT_EQ(memory.size(), 1U) << memory;
  memory.at(key)["sha256"] = std::string(64, '0');
  write_file(memory_ / "checksums.json", memory.dump());
  EXPECT_NE(checksum().find("vocab.txt 000000"), std::string::npos);
  memory.at(key)["state"] = "1:2:3";
  write_file(memory_ / "checksums.json", memory.dump());
  EXPECT_EQ(checksum(), before);
  for (const char* damaged : {"", "[]", "{\"x\":", "{\"a\": 1}"}) {
    write_file(memory_ / "checksums.json", damaged);
    EXPECT_EQ(checksum(), before) << damaged;
  }
}

TEST_F(ModelChecksum, NamesTheShardsOfAnIndex) {
  fs::remove(folder_.path() / "model.safetensors");
  write("model.safetensors.index.json",
        R"({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors", "c": "model-1.safetensors"}})");
  write("model-1.safetensors", "1");
  write("model-2.safetensors", "2");
  const std::string before = checksum();
  EXPECT_NE(before.find("model-1.safetensors"), std::string::npos);
  write("model-2.safetensors", "3");
  EXPECT_NE(checksum(), before);
}

TEST_F(ModelChecksum, RefusesAFolderThatHoldsNoModel) {
  fs::remove(folder_.path() / "model.safetensors");
  EXPECT_NE(testing::error_message([&] { (void)checksum(); }).find("neither model.safetensors nor"), std::string::npos);
  fs::remove(folder_.path() / "config.json");
  EXPECT_NE(testing::error_message([&] { (void)checksum(); }).find("no config.json in it"), std::string::npos);
}

}  // namespace
}  // namespace emo3d::encode
