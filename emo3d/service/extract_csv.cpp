#include <algorithm>
#include <charconv>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/json_text.h"
#include "emo3d/service/extract_rows.h"

namespace emo3d::service {
namespace {

constexpr std::array<std::string_view, 11> kPhotoColumns = {
    "image", "width", "height", "face", "faces", "score", "presence", "yaw_deg", "pitch_deg", "roll_deg", "error"};
/// Behind the scores.
constexpr std::string_view kSettings = "settings";
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
  return found->is_string() ? quoted(found->get<std::string>()) : json_text(*found);
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

/// Calls `take` with each record behind the header, the header, and where it stands.
template <typename Take>
void each_record(std::string_view text, std::string_view source, const Take& take) {
  CsvReader reader(text, source);
  check(!reader.at_end(), ErrorCode::kInvalidData, "{}: an empty file", source);
  const CsvRecord header = reader.next();
  const Columns columns = find_columns(header, source);
  while (!reader.at_end()) {
    const CsvRecord record = reader.next();
    const std::string place = fmt::format("{}: line {}", source, record.line);
    check(record.cells.size() == header.cells.size(), ErrorCode::kInvalidData, "{}: {} cells where the header has {}",
          place, record.cells.size(), header.cells.size());
    take(record, header.cells, columns, place);
  }
}

ScoredRow scored_record(const CsvRecord& record, const Columns& columns, std::string_view place) {
  ScoredRow row{.image = record.cells[columns.image], .scores = {}};
  if (columns.error && !record.cells[*columns.error].empty()) return row;
  ColumnScores& scores = row.scores.emplace();
  for (std::size_t i = 0; i < scores.size(); ++i)
    scores[i] = score_of(record.cells[columns.scores[i]], score_columns()[i], place);
  return row;
}

bool is_text(std::string_view column) { return column == "image" || column == "error" || column == kSettings; }

/// A record as the row that csv_line() wrote.
OrderedJson row_of(const CsvRecord& record, const std::vector<std::string>& header, std::string_view place) {
  OrderedJson row = OrderedJson::object(), scores = OrderedJson::object();
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string &column = header[i], &cell = record.cells[i];
    if (cell.empty()) continue;
    const bool is_channel = column != score_columns()[0] && std::ranges::count(score_columns(), column) > 0;
    OrderedJson& value = is_channel ? scores[column] : row[column];
    value = is_text(column) ? OrderedJson(cell) : OrderedJson::parse(cell, nullptr, false);
    check(is_text(column) || value.is_number(), ErrorCode::kInvalidData, "{}: column {}: {} is no number", place,
          column, quote(cell));
  }
  if (!scores.empty()) row["blendshapes"] = std::move(scores);
  return row;
}

/// A text that parse_json() takes, with its members in their order.
OrderedJson in_order(std::string_view text, std::string_view source) {
  (void)parse_json(text, source);
  return OrderedJson::parse(text);
}

std::vector<ScoredRow> read_document(std::string_view text, std::string_view source) {
  const Json document = parse_json(text, source);
  std::vector<ScoredRow> rows;
  for (const Json& row : rows_of_document(document, source))
    rows.push_back(scored_row(row, fmt::format("{}: face {}", source, rows.size() + 1)));
  return rows;
}

/// Calls `take` with each line that is not blank, and where it stands.
template <typename Take>
void each_line(std::string_view text, std::string_view source, const Take& take) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos)
      take(line, fmt::format("{}: line {}", source, number));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::string csv_header() {
  std::string line;
  for (const std::string_view column : kPhotoColumns) line += (line.empty() ? "" : ",") + std::string(column);
  for (const std::string_view column : score_columns()) line += "," + std::string(column);
  return line + "," + std::string(kSettings) + "\n";
}

std::string csv_line(const OrderedJson& row) {
  std::string line;
  for (std::size_t i = 0; i < kPhotoColumns.size(); ++i) line += (i == 0 ? "" : ",") + cell_of(row, kPhotoColumns[i]);
  const auto scores = row.find("blendshapes");
  for (const std::string_view column : score_columns())
    line += "," + (scores == row.end() ? "" : cell_of(column == score_columns()[0] ? row : *scores, column));
  return line + "," + cell_of(row, kSettings) + "\n";
}

std::vector<ScoredRow> read_rows(std::string_view bytes, std::string_view extension, std::string_view source) {
  if (extension == ".json") return read_document(bytes, source);
  std::vector<ScoredRow> rows;
  if (extension == ".csv")
    each_record(bytes, source,
                [&](const CsvRecord& record, const auto&, const Columns& columns, const std::string& place) {
                  rows.push_back(scored_record(record, columns, place));
                });
  else
    each_line(bytes, source, [&](std::string_view line, const std::string& place) {
      rows.push_back(scored_row(parse_json(line, place), place));
    });
  return rows;
}

std::vector<OrderedJson> read_whole_rows(std::string_view bytes, std::string_view extension, std::string_view source) {
  std::vector<OrderedJson> rows;
  if (extension == ".json") {
    const OrderedJson document = in_order(bytes, source);
    (void)rows_of_document(Json(document), source);
    for (const OrderedJson& row : document.at("faces")) rows.push_back(row);
  } else if (extension == ".csv") {
    each_record(bytes, source,
                [&](const CsvRecord& record, const auto& header, const Columns&, const std::string& place) {
                  rows.push_back(row_of(record, header, place));
                });
  } else {
    each_line(bytes, source,
              [&](std::string_view line, const std::string& place) { rows.push_back(in_order(line, place)); });
  }
  return rows;
}

}  // namespace emo3d::service
