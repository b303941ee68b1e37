#include "emo3d/base/json.h"

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d {
namespace {

constexpr int kMaxDepth = 64;

/// What nlohmann's message says without its own prefix "[json.exception.parse_error.101] ".
std::string cause(const Json::exception& e) {
  const std::string_view what = e.what();
  const std::size_t end = what.find("] ");
  return std::string(end == std::string_view::npos ? what : what.substr(end + 2));
}

}  // namespace

Json parse_json(std::string_view text, std::string_view source) {
  bool too_deep = false;
  const auto limit_depth = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth) too_deep = true;
    return !too_deep;
  };
  std::string malformed;
  try {
    Json value = Json::parse(text, limit_depth);
    if (!too_deep) return value;
  } catch (const Json::exception& e) {
    malformed = cause(e);
  }
  check(!too_deep, ErrorCode::kInvalidData, "{}: JSON nested deeper than {} levels", source, kMaxDepth);
  fail(ErrorCode::kInvalidData, "{}: malformed JSON: {}", source, malformed);
}

Json read_json(const std::filesystem::path& path, std::size_t max_bytes) {
  return parse_json(read_file(path, max_bytes), path.string());
}

const Json& member(const Json& object, const char* key, std::string_view source) {
  check(object.is_object(), ErrorCode::kInvalidData, "{}: expected an object with \"{}\"", source, key);
  const auto found = object.find(key);
  check(found != object.end(), ErrorCode::kInvalidData, "{}: \"{}\" is missing", source, key);
  return *found;
}

std::string string_member(const Json& object, const char* key, std::string_view source) {
  const Json& value = member(object, key, source);
  check(value.is_string(), ErrorCode::kInvalidData, "{}: \"{}\" must be a string", source, key);
  return value.get<std::string>();
}

std::size_t size_member(const Json& object, const char* key, std::string_view source) {
  const Json& value = member(object, key, source);
  check(value.is_number_unsigned(), ErrorCode::kInvalidData, "{}: \"{}\" must be a non-negative integer", source, key);
  return value.get<std::size_t>();
}

}  // namespace emo3d
