#include "emo3d/train/evaluation_report.h"

#include <fmt/format.h>

#include <functional>

#include "emo3d/base/error.h"

namespace emo3d::train {
namespace {

using Generated = Evaluation::Generated;

constexpr std::string_view kBegin = "<!-- evaluation: written by emo3d-train -->\n";
constexpr std::string_view kEnd = "<!-- end of evaluation -->\n";
/// Channels of the largest errors that are named.
constexpr std::size_t kWorstChannels = 10;

std::vector<std::string> titles(const Evaluation& evaluation) {
  std::vector<std::string> result;
  for (const Generated& generated : evaluation.generated) result.push_back(generated.title);
  return result;
}

ResultTable kinds_table(const Evaluation& evaluation) {
  ResultTable table{.id = "kinds",
                    .caption =
                        "### Generated texts by kind\nStrongest emotion right (any of those equally strong), and "
                        "macro-F1 of it; without texts that only name movements.",
                    .row_title = "texts",
                    .columns = {"samples"}};
  for (const std::string& title : titles(evaluation)) {
    table.columns.push_back(title);
    table.columns.push_back(title + ": F1");
  }
  if (evaluation.generated.empty()) return table;
  const auto& kinds = evaluation.generated.front().corpus.kinds;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    ResultTable::Row row{kinds[i].name, {count_cell(kinds[i].accuracy.of)}};
    for (const Generated& generated : evaluation.generated) {
      row.cells.push_back(share_cell(generated.corpus.kinds[i].accuracy));
      row.cells.push_back(number_cell(generated.corpus.kinds[i].macro_f1));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

ResultTable measures_table(const Evaluation& evaluation) {
  ResultTable table{
      .id = "measures", .caption = "### Generated texts: measures", .row_title = "measure", .columns = {"texts"}};
  for (const std::string& title : titles(evaluation)) table.columns.push_back(title);
  if (evaluation.generated.empty()) return table;
  const CorpusFigures& first = evaluation.generated.front().corpus;
  const auto add = [&](std::string name, Cell texts, const std::function<Cell(const Generated&)>& figure) {
    ResultTable::Row row{std::move(name), {std::move(texts)}};
    for (const Generated& generated : evaluation.generated) row.cells.push_back(figure(generated));
    table.rows.push_back(std::move(row));
  };
  const Cell samples = count_cell(evaluation.samples);
  const Cell grades = count_cell(evaluation.generated.front().grades.texts);
  add("mean absolute error of an intensity", samples,
      [](const Generated& g) { return number_cell(g.corpus.intensity_error, 4); });
  add("mean absolute error of a channel", samples,
      [](const Generated& g) { return number_cell(g.corpus.channel_error, 4); });
  add("the same without learned differences from the prototypes", samples,
      [](const Generated& g) { return number_cell(g.corpus.prototype_error, 4); });
  add("rank correlation of the strongest feeling", samples,
      [](const Generated& g) { return number_cell(g.corpus.strength_correlation); });
  add("expected calibration error of an intensity", samples,
      [](const Generated& g) { return number_cell(g.corpus.calibration.expected_error()); });
  add(fmt::format("one side named: it is stronger by {} than the other", kSideMargin), count_cell(first.one_sided.of),
      [](const Generated& g) { return share_cell(g.corpus.one_sided); });
  add("left and right named in one text: both so", count_cell(evaluation.generated.front().two_sided.of),
      [](const Generated& g) { return share_cell(g.two_sided); });
  add(fmt::format("denied emotion below {} and not the strongest", kDenied), count_cell(first.denials.of),
      [](const Generated& g) { return share_cell(g.corpus.denials); });
  add(fmt::format("named channel within {} of what the action demands", kActionTolerance), {},
      [](const Generated& g) { return share_cell(g.corpus.actions.recall); });
  add("actions read that were asked for", {},
      [](const Generated& g) { return share_cell(g.corpus.actions.precision); });
  add("barely < slightly < X < very < utterly: rank correlation", grades,
      [](const Generated& g) { return number_cell(g.grades.rank); });
  add("the same of the strongest feeling, right or wrong", grades,
      [](const Generated& g) { return number_cell(g.grades.strongest_rank); });
  add("barely X < X < utterly X in order", grades, [](const Generated& g) { return share_cell(g.grades.ordered); });
  return table;
}

ResultTable perturbations_table(const Evaluation& evaluation) {
  ResultTable table{.id = "perturbations",
                    .caption =
                        "### After small changes to the text\nOf the texts that a change alters: strongest "
                        "emotion right before and after, macro-F1, and the same as before.",
                    .row_title = "change",
                    .columns = {"texts", "right before", "right after", "F1 before", "F1 after", "same"}};
  const auto add = [&](const std::string& title, const std::vector<PerturbationFigures>& perturbed) {
    for (const PerturbationFigures& figures : perturbed)
      table.rows.push_back({title + ": " + std::string(name(figures.perturbation)),
                            {count_cell(figures.same.of), share_cell(figures.before), share_cell(figures.after),
                             number_cell(figures.f1_before), number_cell(figures.f1_after), share_cell(figures.same)}});
  };
  for (const Generated& generated : evaluation.generated) add(generated.title, generated.perturbed);
  add("people", evaluation.people_perturbed);
  return table;
}

ResultTable people_table(const Evaluation& evaluation) {
  const PeopleFigures& people = evaluation.people;
  ResultTable table{.id = "people",
                    .caption = "### Texts by people\n`tests/wordings/people.jsonl`, by the model as users get it.",
                    .row_title = "texts",
                    .columns = {"samples", "figure", "macro-F1"}};
  const auto add = [&](std::string name, std::size_t count, Cell figure, Cell f1 = {}) {
    table.rows.push_back({std::move(name), {count_cell(count), std::move(figure), std::move(f1)}});
  };
  for (const EmotionFigures& set : people.sets)
    add(set.name + ": strongest emotion right", set.accuracy.of, share_cell(set.accuracy), number_cell(set.macro_f1));
  add("denied emotion does not show", people.denials.of, share_cell(people.denials));
  add("one side named", people.one_sided.of, share_cell(people.one_sided));
  add("left and right named", people.two_sided.of, share_cell(people.two_sided));
  add(fmt::format("named channels that show, {} or more", kShown), people.actions.recall.of,
      share_cell(people.actions.recall));
  add("actions read that were asked for", people.actions.precision.of, share_cell(people.actions.precision));
  add("messages of graded strength: rank correlation, mean of the emotions", people.graded,
      number_cell(people.graded_rank));
  add("the same: Pearson's correlation", people.graded, number_cell(people.graded_linear));
  add("the same: expected calibration error", people.graded, number_cell(people.graded_calibration.expected_error()));
  add("three texts of rising strength: rank correlation, mean of the groups", people.groups,
      number_cell(people.group_rank));
  add("the same: in order", people.ordered.of, share_cell(people.ordered));
  return table;
}

ResultTable calibration_table(const Evaluation& evaluation) {
  ResultTable table{.id = "calibration",
                    .caption =
                        "### Calibration\nMean of what was wanted where an intensity between these bounds was "
                        "predicted, and how often that was.",
                    .row_title = "predicted",
                    .columns = {}};
  for (const std::string& title : titles(evaluation)) {
    table.columns.push_back(title + ": wanted");
    table.columns.push_back(title + ": times");
  }
  table.columns.insert(table.columns.end(), {"people: wanted", "people: times"});
  for (std::size_t bin = 0; bin < 10; ++bin) {
    ResultTable::Row row{
        fmt::format("{:.1f} to {:.1f}", 0.1 * static_cast<double>(bin), 0.1 * static_cast<double>(bin + 1)), {}};
    const auto add = [&](const Calibration& calibration) {
      const Mean& wanted = calibration.bins()[bin].wanted;
      row.cells.push_back(wanted.count() > 0 ? number_cell(wanted.value(), 2) : Cell{});
      row.cells.push_back(count_cell(wanted.count()));
    };
    for (const Generated& generated : evaluation.generated) add(generated.corpus.calibration);
    add(evaluation.people.graded_calibration);
    table.rows.push_back(std::move(row));
  }
  return table;
}

ResultTable channels_table(const Evaluation& evaluation) {
  ResultTable table{.id = "channels",
                    .caption = "### The worst channels\nMean absolute error on generated texts.",
                    .row_title = "channel",
                    .columns = titles(evaluation)};
  if (evaluation.generated.empty()) return table;
  const auto& worst = evaluation.generated.front().corpus.channel_errors;
  for (std::size_t i = 0; i < kWorstChannels; ++i) {
    ResultTable::Row row{std::string(name(worst[i].first)), {}};
    for (const Generated& generated : evaluation.generated)
      for (const auto& [channel, error] : generated.corpus.channel_errors)
        if (channel == worst[i].first) row.cells.push_back(number_cell(error));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ResultTable variety_table(const Evaluation& evaluation) {
  const VarietyFigures& variety = evaluation.variety;
  const PersonFigures& persons = evaluation.persons;
  ResultTable table{.id = "variety and persons",
                    .caption = "### Variety and persons",
                    .row_title = "measure",
                    .columns = {"texts", "figure"}};
  const auto add = [&](std::string name, std::size_t texts, Cell figure) {
    table.rows.push_back({std::move(name), {count_cell(texts), std::move(figure)}});
  };
  add(fmt::format("{} samples a text: mean distance of two (RMS of the 52 scores)", evaluation.variants), variety.texts,
      number_cell(variety.distance));
  add("the least such mean of a text", variety.texts, number_cell(variety.least));
  add("predicted faces nearest to the prototype of the text's strongest emotion", variety.texts,
      share_cell(variety.first));
  add("other samples of which that is so", variety.texts, share_cell(variety.others));
  add("other samples nearest to the same prototype as the predicted face", variety.texts, share_cell(variety.kept));
  add("another person in the text: strongest emotion stays", persons.descriptions, share_cell(persons.same));
  add("the same: mean change of an intensity", persons.descriptions, number_cell(persons.mean_difference));
  add("the same: largest change of an intensity", persons.descriptions,
      number_cell(static_cast<double>(persons.largest_difference)));
  if (!persons.largest_text.empty()) table.note = fmt::format("The largest change: \"{}\".", persons.largest_text);
  return table;
}

}  // namespace

std::vector<ResultTable> result_tables(const Evaluation& evaluation) {
  return {aims_table(evaluation),        measures_table(evaluation),      kinds_table(evaluation),
          people_table(evaluation),      perturbations_table(evaluation), variety_table(evaluation),
          calibration_table(evaluation), channels_table(evaluation)};
}

std::string to_markdown(const Evaluation& evaluation) {
  std::string text = fmt::format(
      R"({}## How good it is
Measured by `emo3d-train evaluate` on {} generated texts ({}) and on texts by people.

- *held out*: a head trained in the same way without the held-out lists - about one in six emotion words, sentence
  frames, situations and wordings of actions - and read without the held-out words. So no emotion word of these texts
  is known to rules or network; frames, situations and wordings are others than those trained on, but share plain words.
- *held out, all words*: the same head with all rules and words. What users get for a known word in a new sentence.
- *as shipped*: the head in this folder, trained on all lists: it has seen frames and situations like these. No test of
  what it makes of new texts.
- *texts by people*: as shipped. Nobody trained on them. Half of them were looked at while the rules were mended.

)",
      kBegin, evaluation.samples, evaluation.source);
  for (const ResultTable& table : result_tables(evaluation)) text += to_markdown(table) + "\n";
  text +=
      "Generated texts come from the same rules as the training texts: on what people write expect less. The rules for "
      "facial\nactions were written by hand with all wordings in view: what is held out of them shows that rules and "
      "lists agree.\n";
  return text + std::string(kEnd);
}

OrderedJson to_json(const Evaluation& evaluation) {
  OrderedJson json{{"model", evaluation.model},
                   {"texts", evaluation.samples},
                   {"source", evaluation.source},
                   {"times_ms",
                    {{"reading", evaluation.times.reading_ms},
                     {"reading, 95 of 100", evaluation.times.reading_slow_ms},
                     {"predict", evaluation.times.predict_ms}}},
                   {"largest change by a person", evaluation.persons.largest_text}};
  for (const ResultTable& table : result_tables(evaluation)) json[table.id] = to_json(table);
  return json;
}

void check_card(const std::string& card, const std::string& source) {
  const std::size_t begin = card.find(kBegin);
  check(begin != std::string::npos && card.find(kEnd, begin) != std::string::npos, ErrorCode::kInvalidData,
        "{}: no evaluation between \"{}\" and \"{}\"", source, kBegin.substr(0, kBegin.size() - 1),
        kEnd.substr(0, kEnd.size() - 1));
}

std::string with_evaluation(const std::string& card, const Evaluation& evaluation, const std::string& source) {
  check_card(card, source);
  const std::size_t begin = card.find(kBegin);
  const std::size_t end = card.find(kEnd, begin);
  return card.substr(0, begin) + to_markdown(evaluation) + card.substr(end + kEnd.size());
}

}  // namespace emo3d::train
