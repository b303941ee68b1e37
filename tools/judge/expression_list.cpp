#include "tools/judge/expression_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/face/expression_json.h"

namespace emo3d::judge {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxNameBytes = 64;

bool fits_file_names(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
}

NamedExpression parse_line(std::string_view line, std::string_view source) {
  const Json json = parse_json(line, source);
  NamedExpression result;
  result.name = string_member(json, "name", source);
  check(fits_file_names(result.name), ErrorCode::kInvalidData,
        "{}: \"name\" {} must be 1 to {} letters, digits, '-' or '_'", source, quote(result.name), kMaxNameBytes);
  if (json.contains("intended") && !json["intended"].is_null())
    result.intended = string_member(json, "intended", source);
  result.expression =
      face::expression_from_json({{"blendshapes", member(json, "blendshapes", source)}}, source).expression;
  return result;
}

}  // namespace

std::vector<NamedExpression> read_expression_list(const std::filesystem::path& path) {
  std::istringstream lines(read_file(path, kMaxBytes));
  std::vector<NamedExpression> result;
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string source = fmt::format("{}:{}", path.string(), number);
    NamedExpression expression = parse_line(line, source);
    for (const NamedExpression& earlier : result)
      check(earlier.name != expression.name, ErrorCode::kInvalidData, "{}: \"name\" {} comes twice", source,
            quote(expression.name));
    result.push_back(std::move(expression));
  }
  check(!result.empty(), ErrorCode::kInvalidData, "{}: holds no expression", path.string());
  return result;
}

}  // namespace emo3d::judge
