#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/train/measures.h"

namespace emo3d::train {

/// A figure of a report: for people, and for programs.
struct Cell {
  std::string text = "-";
  OrderedJson value = nullptr;
};

/// \param digits after the point.
[[nodiscard]] Cell number_cell(double value, int digits = 3);
[[nodiscard]] Cell number_cell(std::optional<double> value, int digits = 3);
[[nodiscard]] Cell share_cell(const Share& share);
[[nodiscard]] Cell count_cell(std::size_t count);
[[nodiscard]] Cell text_cell(std::string text);

/// Figures in rows and columns.
struct ResultTable {
  struct Row {
    std::string name;
    std::vector<Cell> cells;
  };
  std::string id;         ///< For programs: "aims".
  std::string caption;    ///< In Markdown, above the table; may be empty.
  std::string row_title;  ///< Of the column with the names of the rows.
  std::vector<std::string> columns;
  std::vector<Row> rows = {};
  std::string note = {};  ///< In Markdown, below the table; may be empty.
};

/// \throws Error kInvalidArgument where a row has not a cell for each column; so the next.
[[nodiscard]] std::string to_markdown(const ResultTable& table);
/// {ROW: {COLUMN: value}}.
[[nodiscard]] OrderedJson to_json(const ResultTable& table);

}  // namespace emo3d::train
