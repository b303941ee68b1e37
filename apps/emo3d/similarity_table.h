#pragma once

#include <optional>
#include <string>

#include "emo3d/service/similarity.h"

namespace emo3d::cli {

/// Cosines as a table for people: a line a text and a column an image, with the share of the image that CLIP gives to
/// the text; without images a column a text, by number. Some columns stand side by side, others below.
[[nodiscard]] std::string describe(const service::Similarity& similarity);

/// The `top` nearest texts of each image, or of each text.
[[nodiscard]] std::string describe_nearest(const service::Similarity& similarity, std::size_t top);

}  // namespace emo3d::cli
