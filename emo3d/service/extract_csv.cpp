#include <algorithm>
#include <charconv>

#include "emo3d/base/error.h"
#include "emo3d/service/extract_rows.h"

namespace emo3d::service {
namespace {

constexpr std::array<std::string_view, 11> kPhotoColumns = {
    "image", "width", "height", "face", "faces", "score", "presence", "yaw_deg", "pitch_deg", "roll_deg", "error"};
/// A cell longer than this is no cell of such a file.
constexpr std::size_t kMaxCellBytes = std::size_t{1} << 16;

/// A cell as RFC 4180 writes it.
std::string quoted(const std::string& text) {
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string cell = "\"";
  for (const char c : text) cell += c == '"' ? "\"\"" : std::string(1, c);
  return cell + '"';
}

std::string cell_of(const OrderedJson& row, std::string_view key) {
  const auto found = row.find(key);
  if (found == row.end()) return {};
  return found->is_string() ? quoted(found->get<std::string>()) : found->dump();
}

struct CsvRecord {
  std::size_t line = 1;  ///< Where it starts.
  std::vector<std::string> cells;
};

/// Reads records of RFC 4180; quoted cells may hold line ends.
class CsvReader {
 public:
  CsvReader(std::string_view text, std::string_view source) : rest_(text), source_(source) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] CsvRecord next() {
    CsvRecord record{.line = line_, .cells = {}};
    for (bool more = true; more;) {
      record.cells.push_back(rest_.starts_with('"') ? quoted_cell() : plain_cell());
      check(record.cells.back().size() <= kMaxCellBytes, ErrorCode::kInvalidData, "{}: line {}: a cell of {} bytes",
            source_, record.line, record.cells.back().size());
      more = rest_.starts_with(',');
      if (more) rest_.remove_prefix(1);
    }
    if (rest_.starts_with('\r')) rest_.remove_prefix(1);
    check(rest_.empty() || rest_[0] == '\n', ErrorCode::kInvalidData, "{}: line {}: text after a quoted cell", source_,
          line_);
    if (!rest_.empty()) rest_.remove_prefix(1);
    ++line_;
    return record;
  }

 private:
  std::string plain_cell() {
    const std::size_t end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    std::string cell(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return cell;
  }
  std::string quoted_cell() {
    std::string cell;
    const std::size_t start = line_;
    for (;;) {
      rest_.remove_prefix(1);
      const std::size_t end = rest_.find('"');
      check(end != std::string_view::npos, ErrorCode::kInvalidData, "{}: line {}: a quoted cell does not end", source_,
            start);
      cell += rest_.substr(0, end);
      line_ += static_cast<std::size_t>(std::ranges::count(rest_.substr(0, end), '\n'));
      rest_.remove_prefix(end + 1);
      if (!rest_.starts_with('"')) return cell;
      cell += '"';
    }
  }

  std::string_view rest_;
  std::string_view source_;
  std::size_t line_ = 1;
};

float score_of(const std::string& cell, std::string_view column, std::string_view place) {
  float score = 0;
  const char* const end = cell.data() + cell.size();
  const auto [stopped, error] = std::from_chars(cell.data(), end, score);
  check(error == std::errc() && stopped == end && score >= 0 && score <= 1, ErrorCode::kInvalidData,
        "{}: column {}: {} is not a score in [0,1]", place, column, quote(cell));
  return score;
}

/// Columns by name, as other programs may have added or moved some.
struct Columns {
  std::size_t image = 0;
  std::optional<std::size_t> error;
  std::array<std::size_t, 52> scores{};
};

Columns find_columns(const CsvRecord& header, std::string_view source) {
  const auto find = [&](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::ranges::find(header.cells, name);
    if (found == header.cells.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.cells.begin());
  };
  const auto require = [&](std::string_view name) {
    const auto found = find(name);
    check(found.has_value(), ErrorCode::kInvalidData, "{}: line 1: no column {}", source, quote(name));
    return *found;
  };
  Columns columns{.image = require("image"), .error = find("error")};
  std::ranges::transform(score_columns(), columns.scores.begin(), require);
  return columns;
}

std::vector<ScoredRow> read_csv(std::string_view text, std::string_view source) {
  CsvReader reader(text, source);
  check(!reader.at_end(), ErrorCode::kInvalidData, "{}: an empty file", source);
  const CsvRecord header = reader.next();
  const Columns columns = find_columns(header, source);
  std::vector<ScoredRow> rows;
  while (!reader.at_end()) {
    const CsvRecord record = reader.next();
    const std::string place = fmt::format("{}: line {}", source, record.line);
    check(record.cells.size() == header.cells.size(), ErrorCode::kInvalidData, "{}: {} cells where the header has {}",
          place, record.cells.size(), header.cells.size());
    rows.push_back({.image = record.cells[columns.image], .scores = {}});
    if (columns.error && !record.cells[*columns.error].empty()) continue;
    ColumnScores& scores = rows.back().scores.emplace();
    for (std::size_t i = 0; i < scores.size(); ++i)
      scores[i] = score_of(record.cells[columns.scores[i]], score_columns()[i], place);
  }
  return rows;
}

std::vector<ScoredRow> read_document(std::string_view text, std::string_view source) {
  const Json document = parse_json(text, source);
  std::vector<ScoredRow> rows;
  for (const Json& row : rows_of_document(document, source))
    rows.push_back(scored_row(row, fmt::format("{}: face {}", source, rows.size() + 1)));
  return rows;
}

std::vector<ScoredRow> read_lines(std::string_view text, std::string_view source) {
  std::vector<ScoredRow> rows;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::string place = fmt::format("{}: line {}", source, number);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos)
      rows.push_back(scored_row(parse_json(line, place), place));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rows;
}

}  // namespace

std::string csv_header() {
  std::string line;
  for (const std::string_view column : kPhotoColumns) line += (line.empty() ? "" : ",") + std::string(column);
  for (const std::string_view column : score_columns()) line += "," + std::string(column);
  return line + "\n";
}

std::string csv_line(const OrderedJson& row) {
  std::string line;
  for (std::size_t i = 0; i < kPhotoColumns.size(); ++i) line += (i == 0 ? "" : ",") + cell_of(row, kPhotoColumns[i]);
  const auto scores = row.find("blendshapes");
  for (const std::string_view column : score_columns())
    line += "," + (scores == row.end() ? "" : cell_of(column == score_columns()[0] ? row : *scores, column));
  return line + "\n";
}

std::vector<ScoredRow> read_rows(std::string_view bytes, std::string_view extension, std::string_view source) {
  if (extension == ".csv") return read_csv(bytes, source);
  return extension == ".json" ? read_document(bytes, source) : read_lines(bytes, source);
}

}  // namespace emo3d::service
