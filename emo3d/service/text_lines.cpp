#include "emo3d/service/text_lines.h"

#include <algorithm>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/base/utf8.h"

namespace emo3d::service {
namespace {

constexpr std::size_t kMaxTextBytes = std::size_t{16} << 20;  // as the tokenizers have it
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

/// Calls `take(line, number)` for each line; what ends in a line end has no empty line behind it.
template <typename Take>
void for_each_line(std::string_view bytes, const Take& take) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  std::size_t number = 0;
  for (std::size_t start = 0; start < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
    std::string_view line = bytes.substr(start, end - start);
    if (line.ends_with('\r')) line.remove_suffix(1);
    take(line, ++number);
    start = end + 1;
  }
}

void check_text(const TextLine& line) {
  check(line.text.size() <= kMaxTextBytes, ErrorCode::kInvalidArgument, "{}: a text of {} bytes; expected at most {}",
        line.place(), line.text.size(), kMaxTextBytes);
  if (const auto bad = find_invalid_utf8(line.text))
    fail(ErrorCode::kInvalidArgument, "{}: no UTF-8 at byte {} of the line", line.place(), *bad + 1);
}

void check_any(bool is_any, const std::string& source) {
  check(is_any, ErrorCode::kInvalidArgument, "{}: no texts in it; expected one a line", source);
}

}  // namespace

std::string TextLine::place() const { return line == 0 ? quote(text) : fmt::format("{}: line {}", source, line); }

std::vector<TextLine> parse_text_lines(std::string_view bytes, const std::string& source) {
  std::vector<TextLine> lines;
  bool is_any = false;
  for_each_line(bytes, [&](std::string_view line, std::size_t number) {
    lines.push_back({.text = std::string(line), .line = number, .source = source});
    check_text(lines.back());
    is_any = is_any || !is_blank(line);
  });
  check_any(is_any, source);
  return lines;
}

std::vector<TextLine> parse_json_text_lines(std::string_view bytes, const std::string& source) {
  std::vector<TextLine> lines;
  for_each_line(bytes, [&](std::string_view line, std::size_t number) {
    if (is_blank(line)) return;
    const std::string place = fmt::format("{}: line {}", source, number);
    const Json json = parse_json(line, place);
    check(json.is_object(), ErrorCode::kInvalidData, "{}: expected a JSON object with a \"text\"", place);
    lines.push_back({.text = string_member(json, "text", place), .line = number, .source = source});
    check_text(lines.back());
  });
  check_any(!lines.empty(), source);
  return lines;
}

}  // namespace emo3d::service
