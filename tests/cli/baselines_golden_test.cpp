// `generate` with the published baselines on the tiny CLIP, whose embeddings are known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "emo3d/base/json.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/model/baseline_scores.h"
#include "emo3d/model/clip_mlp.h"
#include "emo3d/model/vae_clip.h"
#include "emo3d/nn/npy.h"
#include "tests/cli/cli.h"
#include "tests/support/golden.h"
#include "tests/support/stand_in_baselines.h"

namespace emo3d {
namespace {

using ::testing::HasSubstr;
using testing::ProcessResult;

constexpr double kTolerance = 1e-4;

class BaselinesCliGolden : public testing::Cli {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(clip, "clip-tiny");
    clip_ = clip.string();
    const nn::NpyArray<float> all = nn::read_npy<float>(clip / "text_embeds.npy");
    const Json texts = read_json(clip / "texts.json");
    embeddings_ = nn::Matrix(kTexts, all.shape.at(1));
    for (std::size_t i = 0; i < kTexts; ++i) texts_.push_back(texts.at(i).at("text").get<std::string>());
    std::copy_n(all.values.begin(), kTexts * all.shape[1], embeddings_.data());
    testing::stand_in_clip_mlp(all.shape[1]).write_checkpoint(file("clip-mlp"));
    testing::stand_in_vae_clip(all.shape[1]).write_safetensors(file("vae-clip"));
    kept_ = {"clip-mlp", "vae-clip"};
  }
  /// What the network alone makes of the reference embeddings.
  [[nodiscard]] std::vector<face::Expression> expected(const std::string& model) const {
    return model::to_expressions(model == "clip-mlp" ? model::ClipMlp::load(file(model)).apply(embeddings_)
                                                     : model::VaeClip::load(file(model)).decode(embeddings_));
  }
  [[nodiscard]] ProcessResult generate(const std::string& model, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"generate", "--model", model, "--clip", clip_, "--weights", file(model)});
    return emo3d(arguments);
  }

  static constexpr std::size_t kTexts = 14;
  std::string clip_;
  std::vector<std::string> texts_;
  nn::Matrix embeddings_;
};

TEST_F(BaselinesCliGolden, FacesAreThoseOfTheReferenceEmbeddings) {
  for (const std::string model : {"clip-mlp", "vae-clip"}) {
    const std::vector<face::Expression> faces = expected(model);
    for (const std::size_t i : {std::size_t{0}, std::size_t{4}, std::size_t{11}}) {
      const ProcessResult result = generate(model, {texts_[i], "--json"});
      ASSERT_EQ(result.exit_code, 0) << result.err;
      const Json json = parse_json(result.out, "out");
      EXPECT_EQ(json.at("model"), model);
      EXPECT_LE(face::max_difference(face::expression_from_json(json, "out").expression, faces[i]), kTolerance) << i;
      EXPECT_TRUE(json.at("emotions").is_null());
      EXPECT_TRUE(json.at("confidence").is_null());
    }
  }
}

TEST_F(BaselinesCliGolden, BatchEqualsSingleTexts) {
  std::string lines;
  for (const std::string& text : texts_) lines += text + "\n";
  keep("lines.txt", lines);
  for (const std::string model : {"clip-mlp", "vae-clip"}) {
    const ProcessResult batch = generate(model, {"--from", file("lines.txt")});
    ASSERT_EQ(batch.exit_code, 0) << batch.err;
    const std::vector<face::Expression> faces = expected(model);
    std::istringstream rows(batch.out);
    std::string row;
    std::size_t i = 0;
    for (; std::getline(rows, row); ++i)
      EXPECT_LE(face::max_difference(face::expression_from_json(parse_json(row, "row"), "row").expression, faces[i]),
                kTolerance);
    EXPECT_EQ(i, texts_.size());
  }
}

TEST_F(BaselinesCliGolden, LowerPrecisionsStayClose) {
  const auto missing = parse_json(emo3d({"selftest", "--model", clip_, "--json"}).out, "out")
                           .at("not_supported")
                           .get<std::vector<std::string>>();
  for (const std::string precision : {"bf16", "int8"}) {
    const ProcessResult result = generate("clip-mlp", {texts_[0], "--json", "--precision", precision});
    if (std::ranges::find(missing, precision) != missing.end()) {
      expect_refused(result, precision);
      continue;
    }
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_LE(face::max_difference(face::expression_from_json(parse_json(result.out, "out"), "out").expression,
                                   expected("clip-mlp")[0]),
              0.2);
  }
}

TEST_F(BaselinesCliGolden, SayThatEmotionsAreNotTold) {
  const ProcessResult plain = generate("clip-mlp", {texts_[0], "--explain"});
  ASSERT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_THAT(plain.out, HasSubstr("emotions: not told by this model"));
  EXPECT_THAT(plain.out, HasSubstr("from the network"));
  EXPECT_EQ(plain.out.find("happiness"), std::string::npos) << plain.out;
  EXPECT_EQ(plain.out.find("clauses"), std::string::npos) << plain.out;
}

TEST_F(BaselinesCliGolden, SayHowMuchOfALongTextWasRead) {
  std::string text = "sad";
  for (int i = 0; i < 100; ++i) text += " sad";
  const ProcessResult result = generate("vae-clip", {text, "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("only its first 75 tokens were read"));
}

TEST_F(BaselinesCliGolden, RefuseWhatTheyCannotDo) {
  expect_refused(generate("clip-mlp", {texts_[0], "--samples", "3"}), "clip-mlp does not tell");
  expect_refused(generate("clip-mlp", {""}), "empty");
  expect_refused(emo3d({"generate", "sad", "--model", "clip", "--clip", clip_}), "model \"clip\" is unknown");
  expect_refused(emo3d({"generate", "sad", "--clip", clip_}), "are for --model clip-mlp and vae-clip");
  expect_refused(emo3d({"generate", "sad", "--precision", "int8"}), "int8 is for --model clip-mlp and vae-clip");
  const std::string bert = (testing::golden_root() / "bert-tiny").string();
  expect_refused(emo3d({"generate", "sad", "--model", "clip-mlp", "--clip", bert, "--weights", file("clip-mlp")}),
                 "\"model_type\" is \"bert\", expected \"clip\"");
  testing::stand_in_clip_mlp(32).write_checkpoint(file("narrow"));
  kept_.insert("narrow");
  expect_refused(emo3d({"generate", "sad", "--model", "clip-mlp", "--clip", clip_, "--weights", file("narrow")}),
                 "embeddings have 64 values");
  expect_refused(emo3d({"generate", "sad", "--model", "clip-mlp", "--clip", clip_, "--weights", file("none.pth")}),
                 "none.pth");
}

TEST_F(BaselinesCliGolden, NameWhatIsToBePulled) {
  const testing::ProcessInput empty{.environment = {{"EMO3D_HOME", file("home")}}};
  for (const std::string model : {"clip-mlp", "vae-clip"})
    expect_refused(emo3d({"generate", "sad", "--model", model, "--clip", clip_}, empty), "emo3d models pull " + model);
  expect_refused(emo3d({"generate", "sad", "--model", "clip-mlp", "--weights", file("clip-mlp")}, empty),
                 "emo3d models pull clip-vit-base-patch32");
}

}  // namespace
}  // namespace emo3d
