#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "emo3d/train/evaluation_report.h"

// The table of aims. The others are in evaluation_report.cpp.
namespace emo3d::train {
namespace {

/// What is aimed at: at least, or with `at_most` at most.
struct Aim {
  double value;
  bool at_most = false;
};

/// A figure, bold where it reaches the aim.
Cell aimed(std::optional<double> value, Aim aim) {
  Cell cell = number_cell(value);
  if (value && (aim.at_most ? *value <= aim.value : *value >= aim.value)) cell.text = "**" + cell.text + "**";
  return cell;
}

/// A time rounded up to 1, 2 or 5 times a power of ten, so that a card is the same after each run on like machines.
double bounded(double milliseconds) {
  double bound = 0.01;
  while (true)
    for (const double step : {1.0, 2.0, 5.0, 10.0}) {
      if (milliseconds <= bound * step) return bound * step;
      if (step == 10.0) bound *= 10;
    }
}

const EmotionFigures* find(const std::vector<EmotionFigures>& figures, std::string_view name) {
  const auto found = std::ranges::find(figures, name, &EmotionFigures::name);
  return found == figures.end() ? nullptr : &*found;
}

std::optional<double> accuracy(const std::vector<EmotionFigures>& figures, std::string_view name) {
  const EmotionFigures* found = find(figures, name);
  return found != nullptr ? found->accuracy.value() : std::nullopt;
}

std::optional<double> macro_f1(const std::vector<EmotionFigures>& figures, std::string_view name) {
  const EmotionFigures* found = find(figures, name);
  return found != nullptr ? std::optional(found->macro_f1) : std::nullopt;
}

using Figure = std::optional<double>;

/// Builds the rows: figures on generated texts, a column each, then on texts by people.
class AimRows {
 public:
  explicit AimRows(const Evaluation& evaluation) : evaluation_(evaluation) {}

  template <typename OfGenerated>
  void add(const char* name, Aim aim, OfGenerated of_generated, Figure by_people) {
    ResultTable::Row row{name, {text_cell(fmt::format("{} {}", aim.at_most ? "≤" : "≥", aim.value))}};
    for (const Evaluation::Generated& generated : evaluation_.generated)
      row.cells.push_back(aimed(of_generated(generated), aim));
    row.cells.push_back(aimed(by_people, aim));
    rows.push_back(std::move(row));
  }
  void add_of_people(const char* name, Aim aim, Figure figure) {
    add(
        name, aim, [](const auto&) { return Figure(); }, figure);
  }

  std::vector<ResultTable::Row> rows;

 private:
  const Evaluation& evaluation_;
};

}  // namespace

ResultTable aims_table(const Evaluation& evaluation) {
  using Generated = Evaluation::Generated;
  const PeopleFigures& people = evaluation.people;
  AimRows rows(evaluation);
  rows.add(
      "side, one named", {1}, [](const Generated& g) { return g.corpus.one_sided.value(); }, people.one_sided.value());
  rows.add(
      "sides, both named", {0.98}, [](const Generated& g) { return g.corpus.two_sided.value(); },
      people.two_sided.value());
  rows.add(
      "a denied emotion does not show", {0.93}, [](const Generated& g) { return g.corpus.denials.value(); },
      people.denials.value());
  rows.add(
      "facial actions: recall", {0.95}, [](const Generated& g) { return g.corpus.actions.recall.value(); },
      people.actions.recall.value());
  rows.add(
      "facial actions: precision", {0.98}, [](const Generated& g) { return g.corpus.actions.precision.value(); },
      people.actions.precision.value());
  rows.add_of_people("actions_held_out.txt: recall", {0.95}, evaluation.action_wordings.recall.value());
  rows.add_of_people("actions_held_out.txt: precision", {0.98}, evaluation.action_wordings.precision.value());
  rows.add(
      "graded strength: rank correlation", {0.8}, [](const Generated& g) { return Figure(g.grades.rank); },
      people.group_rank);
  rows.add(
      "captions: strongest emotion", {0.85},
      [](const Generated& g) { return accuracy(g.corpus.kinds, name(SampleKind::kCaption)); },
      accuracy(people.sets, "caption"));
  rows.add(
      "situations: strongest emotion", {0.72},
      [](const Generated& g) { return accuracy(g.corpus.kinds, name(SampleKind::kSituation)); }, std::nullopt);
  rows.add_of_people("situations told by people", {0.7}, accuracy(people.sets, "situation"));
  rows.add_of_people("comments", {0.66}, accuracy(people.sets, "comment"));
  rows.add_of_people("comments: macro-F1", {0.54}, macro_f1(people.sets, "comment"));
  rows.add_of_people("messages of graded strength: correlation", {0.55}, people.graded_linear);
  rows.add_of_people("milliseconds for the rules that read a text", {0.2, true}, bounded(evaluation.times.reading_ms));

  ResultTable table{.id = "aims",
                    .caption = "### Aims\nBold: reached.",
                    .row_title = "aim",
                    .columns = {"wanted"},
                    .rows = std::move(rows.rows)};
  for (const Generated& generated : evaluation.generated) table.columns.push_back(generated.title);
  table.columns.emplace_back("texts by people");
  return table;
}

}  // namespace emo3d::train
