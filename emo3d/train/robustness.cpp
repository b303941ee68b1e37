#include "emo3d/train/robustness.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/reading/word_list.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {

PerturbedTexts make_perturbed(std::span<const std::string> texts, Perturbation perturbation, std::uint64_t seed) {
  PerturbedTexts result{.perturbation = perturbation, .origins = {}, .texts = {}};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string changed = perturbed(texts[i], perturbation, seed);
    if (changed == texts[i]) continue;
    result.origins.push_back(i);
    result.texts.push_back(std::move(changed));
  }
  return result;
}

PerturbationFigures measure_perturbed(const PerturbedTexts& perturbed,
                                      std::span<const std::optional<emotion::Emotion>> asked,
                                      std::span<const model::Prediction> before,
                                      std::span<const model::Prediction> after) {
  check(perturbed.texts.size() == after.size() && asked.size() == before.size(), ErrorCode::kInvalidArgument,
        "{} changed texts have {} predictions, {} texts {}", perturbed.texts.size(), after.size(), asked.size(),
        before.size());
  PerturbationFigures figures{.perturbation = perturbed.perturbation, .before = {}, .after = {}, .same = {}};
  Confusion confusion_before, confusion_after;
  for (std::size_t i = 0; i < after.size(); ++i) {
    const std::size_t origin = perturbed.origins[i];
    const emotion::Emotion was = before[origin].emotions.dominant();
    const emotion::Emotion is = after[i].emotions.dominant();
    figures.same.add(is == was);
    if (!asked[origin]) continue;
    confusion_before.add(*asked[origin], was);
    confusion_after.add(*asked[origin], is);
  }
  figures.before = confusion_before.accuracy();
  figures.after = confusion_after.accuracy();
  figures.f1_before = confusion_before.macro_f1();
  figures.f1_after = confusion_after.macro_f1();
  return figures;
}

std::span<const std::string_view> cue_persons() {
  static constexpr std::array<std::string_view, 12> kPersons{"a person",
                                                             "a man",
                                                             "a woman",
                                                             "an elderly woman",
                                                             "an elderly man",
                                                             "a young man",
                                                             "a middle-aged woman",
                                                             "a teenager",
                                                             "a child",
                                                             "a little girl",
                                                             "a boy",
                                                             "a grandmother"};
  return kPersons;
}

std::vector<std::string> make_person_cues() {
  std::vector<std::string> texts;
  for (const reading::DataLine& line : reading::read_data_lines(person_cues_text()))
    for (const std::string_view person : cue_persons()) {
      check(line.text.find("{p}") != std::string_view::npos, ErrorCode::kInvalidData,
            "person_cues.txt: {} has no {{p}}", quote(line.text));
      texts.push_back(filled(std::string(line.text), "p", person));
    }
  return texts;
}

PersonFigures measure_person_cues(std::span<const std::string> texts, std::span<const model::Prediction> predictions) {
  const std::size_t persons = cue_persons().size();
  check(texts.size() == predictions.size() && texts.size() % persons == 0, ErrorCode::kInvalidArgument,
        "{} texts have {} predictions", texts.size(), predictions.size());
  PersonFigures figures{.descriptions = texts.size() / persons, .largest_text = {}, .same = {}};
  Mean difference;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i % persons == 0) continue;
    const emotion::Intensities& first = predictions[i - i % persons].emotions;
    const emotion::Intensities& other = predictions[i].emotions;
    figures.same.add(first.dominant() == other.dominant());
    for (const emotion::Emotion e : emotion::emotions()) {
      const float gap = std::abs(first[e] - other[e]);
      difference.add(static_cast<double>(gap));
      if (gap <= figures.largest_difference) continue;
      figures.largest_difference = gap;
      figures.largest_text = texts[i];
    }
  }
  figures.mean_difference = difference.value();
  return figures;
}

}  // namespace emo3d::train
