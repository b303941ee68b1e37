#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/service/picture_file.h"

/// Contact sheets: many expressions in one picture.
namespace emo3d::service {

/// Most cells of a sheet.
inline constexpr std::size_t kMaxCells = 10000;

/// An expression that a sheet shows, and what is written below it.
struct SheetEntry {
  std::optional<face::Expression> expression;  ///< Absent: the cell stays empty.
  std::string label;
};

/// Reads a line of JSONL or a file's JSON: an expression as face::expression_from_json() takes it, with "name", else
/// "text", as the label. A line that `generate` refused, `{"error": ...}`, is an entry without an expression, labelled
/// with the error. `source` starts each message. \throws Error kInvalidData.
[[nodiscard]] SheetEntry sheet_entry(const Json& json, std::string_view source);

/// A picture of a sheet.
struct SheetCell {
  std::shared_ptr<const rig::Figure> figure;  ///< Null: the cell stays empty.
  face::Expression expression;
  render::Camera camera;
  std::string label;
};

/// One way to look at every entry.
struct SheetView {
  std::shared_ptr<const rig::Figure> figure;
  render::Camera camera;
  std::string name{};  ///< Whose head it is, where a sheet shows several; stands in the labels.
};

/// Each entry in each view. The views of an entry stand below each other: rows of `columns` entries, one row for each
/// view, then the next entries. Of one entry alone the figures stand side by side, and below each other only the views
/// of each. The label stands below the last view of each name. Cells that are missing at the end of a row are empty.
/// \throws Error kInvalidArgument above kMaxCells.
[[nodiscard]] std::vector<SheetCell> sheet_cells(std::span<const SheetEntry> entries, std::span<const SheetView> views,
                                                 std::size_t columns);

/// The columns that make sheet_cells() as square as it gets, where each entry has one view.
[[nodiscard]] std::size_t square_columns(std::span<const SheetEntry> entries, std::span<const SheetView> views);

struct SheetOptions {
  std::size_t columns = 1;            ///< At least 1.
  int max_side_px = image::kMaxSide;  ///< Of the sheet, for formats that have less than images may.
  bool labels = false;                ///< Write the labels below the cells, in up to three lines.
  PictureOptions picture;  ///< The size is that of a cell; a transparent background makes a transparent sheet.
};

/// Draws the cells row by row, several at once. \throws Error kInvalidArgument where the sheet is larger than an Image
/// may be, or is without cells.
[[nodiscard]] image::Image draw_sheet(std::span<const SheetCell> cells, const SheetOptions& options,
                                      const PictureProgress& progress);

}  // namespace emo3d::service
