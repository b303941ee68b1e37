#include "emo3d/train/default_training.h"

#include <gtest/gtest.h>

#include "emo3d/base/file.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/side_words.h"
#include "emo3d/text/sides.h"
#include "emo3d/train/evaluated_models.h"
#include "emo3d/train/evaluation_report.h"
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
  DefaultTrainingOptions options{
      .use_lite_folder = files.encoder(), .output_folder = output, .wordings_folder = EMO3D_WORDINGS};
  options.samples = 1000;
  options.held_out_samples = 100;
  options.epochs = 1;
  return options;
}

/// A card without the line that tells a time.
std::string without_times(std::string card) {
  const std::size_t line = card.find("| milliseconds");
  EXPECT_NE(line, std::string::npos);
  return card.erase(line, card.find('\n', line) - line);
}

TEST(DefaultTraining, TheCardCanBeMeasuredAgain) {
  const StandInDefaultModel files;
  const TemporaryDirectory output;
  const Evaluation evaluation = train_default(quick(files, output.path()), {});
  const std::string card = read_file(output.path() / "README.md");
  const EvaluatedDefaultModels models({.use_lite_folder = files.encoder(), .model_folder = output.path()});
  EvaluationOptions options{.wordings = EMO3D_WORDINGS};
  options.samples = 100;
  const Evaluation again = evaluate(models.models(), options, {});
  EXPECT_EQ(without_times(with_evaluation(card, again, "card")), without_times(card));
}

TEST(DefaultTraining, WritesTheSameLoadableModelEachTime) {
  const StandInDefaultModel files;
  const TemporaryDirectory output;
  const Evaluation evaluation = train_default(quick(files, output.path() / "a"), {});
  ASSERT_EQ(evaluation.generated.size(), 3u);
  EXPECT_GT(evaluation.generated[0].corpus.kinds.front().accuracy.of, 70u);  // of 100; some only name movements
  EXPECT_LT(evaluation.generated[0].corpus.kinds.front().accuracy.of, 100u);
  (void)train_default(quick(files, output.path() / "b"), {});
  for (const char* file : {"model.safetensors", "config.json", "held_out/model.safetensors", "held_out/config.json"})
    EXPECT_EQ(read_file(output.path() / "a" / file), read_file(output.path() / "b" / file)) << file;
  EXPECT_EQ(without_times(read_file(output.path() / "a/README.md")),
            without_times(read_file(output.path() / "b/README.md")));
  EXPECT_NO_THROW((void)model::load_default({.use_lite_folder = files.encoder(), .model_folder = output.path() / "a"}));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(output.path() / "a"), {}), 4);
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
  options = quick(files, output.path());
  options.wordings_folder = output.path();
  EXPECT_NE(testing::error_message([&] { (void)train_default(options, {}); }).find("people.jsonl"), std::string::npos);
}

}  // namespace
}  // namespace emo3d::train
