#pragma once

#include "emo3d/emotion/emotion.h"
#include "emo3d/face/expression.h"

/// What emotions look like: FACS action units as blendshapes, and faces composed from emotions.
///
///     emo3d::emotion::Intensities felt;
///     felt.set(Emotion::kHappiness, 0.9f);
///     felt.set(Emotion::kSurprise, 0.5f);
///     emo3d::face::Expression face = express(felt);  // the action units of both, each as strong as its emotion
namespace emo3d::model {

/// The face of one emotion at full intensity; neutral for kNeutral.
///
/// All are symmetric except contempt, which is shown by one side only (Ekman and Friesen 1986): here always by the
/// subject's left. A text that names the other side is mirrored as a whole (see side_words.h), so its contempt moves
/// to the right.
[[nodiscard]] face::Expression prototype(emotion::Emotion emotion);

/// Several emotions in one face. As Du, Tao and Martinez (2014) found for compound emotions, the action units of all
/// take part; where two move the same channel they add up short of 1: score = 1 - product of (1 - intensity x weight).
[[nodiscard]] face::Expression express(const emotion::Intensities& intensities);

}  // namespace emo3d::model
