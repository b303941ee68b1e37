// `selftest` on the tiny models: whole, recorded, and broken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/nn/npy.h"
#include "emo3d/nn/safetensors.h"
#include "tests/cli/cli.h"
#include "tests/support/golden.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::ProcessResult;

class SelftestCliGolden : public testing::Cli, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(model, GetParam());
    model_ = model.string();
  }
  static ProcessResult selftest(const std::string& model, std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {"selftest", "--model", model});
    return emo3d(arguments);
  }
  /// A copy of the model's files in a folder of the test's own.
  [[nodiscard]] std::string copy() const {
    fs::create_directory(file("copy"));
    for (const char* name : {"config.json", "model.safetensors", "preprocessor_config.json", "vocab.json", "merges.txt",
                             "vocab.txt", "tokenizer.json", "tokenizer_config.json", "sentencepiece.bpe.model"})
      if (fs::exists(fs::path(model_) / name)) fs::copy_file(fs::path(model_) / name, fs::path(file("copy")) / name);
    return file("copy");
  }
  /// Changes the sign of every weight of the first feed-forward layers.
  static void perturb(const fs::path& weights) {
    std::string bytes = read_file(weights);
    const nn::SafeTensorsIndex index = nn::parse_safetensors(std::as_bytes(std::span(bytes)), "weights");
    for (const auto& [name, entry] : index.tensors) {
      if (!name.ends_with("fc1.weight") && !name.ends_with("intermediate.dense.weight")) continue;
      const std::size_t size = entry.type == "F16" ? 2 : 4;
      for (std::size_t last = entry.begin + size - 1; last < entry.end; last += size)
        bytes[last] = static_cast<char>(bytes[last] ^ 0x80);
    }
    write_file(weights, bytes);
  }

  std::string model_;
};

TEST_P(SelftestCliGolden, PassesOnTheTinyModel) {
  const ProcessResult result = selftest(model_);
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("least cosine"));
  EXPECT_THAT(result.out, HasSubstr("16 texts"));
  EXPECT_EQ(result.out.find("FAILED"), std::string::npos);
  EXPECT_EQ(result.err, "");
}

TEST_P(SelftestCliGolden, JsonHoldsTheFigures) {
  const ProcessResult result = selftest(model_, {"--json", "--precision", "f32,int8", "--threads", "1"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json json = parse_json(result.out, "out");
  EXPECT_TRUE(json.at("passed").get<bool>());
  EXPECT_TRUE(json.at("reference").is_null());
  EXPECT_EQ(json.at("texts").size(), json.at("inputs").at("text"));
  for (const Json& row : json.at("rows")) {
    EXPECT_NE(row.at("precision"), "bf16");
    EXPECT_TRUE(row.at("passed").get<bool>());
    EXPECT_GE(row.at("least_cosine").get<double>(), 0.995);
  }
}

TEST_P(SelftestCliGolden, AgreesWithItsOwnRecordInEveryFormat) {
  ASSERT_EQ(selftest(model_, {"--record", file("r.safetensors")}).exit_code, 0);
  const nn::SafeTensorsFile recorded(file("r.safetensors"));
  EXPECT_TRUE(recorded.index().metadata.contains("sha256 model.safetensors"));
  Json json;
  for (const auto& [tower, entry] : recorded.index().tensors) {
    const nn::Tensor rows = recorded.load(tower, entry.shape);
    if (tower == "text") nn::write_npy(file("r.npy"), rows.view());
    for (std::size_t i = 0; i < entry.shape[0]; ++i) {
      const auto row = rows.values().subspan(i * entry.shape[1], entry.shape[1]);
      json[tower].push_back(std::vector<float>(row.begin(), row.end()));
    }
  }
  write_file(file("r.json"), json.dump());
  for (const char* name : {"r.safetensors", "r.npy", "r.json"}) {
    const ProcessResult result = selftest(model_, {"--reference", file(name)});
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr("reference"));
    EXPECT_THAT(result.out, HasSubstr(name));
  }
}

TEST_P(SelftestCliGolden, FailsOnABrokenCopy) {
  const std::string broken = copy();
  ASSERT_EQ(selftest(broken, {"--record", broken + "/selftest.safetensors"}).exit_code, 0);
  const ProcessResult before = selftest(broken);
  ASSERT_EQ(before.exit_code, 0) << before.out << before.err;
  EXPECT_THAT(before.out, HasSubstr("reference"));
  perturb(broken + "/model.safetensors");
  const ProcessResult after = selftest(broken);
  EXPECT_EQ(after.exit_code, 1) << after.out << after.err;
  EXPECT_THAT(after.out, HasSubstr("FAILED"));
  EXPECT_THAT(after.out, HasSubstr("model.safetensors: not the file that the reference was recorded with"));
  EXPECT_THAT(after.err, HasSubstr("beyond their bound"));
  const ProcessResult json = selftest(broken, {"--json"});
  EXPECT_EQ(json.exit_code, 1);
  EXPECT_FALSE(parse_json(json.out, "out").at("passed").get<bool>());
}

TEST_P(SelftestCliGolden, RefusesWhatItCannotRead) {
  expect_refused(selftest(file("nowhere")), "no such folder");
  expect_refused(selftest("no-such-model"), "no-such-model");
  expect_refused(selftest(folder_.path().string()), "config.json");
  expect_refused(selftest(model_, {"--precision", "f16"}), "expected f32, bf16 or int8");
  expect_refused(selftest(model_, {"--record", file("r.npy")}), "recorded as .safetensors");
  keep("r.json", R"({"text": [[1, 2], [3]], "image": []})");
  expect_refused(selftest(model_, {"--reference", file("r.json")}), "r.json");
  keep("r.safetensors", "cut");
  expect_refused(selftest(model_, {"--reference", file("r.safetensors")}), "r.safetensors");
  expect_refused(selftest(model_, {"--reference", file("none.npy")}), "none.npy");
  keep("r.txt", "");
  expect_refused(selftest(model_, {"--reference", file("r.txt")}), "expected .safetensors, .npy or .json");
}

INSTANTIATE_TEST_SUITE_P(Golden, SelftestCliGolden, ::testing::Values("clip-tiny", "bert-tiny", "xlmr-tiny"));

}  // namespace
}  // namespace emo3d
