#pragma once

#include <string>

#include "emo3d/train/corpus.h"

namespace emo3d::train {

/// One line of a corpus file (JSON Lines), with its line end: {"text", "kind", "register", "part",
/// "emotions": 8 intensities, "scores": 52 scores}, numbers with four significant digits, in the order of
/// emotion::Emotion and face::Channel.
[[nodiscard]] std::string to_json_line(const Sample& sample, Part part);

}  // namespace emo3d::train
