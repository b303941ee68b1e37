#include "emo3d/train/result_table.h"

#include <fmt/format.h>

#include <cmath>

#include "emo3d/base/error.h"

namespace emo3d::train {
namespace {

void check_row(const ResultTable& table, const ResultTable::Row& row) {
  check(row.cells.size() == table.columns.size(), ErrorCode::kInvalidArgument, "{}: {} has {} cells, expected {}",
        table.id, row.name, row.cells.size(), table.columns.size());
}

}  // namespace

Cell number_cell(double value, int digits) {
  const double scale = std::pow(10, digits);
  return {fmt::format("{:.{}f}", value, digits), std::round(value * scale) / scale};
}

Cell number_cell(std::optional<double> value, int digits) { return value ? number_cell(*value, digits) : Cell{}; }

Cell share_cell(const Share& share) { return number_cell(share.value()); }

Cell count_cell(std::size_t count) { return {std::to_string(count), count}; }

Cell text_cell(std::string text) { return {text, text}; }

std::string to_markdown(const ResultTable& table) {
  std::string text = table.caption.empty() ? "" : table.caption + "\n\n";
  text += "| " + table.row_title + " |";
  for (const std::string& column : table.columns) text += " " + column + " |";
  text += "\n|---|";
  for (std::size_t i = 0; i < table.columns.size(); ++i) text += "---:|";
  text += "\n";
  for (const ResultTable::Row& row : table.rows) {
    check_row(table, row);
    text += "| " + row.name + " |";
    for (const Cell& cell : row.cells) text += " " + cell.text + " |";
    text += "\n";
  }
  return table.note.empty() ? text : text + "\n" + table.note + "\n";
}

OrderedJson to_json(const ResultTable& table) {
  OrderedJson json = OrderedJson::object();
  for (const ResultTable::Row& row : table.rows) {
    check_row(table, row);
    OrderedJson values = OrderedJson::object();
    for (std::size_t i = 0; i < row.cells.size(); ++i) values[table.columns[i]] = row.cells[i].value;
    json[row.name] = std::move(values);
  }
  return json;
}

}  // namespace emo3d::train
