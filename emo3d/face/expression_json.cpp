#include "emo3d/face/expression_json.h"

#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::face {
namespace {

constexpr std::string_view kFormat = "emo3d-expression";
constexpr std::size_t kVersion = 1;
constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

/// The optional string member `key`; empty where it is absent.
std::string optional_string(const Json& object, const char* key, std::string_view source) {
  return object.contains(key) ? string_member(object, key, source) : std::string();
}

Expression scores_from_json(const Json& scores, std::string_view source) {
  check(scores.is_object(), ErrorCode::kInvalidData, "{}: \"blendshapes\" must be an object of names and scores",
        source);
  Expression expression;
  for (const auto& [key, value] : scores.items()) {
    check(value.is_number(), ErrorCode::kInvalidData, "{}: {}: score must be a number", source, quote(key));
    const double score = value.get<double>();
    check(score >= 0 && score <= 1, ErrorCode::kInvalidData, "{}: {}: score {} is not in [0,1]", source, quote(key),
          score);
    const auto channel = find_channel(key);
    check(channel.has_value(), ErrorCode::kInvalidData, "{}: {}: no blendshape channel has this name", source,
          quote(key));
    expression.set(*channel, static_cast<float>(score));
  }
  return expression;
}

}  // namespace

double rounded_score(float score) { return std::round(static_cast<double>(score) * 1e6) / 1e6; }

OrderedJson to_json(const ExpressionDocument& document) {
  OrderedJson json = {{"format", kFormat}, {"version", kVersion}};
  if (!document.generator.empty()) json["generator"] = document.generator;
  if (!document.model.empty()) json["model"] = document.model;
  if (!document.text.empty()) json["text"] = document.text;
  OrderedJson& scores = json["blendshapes"] = OrderedJson::object();
  for (const Channel c : channels()) scores[std::string(name(c))] = rounded_score(document.expression[c]);
  return json;
}

ExpressionDocument expression_from_json(const Json& json, std::string_view source) {
  check(json.is_object(), ErrorCode::kInvalidData, "{}: expected an object", source);
  ExpressionDocument document;
  if (!json.contains("blendshapes") && !json.contains("format")) {
    document.expression = scores_from_json(json, source);
    return document;
  }
  if (json.contains("format")) {
    const std::string format = string_member(json, "format", source);
    check(format == kFormat, ErrorCode::kInvalidData, "{}: \"format\" is {}, expected \"{}\"", source, quote(format),
          kFormat);
    const std::size_t version = size_member(json, "version", source);
    check(version == kVersion, ErrorCode::kInvalidData, "{}: \"version\" {} is not supported, expected {}", source,
          version, kVersion);
  }
  document.expression = scores_from_json(member(json, "blendshapes", source), source);
  document.text = optional_string(json, "text", source);
  document.model = optional_string(json, "model", source);
  document.generator = optional_string(json, "generator", source);
  return document;
}

ExpressionDocument read_expression(const std::filesystem::path& path) {
  return expression_from_json(read_json(path, kMaxBytes), path.string());
}

}  // namespace emo3d::face
