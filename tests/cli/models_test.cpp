// The store of pulled models: damage is found and named.
#include <gtest/gtest.h>

#include <filesystem>

#include "emo3d/base/json.h"
#include "emo3d/store/store.h"
#include "tests/cli/cli.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::Cli;
using testing::ProcessResult;

/// A copy of the pulled model in a store of its own, to damage.
class DamagedModel : public Cli {
 protected:
  DamagedModel() {
    kept_.insert("home");
    const fs::path models = fs::path(file("home")) / "models";
    fs::create_directories(models);
    copy_ = models / "use-lite";
    fs::copy(store::ModelStore::open().require("use-lite"), copy_);
  }
  [[nodiscard]] ProcessResult generate() const {
    return emo3d({"generate", "overwhelmed with joy", "-o", file("a.json")},
                 {.standard_input = "", .environment = {{"EMO3D_HOME", file("home")}}});
  }
  fs::path copy_;
};

TEST_F(DamagedModel, EachDamageIsNamed) {
  ASSERT_EQ(generate().exit_code, 0);
  fs::remove(file("a.json"));

  const std::string shard = read_file(copy_ / "group1-shard7of7");
  write_file(copy_ / "group1-shard7of7", shard.substr(0, shard.size() - 4));
  expect_refused(generate(), "group1-shard7of7");
  write_file(copy_ / "group1-shard7of7", std::string(shard.size(), '\xff'));  // every weight NaN
  expect_refused(generate(), "use-lite");
  write_file(copy_ / "group1-shard7of7", shard);

  const std::string vocabulary = read_file(copy_ / "vocab.json");
  write_file(copy_ / "vocab.json", "[" + vocabulary.substr(1, vocabulary.size() - 2) + "}");
  expect_refused(generate(), "vocab.json");
  write_file(copy_ / "vocab.json", vocabulary);

  fs::remove(copy_ / "model.json");
  expect_refused(generate(), "model.json: missing; run: emo3d models pull use-lite");
  fs::remove_all(copy_);
  expect_refused(generate(), "run: emo3d models pull use-lite");
}

TEST_F(DamagedModel, VerifyFindsAFlippedByte) {
  std::string shard = read_file(copy_ / "group1-shard1of7");
  shard[1000] = static_cast<char>(shard[1000] ^ 1);
  write_file(copy_ / "group1-shard1of7", shard);
  const ProcessResult result =
      emo3d({"models", "verify"}, {.standard_input = "", .environment = {{"EMO3D_HOME", file("home")}}});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.out.find("group1-shard1of7: damaged: sha256"), std::string::npos);
}

TEST_F(Cli, ModelsListVerifyAndPathAgree) {
  const Json list = parse_json(emo3d({"models", "list", "--json"}).out, "list");
  EXPECT_EQ(list.at(0).at("name"), "use-lite");
  EXPECT_EQ(list.at(0).at("state"), "present");
  EXPECT_EQ(emo3d({"models", "verify"}).exit_code, 0);
  EXPECT_EQ(emo3d({"models", "path", "use-lite"}).out, list.at(0).at("path").get<std::string>() + "\n");
  expect_refused(emo3d({"models", "path", "big"}), "known are: use-lite");
}

}  // namespace
}  // namespace emo3d
