#include "emo3d/train/evaluation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "emo3d/base/file.h"
#include "emo3d/model/explanation.h"
#include "emo3d/train/corpus_file.h"
#include "emo3d/train/evaluation_report.h"
#include "tests/support/errors.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;

/// A model that sees anger everywhere.
class Angry final : public model::DescriptionModel {
 public:
  [[nodiscard]] std::string_view name() const override { return "angry"; }
  void check_text(std::string_view) const override {}
  [[nodiscard]] model::Prediction predict(std::string_view) const override {
    model::Prediction prediction;
    prediction.emotions.set(Emotion::kAnger, 0.5f);
    return prediction;
  }
  [[nodiscard]] std::vector<model::Prediction> predict_batch(std::span<const std::string> texts) const override {
    return std::vector(texts.size(), predict(""));
  }
  [[nodiscard]] model::Explanation explain(std::string_view) const override { return {}; }
};

EvaluationOptions quick() {
  EvaluationOptions options{.wordings = EMO3D_WORDINGS};
  options.samples = 60;
  options.perturbed = 20;
  options.graded = 4;
  options.two_sided = 5;
  return options;
}

TEST(Evaluation, TakesAnyModel) {
  const Angry model;
  const Evaluation evaluation = evaluate({.shipped = &model}, quick(), {});
  EXPECT_EQ(evaluation.model, "angry");
  ASSERT_EQ(evaluation.generated.size(), 1u);  // no twin without the held-out lists
  EXPECT_EQ(evaluation.generated[0].title, "as shipped");
  EXPECT_GT(evaluation.generated[0].corpus.kinds[0].accuracy.of, 40u);  // of 60; some only name movements
  EXPECT_FALSE(evaluation.generated[0].corpus.actions.precision.value().has_value());  // it reads no actions
  EXPECT_EQ(evaluation.generated[0].grades.rank, 0);
  EXPECT_EQ(evaluation.persons.largest_difference, 0);
  EXPECT_EQ(evaluation.people_perturbed.size(), kPerturbations.size());
  for (const PerturbationFigures& figures : evaluation.people_perturbed) EXPECT_EQ(figures.same.value(), 1);
  EXPECT_GT(evaluation.times.reading_ms, 0);
}

TEST(Evaluation, ReportsTheProgressOfTheWhole) {
  const Angry model;
  std::vector<std::size_t> done;
  std::vector<std::string> steps;
  (void)evaluate({.shipped = &model, .held_out = &model}, quick(),
                 {.started = [&](std::string_view step) { steps.emplace_back(step); },
                  .advanced = [&](Progress& progress, std::string_view) { done.push_back(progress.done()); }});
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0], "evaluating on " + std::to_string(done.back()) + " texts");
  EXPECT_TRUE(std::ranges::is_sorted(done));
}

TEST(Evaluation, WithoutAModelThereIsNone) {
  EXPECT_EQ(testing::error_message([] { (void)evaluate({}, quick(), {}); }), "no model to evaluate");
}

TEST(Evaluation, ACorpusFileGivesTheSameFiguresAsItsSamples) {
  const TemporaryDirectory folder;
  CorpusGenerator generator({.part = Part::kHeldOut, .seed = 2});
  std::string lines;
  std::vector<Sample> samples;
  for (int i = 0; i < 400; ++i) {
    samples.push_back(generator.next());
    lines += to_json_line(samples.back(), Part::kHeldOut);
  }
  write_file(folder.path() / "corpus.jsonl", lines);
  const std::vector<Sample> read = read_corpus(folder.path() / "corpus.jsonl");
  ASSERT_EQ(read.size(), samples.size());
  std::vector<model::Prediction> perfect;
  for (const Sample& sample : read) {
    perfect.push_back({});
    perfect.back().emotions = sample.emotions;
    perfect.back().expression = sample.expression;
  }
  const CorpusFigures figures = measure_corpus(read, perfect);
  EXPECT_GE(figures.one_sided.of, 20u);
  EXPECT_GE(figures.denials.of, 20u);
  EXPECT_EQ(figures.kinds.size(), measure_corpus(samples, perfect).kinds.size());
  EXPECT_EQ(figures.one_sided.of, measure_corpus(samples, perfect).one_sided.of);
  EXPECT_EQ(figures.denials.of, measure_corpus(samples, perfect).denials.of);
  EXPECT_EQ(figures.kinds[0].accuracy.value(), 1);
  EXPECT_EQ(figures.one_sided.value(), 1);
  EXPECT_EQ(figures.actions.recall.value(), 1);
  EXPECT_EQ(figures.channel_error, 0);
  EXPECT_LT(measure_corpus(samples, perfect).channel_error, 1e-4);  // four digits are written
}

