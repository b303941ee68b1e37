#include "emo3d/train/evaluated_models.h"

#include "emo3d/model/default_model.h"

namespace emo3d::train {

reading::EmotionLexicon lexicon_of(Part part) {
  return reading::EmotionLexicon(
      [part](std::string_view word) { return part == Part::kAll || !has_held_out_word(word); });
}

EvaluatedDefaultModels::EvaluatedDefaultModels(const Options& options) {
  const auto load = [&](const std::filesystem::path& folder, Part words) {
    return std::make_unique<model::DefaultModel>(encode::UseLite::load(options.use_lite_folder),
                                                 model::Head::load(folder), lexicon_of(words), options.threads);
  };
  shipped_ = load(options.model_folder, Part::kAll);
  std::filesystem::path held_out = options.held_out_folder;
  if (held_out.empty()) {
    held_out = options.model_folder / kHeldOutFolder;
    if (!std::filesystem::exists(held_out)) return;
  }
  held_out_ = load(held_out, Part::kTraining);
  held_out_network_ = load(held_out, Part::kAll);
}

}  // namespace emo3d::train
