#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emo3d/emotion/emotion.h"
#include "emo3d/reading/reading.h"

/// From what rules, lexicon and network say of a description to its emotions.
namespace emo3d::reading {

/// Below this a prediction is unsure: its notes say why.
inline constexpr float kUnsure = 0.3f;

/// What the network says; nothing where a description has no such words.
struct NetworkOpinion {
  std::optional<emotion::Intensities> felt = {};    ///< Of Reading::felt.
  std::optional<emotion::Intensities> denied = {};  ///< Of Reading::denied.
  std::optional<emotion::Intensities> shown = {};   ///< What the named actions are signs of.
};

struct Judgement {
  emotion::Intensities emotions;
  emotion::Intensities beneath;    ///< What the face shows beneath the named actions: neutral where only they tell.
  float confidence = 0;            ///< How likely the emotions are what was meant, 0 to 1.
  std::vector<std::string> notes;  ///< Why the face is neutral although something was said; for users.
};

/// Emotion words of the lexicon count more than the network where there are any. A denied emotion is taken back;
/// where nothing else is felt, what its denial leaves remains ("not happy": a little sad).
/// Unsure descriptions - in another language, empty of emotion, contradictory, or abuse without a person or a feeling -
/// give a neutral face and say why.
/// \param language of the text where it is not English, else empty.
[[nodiscard]] Judgement judge(const Reading& reading, const NetworkOpinion& network, std::string_view language);

}  // namespace emo3d::reading
