#include "emo3d/model/default_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "emo3d/model/facs.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/judgement.h"
#include "emo3d/store/store.h"
#include "emo3d/text/sides.h"
#include "tests/support/errors.h"
#include "tests/support/stand_in_default_model.h"

namespace emo3d::model {
namespace {

using emotion::Emotion;
using face::Channel;
using testing::error_message;
using testing::StandInDefaultModel;

const std::vector<std::string> kSidedTexts{"An elderly woman, overwhelmed with joy, raises her left eyebrow",
                                           "Winks with the RIGHT eye, smirks with the left side of the mouth",
                                           "left eye shut, right eye wide open, the jaw pushed to the right",
                                           "Right eyebrow up and the Left one down, contemptuous",
                                           "looks right",
                                           "she glances to the left, sad",
                                           "the right-hand corner of the mouth is raised; right now he is glad",
                                           "he left the room with his right eyebrow raised",
                                           "both left and right eyebrows raised, the left one more"};

TEST(DefaultModel, ExchangingTheSidesMirrorsTheFaceExactly) {
  const StandInDefaultModel files;
  const auto model = files.load();
  for (const std::string& text : kSidedTexts) {
    const Prediction a = model->predict(text);
    const Prediction b = model->predict(text::mirror_sides(text));
    EXPECT_EQ(mirrored(a.expression), b.expression) << text;
    EXPECT_EQ(a.emotions, b.emotions) << text;
    EXPECT_NE(a.expression, b.expression) << text;
  }
}

TEST(DefaultModel, OtherMeaningsOfLeftAndRightChangeNothing) {
  const StandInDefaultModel files;
  const auto model = files.load();
  for (const std::string text : {"i am sad right now", "he left her, she was left alone", "all right, you are right"})
    EXPECT_EQ(model->predict(text).expression, model->predict(text::mirror_sides(text)).expression) << text;
}

TEST(DefaultModel, WithoutASideOnlyContemptIsOneSided) {
  const StandInDefaultModel files;
  const auto model = files.load();
  const Prediction p = model->predict("the sad joy");
  const face::Expression composed = express(p.emotions);
  for (const Channel c : face::channels()) {
    if (composed[c] == composed[mirrored(c)]) {
      EXPECT_NEAR(p.expression[c], p.expression[mirrored(c)], 1e-6f) << name(c);
    }
  }
}

TEST(DefaultModel, ABatchEqualsOneByOne) {
  const StandInDefaultModel files;
  const auto model = files.load();
  const std::vector<Prediction> batch = model->predict_batch(kSidedTexts);
  ASSERT_EQ(batch.size(), kSidedTexts.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const Prediction one = model->predict(kSidedTexts[i]);
    EXPECT_LE(max_difference(batch[i].expression, one.expression), 1e-5f);
    EXPECT_EQ(batch[i].actions, one.actions);
  }
  EXPECT_TRUE(model->predict_batch({}).empty());
}

TEST(DefaultModel, FlagsTextsThatAreLongerThanItReads) {
  const StandInDefaultModel files;
  const auto model = files.load();
  std::string text = "sad";
  EXPECT_FALSE(model->predict(text).truncated);
  for (int i = 0; i < 200; ++i) text += " joy";
  EXPECT_TRUE(model->predict(text).truncated);
}

TEST(DefaultModel, RefusesBadTextsNamingThem) {
  const StandInDefaultModel files;
  const auto model = files.load();
  EXPECT_EQ(error_message([&] { (void)model->predict(""); }), "the description is empty");
  const std::vector<std::string> texts{"joy", " "};
  EXPECT_EQ(error_message([&] { (void)model->predict_batch(texts); }), "text 1: the description is blank");
}

TEST(DefaultModel, RefusesDamagedHeads) {
  const StandInDefaultModel files;
  const auto refusal_of = [&](const Json& config) {
    files.write_config(config);
    return error_message([&] { (void)files.load(); });
  };
  Json config = files.config();
  config["emotions"][1] = "glee";
  EXPECT_NE(refusal_of(config).find("config.json: emotions[1] must be \"happiness\""), std::string::npos);
  config = files.config();
  config.erase("channels");
  EXPECT_NE(refusal_of(config).find("channels"), std::string::npos);
  config = files.config();
  config["inputs"] = 57;
  EXPECT_NE(refusal_of(config).find("hidden.weight"), std::string::npos);
  config = files.config();
  config["hidden"] = 1'000'000;
  EXPECT_NE(refusal_of(config).find("hidden is 1000000"), std::string::npos);
  config = files.config();
  config["features"] = "clip";
  EXPECT_NE(refusal_of(config).find("features is \"clip\""), std::string::npos);
  config = files.config();
  config["format"] = "emo3d-head-9";
  EXPECT_NE(refusal_of(config).find("format"), std::string::npos);
  files.write_config(files.config());
  const std::string whole = read_file(files.head() / "model.safetensors");
  write_file(files.head() / "model.safetensors", std::string_view(whole).substr(0, whole.size() - 4));
  EXPECT_NE(error_message([&] { (void)files.load(); }).find("model.safetensors"), std::string::npos);
  std::filesystem::remove(files.head() / "model.safetensors");
  EXPECT_NE(error_message([&] { (void)files.load(); }).find("model.safetensors"), std::string::npos);
}

/// The published encoder with the head that the project ships.
class DefaultModelGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = store::home_directory() / "models/use-lite";  // where `emo3d models pull` puts it
    if (std::filesystem::exists(folder_ / "model.json")) return;
    if (std::getenv("EMO3D_REQUIRE_GOLDEN") != nullptr) FAIL() << folder_ << " is missing";
    GTEST_SKIP() << folder_ << " is missing";
  }

