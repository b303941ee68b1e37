#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/train/corpus.h"

namespace emo3d::train {

/// One line of a corpus file (JSON Lines), with its line end: {"text", "kind", "register", "part",
/// "emotions": 8 intensities, "scores": 52 scores}, numbers with four significant digits, in the order of
/// emotion::Emotion and face::Channel. Where there is such: "denied": an emotion, "actions": {channel: score},
/// "one_sided": true.
[[nodiscard]] std::string to_json_line(const Sample& sample, Part part);

/// The samples of a corpus file. Mixture and degree are not in it and stay empty.
/// \throws Error kNotFound, kIo, or kInvalidData naming line and member.
[[nodiscard]] std::vector<Sample> read_corpus(const std::filesystem::path& file);

}  // namespace emo3d::train
