#include "emo3d/train/default_training.h"

#include <gtest/gtest.h>

#include "emo3d/base/file.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/side_words.h"
#include "emo3d/text/sides.h"
#include "tests/support/errors.h"
#include "tests/support/stand_in_default_model.h"

namespace emo3d::train {
namespace {

using testing::StandInDefaultModel;

bool names_a_side(std::string_view text) { return !reading::find_side_words(reading::plain_text(text)).empty(); }

TEST(DefaultTraining, ExchangingTheSidesOfCorpusTextsMirrorsTheFaceExactly) {
  const StandInDefaultModel files;
  const auto model = files.load();
  CorpusGenerator generator({.part = Part::kAll, .seed = 11});
  std::vector<std::string> texts;
  std::vector<std::string> exchanged;
  std::vector<bool> names_side;
  std::size_t sided = 0;
  for (int i = 0; i < 1800; ++i) {
    texts.push_back(generator.next().text);
    exchanged.push_back(text::mirror_sides(texts.back()));
    names_side.push_back(names_a_side(texts.back()));
    sided += names_side.back() ? 1u : 0u;
  }
  EXPECT_GE(sided, 150u);
  const auto a = model->predict_batch(texts);
  const auto b = model->predict_batch(exchanged);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(names_side[i] ? mirrored(a[i].expression) : a[i].expression, b[i].expression) << texts[i];
    EXPECT_EQ(a[i].emotions, b[i].emotions) << texts[i];
  }
}

TEST(DefaultTraining, EveryTextThatNamesASideIsRecognised) {
  CorpusGenerator generator({.part = Part::kAll, .seed = 12});
  for (int i = 0; i < 3000; ++i) {
    const Sample sample = generator.next();
    EXPECT_TRUE(!sample.one_sided || names_a_side(sample.text)) << sample.text;
  }
}

DefaultTrainingOptions quick(const StandInDefaultModel& files, const std::filesystem::path& output) {
  DefaultTrainingOptions options{.use_lite_folder = files.encoder(), .output_folder = output};
  options.samples = 1000;
  options.held_out_samples = 100;
  options.epochs = 1;
  return options;
}

TEST(DefaultTraining, WritesTheSameLoadableModelEachTime) {
  const StandInDefaultModel files;
  const TemporaryDirectory output;
  const Evaluation evaluation = train_default(quick(files, output.path() / "a"), {});
  EXPECT_EQ(evaluation.groups.front().samples, 100u);
  (void)train_default(quick(files, output.path() / "b"), {});
  for (const char* file : {"model.safetensors", "config.json", "README.md"})
    EXPECT_EQ(read_file(output.path() / "a" / file), read_file(output.path() / "b" / file)) << file;
  EXPECT_NO_THROW((void)model::load_default({.use_lite_folder = files.encoder(), .model_folder = output.path() / "a"}));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(output.path() / "a"), {}), 3);
}

TEST(DefaultTraining, AnInterruptLeavesTheFolderAsItWas) {
  const StandInDefaultModel files;
  const TemporaryDirectory output;
  write_file(output.path() / "config.json", "old");
  const JobReport interrupting{.started = {}, .advanced = [](Progress&, std::string_view unit) {
                                 if (unit == "epochs") fail(ErrorCode::kIo, "interrupted");
                               }};
  EXPECT_EQ(testing::error_message([&] { (void)train_default(quick(files, output.path()), interrupting); }),
            "interrupted");
  EXPECT_EQ(read_file(output.path() / "config.json"), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(output.path()), {}), 1);
}

TEST(DefaultTraining, RefusesBadOptions) {
  const StandInDefaultModel files;
  const TemporaryDirectory output;
  DefaultTrainingOptions options = quick(files, output.path());
  options.samples = 10;
  EXPECT_EQ(testing::error_message([&] { (void)train_default(options, {}); }),
            "samples is 10, expected 1000 to 1000000");
}

}  // namespace
}  // namespace emo3d::train