  std::filesystem::path folder_;
};

TEST_F(DefaultModelGolden, UnderstandsTheDemo) {
  const auto model = load_default({.use_lite_folder = folder_});
  const Prediction p = model->predict("An elderly woman, overwhelmed with joy, raises her left eyebrow");
  EXPECT_EQ(p.emotions.dominant(), Emotion::kHappiness);
  EXPECT_GE(p.emotions[Emotion::kHappiness], 0.6f);
  EXPECT_GE(p.expression[Channel::kMouthSmileLeft], 0.5f);
  EXPECT_GE(p.expression[Channel::kMouthSmileRight], 0.5f);
  EXPECT_GE(p.expression[Channel::kBrowOuterUpLeft], p.expression[Channel::kBrowOuterUpRight] + 0.5f);
}

TEST_F(DefaultModelGolden, NamesEachEmotion) {
  const auto model = load_default({.use_lite_folder = folder_});
  const std::pair<const char*, Emotion> kPlain[] = {{"a neutral face without expression", Emotion::kNeutral},
                                                    {"a happy man", Emotion::kHappiness},
                                                    {"she is very surprised", Emotion::kSurprise},
                                                    {"a sad old woman", Emotion::kSadness},
                                                    {"an angry boss", Emotion::kAnger},
                                                    {"a look of disgust on her face", Emotion::kDisgust},
                                                    {"a terrified child", Emotion::kFear},
                                                    {"full of contempt and scorn", Emotion::kContempt}};
  for (const auto& [text, wanted] : kPlain) EXPECT_EQ(model->predict(text).emotions.dominant(), wanted) << text;
}

TEST_F(DefaultModelGolden, ReadsSlipsOfTheKeyboardAndSaysSo) {
  const auto model = load_default({.use_lite_folder = folder_});
  EXPECT_EQ(model->predict("a furiuos man").expression, model->predict("a furious man").expression);
  EXPECT_EQ(model->explain("a furiuos man").corrections, (std::vector<reading::Correction>{{"furiuos", "furious"}}));
}

TEST_F(DefaultModelGolden, EmojiSpeakForThemselves) {
  const auto model = load_default({.use_lite_folder = folder_});
  EXPECT_EQ(model->predict("\xf0\x9f\x98\x82\xf0\x9f\x98\x82").emotions.dominant(), Emotion::kHappiness);
  EXPECT_EQ(model->predict("\xf0\x9f\x98\x82").emotions[Emotion::kAnger], 0);
  EXPECT_EQ(model->predict("\xf0\x9f\xa5\x91 ?").emotions.dominant(), Emotion::kNeutral);
}

TEST_F(DefaultModelGolden, WhatIsNoLanguageIsNeutralAndSaysSo) {
  const auto model = load_default({.use_lite_folder = folder_});
  for (const char* text : {"asdkjh qwe", "lorem ipsum dolor", "qwzx"}) {
    const Prediction p = model->predict(text);
    EXPECT_EQ(p.emotions.dominant(), Emotion::kNeutral) << text;
    EXPECT_LT(p.confidence, reading::kUnsure) << text;
    EXPECT_EQ(p.notes.size(), 1u) << text;
  }
}

TEST_F(DefaultModelGolden, NamedActionsTellWhatWordsDoNot) {
  const auto model = load_default({.use_lite_folder = folder_});
  EXPECT_EQ(model->predict("the boss leans over the desk, brows knotted, jaw clenched").emotions.dominant(),
            Emotion::kAnger);
}

TEST_F(DefaultModelGolden, Bfloat16StaysNearFloat32) {
  if (!nn::bfloat16_supported()) GTEST_SKIP() << "this processor has no bfloat16";
  const auto exact = load_default({.use_lite_folder = folder_});
  const auto fast = load_default({.use_lite_folder = folder_, .precision = nn::Precision::kBfloat16});
  float largest = 0;
  for (const std::string& text : kSidedTexts)
    largest = std::max(largest, max_difference(exact->predict(text).expression, fast->predict(text).expression));
  EXPECT_LE(largest, 0.01f);
}

}  // namespace
}  // namespace emo3d::model
