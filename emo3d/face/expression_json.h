#pragma once

#include <filesystem>
#include <string>

#include "emo3d/base/json.h"
#include "emo3d/face/expression.h"

namespace emo3d::face {

/// An expression and where it came from; empty strings where that is unknown.
struct ExpressionDocument {
  Expression expression;
  std::string text;       ///< The description it was made from.
  std::string model;      ///< Name of the model that made it.
  std::string generator;  ///< Program and version, "emo3d 0.1.0".
};

/// A score or intensity as JSON files hold it: rounded to 6 decimals.
[[nodiscard]] double rounded_score(float score);

/// `{"format":"emo3d-expression","version":1,"generator":..,"model":..,"text":..,"blendshapes":{"browDownLeft":0.1,..}}`
/// with all 52 channels in the order of Channel, scores rounded to 6 decimals; empty strings are left out.
[[nodiscard]] OrderedJson to_json(const ExpressionDocument& document);

/// Reads to_json()'s form, or a bare object of names and scores. Channels that are not listed are 0; other members of
/// the document are ignored, an unknown channel is not. `source` (a path, "request") starts each message.
/// \throws Error kInvalidData naming the channel and its value.
[[nodiscard]] ExpressionDocument expression_from_json(const Json& json, std::string_view source);

/// Reads a file of at most 1 MiB. \throws Error kNotFound, kIo or kInvalidData.
[[nodiscard]] ExpressionDocument read_expression(const std::filesystem::path& path);

}  // namespace emo3d::face
