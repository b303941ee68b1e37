#include "emo3d/base/json.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d {
namespace {

constexpr int kMaxDepth = 64;

/// What nlohmann's message says without its own prefix "[json.exception.parse_error.101] " and, of a single line, its
/// number: that line may be one of many.
std::string cause(const Json::exception& e, bool is_one_line) {
  constexpr std::string_view kLine = "at line 1, ";
  const std::string_view what = e.what();
  const std::size_t end = what.find("] ");
  std::string message(end == std::string_view::npos ? what : what.substr(end + 2));
  if (const std::size_t line = message.find(kLine); is_one_line && line != std::string::npos)
    message.replace(line, kLine.size(), "at ");
  return message;
}

/// What a text is that does not begin as JSON does; empty where it does.
std::string other_kind(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kKinds = {
      {{"\x89PNG", "a PNG picture"},
       {"\xff\xd8\xff", "a JPEG picture"},
       {"RIFF", "a RIFF file, such as WebP"},
       {"glTF", "a GLB or VRM file"},
       {"PK\x03\x04", "a ZIP archive"},
       {"%PDF", "a PDF document"}}};
  for (const auto& [start, kind] : kKinds)
    if (text.starts_with(start)) return std::string(kind);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "empty";
  constexpr std::string_view kStarts = "{[\"-0123456789tfn\xef";
  if (kStarts.find(text[first]) != std::string_view::npos) return "";
  return "a text that begins with " +
         quote(text.substr(first, std::min<std::size_t>(text.find('\n', first) - first, 24)));
}

/// Watches a parse for what nlohmann lets pass: deep nesting, and a name that stands twice in one object.
class Watch {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& value) {
    too_deep_ = too_deep_ || depth > kMaxDepth;
    if (too_deep_) return false;
    const auto level = static_cast<std::size_t>(depth);
    if (names_.size() <= level + 1) names_.resize(level + 2);
    if (event == Json::parse_event_t::object_start) names_[level + 1].clear();
    if (event == Json::parse_event_t::key && repeated_.empty()) {
      const auto& name = value.get_ref<const std::string&>();
      if (!names_[level].insert(name).second) repeated_ = quote(name);
    }
    return true;
  }
  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] const std::string& repeated() const { return repeated_; }  ///< Quoted; empty where there is none.

 private:
  bool too_deep_ = false;
  std::string repeated_;
  std::vector<std::set<std::string>> names_;  ///< Of the object that is open at each depth.
};

}  // namespace

Json parse_json(std::string_view text, std::string_view source) {
  const std::string kind = other_kind(text);
  check(kind.empty(), ErrorCode::kInvalidData, "{}: expected JSON, this is {}", source, kind);
  Watch watch;
  std::string malformed;
  try {
    Json value =
        Json::parse(text, [&](int depth, Json::parse_event_t event, Json& v) { return watch(depth, event, v); });
    check(watch.repeated().empty(), ErrorCode::kInvalidData, "{}: {} stands twice in one object", source,
          watch.repeated());
    if (!watch.too_deep()) return value;
  } catch (const Json::exception& e) {
    malformed = cause(e, text.find('\n') == std::string_view::npos);
  }
  check(!watch.too_deep(), ErrorCode::kInvalidData, "{}: JSON nested deeper than {} levels", source, kMaxDepth);
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
