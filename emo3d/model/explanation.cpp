#include "emo3d/model/explanation.h"

#include <algorithm>

#include "emo3d/model/facs.h"

namespace emo3d::model {

std::vector<ChannelSource> channel_sources(const Prediction& prediction) {
  constexpr float kShown = 0.05f;
  constexpr float kCounts = 0.03f;
  std::vector<ChannelSource> sources;
  for (const face::Channel c : face::channels()) {
    ChannelSource source{.channel = c, .score = prediction.expression[c], .actions = {}, .emotions = {}};
    for (const reading::FacialAction& action : prediction.actions)
      if (std::ranges::find(action.scores, c, &reading::ChannelScore::channel) != action.scores.end())
        source.actions.push_back(action.name);
    for (const emotion::Emotion e : emotion::emotions()) {
      const float share = std::max(prototype(e)[c], prototype(e)[mirrored(c)]) * prediction.emotions[e];
      if (share >= kCounts && source.score >= kShown) source.emotions.push_back({e, share});
    }
    std::ranges::stable_sort(source.emotions, std::ranges::greater{}, &EmotionShare::score);
    if (source.score >= kShown || !source.actions.empty()) sources.push_back(std::move(source));
  }
  return sources;
}

}  // namespace emo3d::model