TEST(Evaluation, ADamagedCorpusFileIsRefused) {
  const TemporaryDirectory folder;
  const auto message = [&](const std::string& line) {
    write_file(folder.path() / "corpus.jsonl", line);
    const std::string text = testing::error_message([&] { (void)read_corpus(folder.path() / "corpus.jsonl"); });
    return text.substr(text.find("corpus.jsonl"));
  };
  EXPECT_EQ(message(""), "corpus.jsonl: no texts");
  EXPECT_EQ(message(R"({"text": "a", "kind": "wrd"})"), "corpus.jsonl: line 1: kind is \"wrd\", which is none");
  EXPECT_EQ(message(R"({"text": "", "kind": "word"})").substr(0, 27), "corpus.jsonl: line 1: text:");
  EXPECT_EQ(message(R"({"text": "a", "kind": "word", "register": "plain", "emotions": [0, 2]})"),
            "corpus.jsonl: line 1: emotions is no list of 8");
  EXPECT_EQ(message(R"({"text": "a", "kind": "word", "register": "plain", "emotions": [0, 2, 0, 0, 0, 0, 0, 0]})"),
            "corpus.jsonl: line 1: emotions has \"2\", expected numbers from 0 to 1");
}

TEST(EvaluationReport, EveryTableHasARowForEachFigure) {
  const Angry model;
  const Evaluation evaluation =
      evaluate({.shipped = &model, .held_out = &model, .held_out_network = &model}, quick(), {});
  for (const ResultTable& table : result_tables(evaluation)) {
    EXPECT_FALSE(table.rows.empty()) << table.id;
    const std::string text = to_markdown(table);
    EXPECT_EQ(text.find("nan"), std::string::npos) << text;
    for (const ResultTable::Row& row : table.rows) EXPECT_NE(text.find("| " + row.name + " |"), std::string::npos);
  }
  const OrderedJson json = to_json(evaluation);
  EXPECT_EQ(json["model"], "angry");
  EXPECT_EQ(json["aims"].size(), aims_table(evaluation).rows.size());
  const double share = *evaluation.generated[1].corpus.kinds[0].accuracy.value();
  EXPECT_NEAR(json["kinds"]["all"]["held out, all words"].get<double>(), share, 5e-4);
  EXPECT_TRUE(json["aims"]["comments"]["held out"].is_null());
}

TEST(EvaluationReport, ReplacesTheSectionOfACard) {
  const Angry model;
  const Evaluation evaluation = evaluate({.shipped = &model}, quick(), {});
  const std::string card = "# Card\n" + to_markdown(evaluation) + "## Limits\n";
  EXPECT_EQ(with_evaluation(card, evaluation, "card"), card);
  Evaluation other = evaluation;
  other.samples = 12'345;
  const std::string changed = with_evaluation(card, other, "card");
  EXPECT_TRUE(changed.starts_with("# Card\n<!--"));
  EXPECT_TRUE(changed.ends_with("-->\n## Limits\n"));
  EXPECT_NE(changed.find("12345"), std::string::npos);
  EXPECT_TRUE(testing::error_message([&] {
                (void)with_evaluation("# Card\n", evaluation, "card");
              }).starts_with("card: no evaluation between"));
}

TEST(ResultTable, ARowHasACellForEachColumn) {
  const ResultTable table{
      .id = "t", .caption = "", .row_title = "r", .columns = {"a", "b"}, .rows = {{"x", {count_cell(1)}}}};
  EXPECT_EQ(testing::error_message([&] { (void)to_markdown(table); }), "t: x has 1 cells, expected 2");
}

}  // namespace
}  // namespace emo3d::train
