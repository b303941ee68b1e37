#pragma once

#include <optional>
#include <span>

#include "emo3d/emotion/emotion.h"
#include "emo3d/reading/facial_action.h"

namespace emo3d::model {

/// The emotion that named actions are signs of ("lip curled": disgust or contempt), by how much more of their channels
/// each prototype has than the mean of all. A channel named for one side counts as far as the prototype has it more
/// there than on the other side. Nothing where the actions tell no emotion: a wink, a turned gaze, a blink.
[[nodiscard]] std::optional<emotion::Intensities> shown_emotion(std::span<const reading::FacialAction> actions);

}  // namespace emo3d::model
