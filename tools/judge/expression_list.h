#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/face/expression.h"

namespace emo3d::judge {

/// An expression of the set that a judge looks at.
struct NamedExpression {
  std::string name;      ///< Letters, digits, '-' and '_': it becomes part of file names.
  std::string intended;  ///< The judge's class that it is meant to show; empty where the judge has none for it.
  face::Expression expression;
};

/// Reads lines of `{"name": .., "intended": .., "blendshapes": {..}}`; "intended" may be null or missing, empty lines
/// are skipped. \throws Error naming file, line and field; also where a name comes twice or there is none at all.
[[nodiscard]] std::vector<NamedExpression> read_expression_list(const std::filesystem::path& path);

}  // namespace emo3d::judge
