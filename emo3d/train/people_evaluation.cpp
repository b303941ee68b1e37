#include "emo3d/train/people_evaluation.h"

#include <algorithm>
#include <map>

#include "emo3d/base/error.h"

namespace emo3d::train {
namespace {

/// Wanted and predicted values that belong together.
struct Pairs {
  std::vector<float> wanted, predicted;

  void add(float want, float prediction) {
    wanted.push_back(want);
    predicted.push_back(prediction);
  }
};

bool rises(const std::map<float, float>& strength_by_rank) {
  return std::ranges::adjacent_find(strength_by_rank, [](const auto& a, const auto& b) {
           return a.second >= b.second;
         }) == strength_by_rank.end();
}

void check_sizes(std::size_t texts, std::size_t predictions) {
  check(texts == predictions, ErrorCode::kInvalidArgument, "{} texts have {} predictions", texts, predictions);
}

}  // namespace

bool follows_sides(const PersonText& text, const face::Expression& face) {
  return std::ranges::all_of(text.sides, [&](const SideDemand& demand) { return meets(face, demand); });
}

bool actions_count(const PersonText& text) { return text.set == "action" || text.set == "no_action"; }

std::vector<ChannelDemand> demands_of(const PersonText& text) {
  std::vector<ChannelDemand> demands;
  for (const face::Channel channel : text.shown) demands.push_back({.channels = {channel}, .score = {}});
  return demands;
}

PeopleFigures measure_people(std::span<const PersonText> texts, std::span<const model::Prediction> predictions) {
  check_sizes(texts.size(), predictions.size());
  PeopleFigures figures;
  std::vector<std::pair<std::string, Confusion>> sets;
  std::map<emotion::Emotion, Pairs> graded;
  std::map<std::size_t, Pairs> groups;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const PersonText& text = texts[i];
    const model::Prediction& prediction = predictions[i];
    if (text.emotion) {
      auto set = std::ranges::find(sets, text.set, &std::pair<std::string, Confusion>::first);
      if (set == sets.end()) set = sets.insert(set, {text.set, {}});
      set->second.add(*text.emotion, prediction.emotions.dominant());
    }
    if (text.denied) figures.denials.add(is_denied(prediction.emotions, *text.denied));
    if (text.emotion && text.intensity) {
      graded[*text.emotion].add(*text.intensity, prediction.emotions[*text.emotion]);
      figures.graded_calibration.add(*text.intensity, prediction.emotions[*text.emotion]);
      ++figures.graded;
    }
    if (text.group > 0) groups[text.group].add(static_cast<float>(text.rank), strongest_feeling(prediction.emotions));
    if (!text.sides.empty())
      (text.sides.size() == 1 ? figures.one_sided : figures.two_sided).add(follows_sides(text, prediction.expression));
    if (actions_count(text)) figures.actions.add(demands_of(text), prediction);
  }
  for (const auto& [set, confusion] : sets)
    figures.sets.push_back({.name = set, .accuracy = confusion.accuracy(), .macro_f1 = confusion.macro_f1()});
  Mean rank, linear, group_rank;
  for (const auto& [emotion, pairs] : graded) {
    rank.add(rank_correlation(pairs.wanted, pairs.predicted));
    linear.add(linear_correlation(pairs.wanted, pairs.predicted));
  }
  for (const auto& [group, pairs] : groups) {
    group_rank.add(rank_correlation(pairs.wanted, pairs.predicted));
    std::map<float, float> strength_by_rank;
    for (std::size_t i = 0; i < pairs.wanted.size(); ++i) strength_by_rank[pairs.wanted[i]] = pairs.predicted[i];
    figures.ordered.add(rises(strength_by_rank));
  }
  figures.graded_rank = rank.value();
  figures.graded_linear = linear.value();
  figures.groups = groups.size();
  figures.group_rank = group_rank.value();
  return figures;
}

ActionFigures measure_action_wordings(std::span<const ActionWordingText> texts,
                                      std::span<const model::Prediction> predictions) {
  check_sizes(texts.size(), predictions.size());
  ActionFigures figures;
  for (std::size_t i = 0; i < texts.size(); ++i) figures.add(texts[i].demands, predictions[i]);
  return figures;
}

}  // namespace emo3d::train
