#include "emo3d/service/sheet.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/parallel.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/image/drawing.h"
#include "emo3d/image/lettering.h"
#include "emo3d/render/render.h"

namespace emo3d::service {
namespace {

constexpr std::size_t kMaxLabelLines = 3;

using Lines = std::vector<std::string>;

float letter_height(int cell_px) { return static_cast<float>(std::max(11, cell_px / 14)); }

/// What is written below each cell.
std::vector<Lines> label_lines(std::span<const SheetCell> cells, const SheetOptions& options) {
  const int size = options.picture.size_px;
  std::vector<Lines> lines(cells.size());
  if (!options.labels) return lines;
  for (std::size_t i = 0; i < cells.size(); ++i)
    lines[i] =
        image::wrapped_text(cells[i].label, letter_height(size), static_cast<float>(size) * 0.94f, kMaxLabelLines);
  return lines;
}

/// Where the parts of a sheet lie, in pixels. Each row is as high as its longest label needs.
struct Layout {
  std::size_t columns = 1;
  int cell = 0;
  float letters = 0;          ///< Height of a line of a label.
  std::vector<int> row_tops;  ///< And the end of the last row.
  [[nodiscard]] int left(std::size_t index) const { return static_cast<int>(index % columns) * cell; }
  [[nodiscard]] int top(std::size_t index) const { return row_tops[index / columns]; }
};

/// \throws Error kInvalidArgument where the sheet is too large.
Layout make_layout(const std::vector<Lines>& labels, const SheetOptions& options) {
  const int size = options.picture.size_px;
  Layout layout{.columns = options.columns, .cell = size, .letters = letter_height(size), .row_tops = {0}};
  std::size_t height = 0;
  for (std::size_t first = 0; first < labels.size(); first += layout.columns) {
    std::size_t lines = 0;
    for (std::size_t i = first; i < std::min(first + layout.columns, labels.size()); ++i)
      lines = std::max(lines, labels[i].size());
    height += static_cast<std::size_t>(size);
    if (lines > 0) height += static_cast<std::size_t>(std::ceil((static_cast<float>(lines) + 0.5f) * layout.letters));
    layout.row_tops.push_back(static_cast<int>(height));
  }
  const std::size_t width = layout.columns * static_cast<std::size_t>(size);
  const auto side = static_cast<std::size_t>(options.max_side_px);
  check(width <= side && height <= side && width * height <= image::kMaxPixels, ErrorCode::kInvalidArgument,
        "a sheet of {} x {} cells of {} pixels is {} x {} pixels; it may be {} wide and high and have {} in all: take "
        "smaller cells",
        layout.columns, layout.row_tops.size() - 1, size, width, height, side, image::kMaxPixels);
  return layout;
}

/// The sheet without its pictures: white below the cells, or transparent.
image::Image blank_sheet(const Layout& layout, const render::Background& background) {
  image::Image sheet(static_cast<int>(layout.columns) * layout.cell, layout.row_tops.back(),
                     background.transparent ? image::Format::kRgba : image::Format::kRgb);
  if (!background.transparent) std::ranges::fill(sheet.bytes(), std::uint8_t{255});
  return sheet;
}

void write_label(image::Image& sheet, const Lines& lines, const Layout& layout, int left, int top) {
  constexpr std::array<std::uint8_t, 3> kInk = {32, 33, 36};
  float y = static_cast<float>(top) + layout.letters * 0.25f;
  for (const std::string& line : lines) {
    const float spare = static_cast<float>(layout.cell) - image::text_width(line, layout.letters);
    image::draw_text(sheet, line,
                     {.x = static_cast<float>(left) + spare / 2, .top = y, .size_px = layout.letters, .colour = kInk});
    y += layout.letters;
  }
}

std::string label_of(const SheetEntry& entry, const SheetView& view) {
  return entry.label.empty() || view.name.empty() ? entry.label + view.name : entry.label + ", " + view.name;
}

/// What stands side by side with others, and the ways of looking at it that stand below each other.
struct Item {
  const SheetEntry* entry;
  std::span<const SheetView> views;
};

/// An item for each entry; of one entry alone, one for each figure.
std::vector<Item> items_of(std::span<const SheetEntry> entries, std::span<const SheetView> views) {
  std::vector<Item> items;
  if (entries.size() != 1) {
    for (const SheetEntry& entry : entries) items.push_back({&entry, views});
    return items;
  }
  for (std::size_t first = 0, last = 0; first < views.size(); first = last) {
    while (last < views.size() && views[last].figure == views[first].figure) ++last;
    items.push_back({&entries[0], views.subspan(first, last - first)});
  }
  return items;
}

SheetCell cell_of(const Item& item, std::size_t row) {
  SheetCell cell;
  if (row >= item.views.size()) return cell;
  const SheetView& view = item.views[row];
  if (row + 1 == item.views.size() || item.views[row + 1].name != view.name) cell.label = label_of(*item.entry, view);
  if (!item.entry->expression) return cell;
  cell.figure = view.figure;
  cell.expression = *item.entry->expression;
  cell.camera = view.camera;
  return cell;
}

void check_count(std::size_t cells) {
  check(cells >= 1 && cells <= kMaxCells, ErrorCode::kInvalidArgument, "a sheet of {} cells; it takes 1 to {}", cells,
        kMaxCells);
}

}  // namespace

SheetEntry sheet_entry(const Json& json, std::string_view source) {
  if (json.is_object() && json.contains("error")) {
    const std::string reason = string_member(json, "error", source);
    return {std::nullopt, json.contains("name") ? string_member(json, "name", source) + ": " + reason : reason};
  }
  const face::ExpressionDocument document = face::expression_from_json(json, source);
  const bool has_name = json.contains("blendshapes") && json.contains("name");
  const std::string name = has_name ? string_member(json, "name", source) : "";
  return {document.expression, name.empty() ? document.text : name};
}

std::vector<SheetCell> sheet_cells(std::span<const SheetEntry> entries, std::span<const SheetView> views,
                                   std::size_t columns) {
  check(columns >= 1 && columns <= kMaxCells, ErrorCode::kInvalidArgument, "a sheet of {} columns; it takes 1 to {}",
        columns, kMaxCells);
  check(entries.size() <= kMaxCells && views.size() <= kMaxCells, ErrorCode::kInvalidArgument,
        "a sheet of {} expressions in {} views; it has at most {} cells", entries.size(), views.size(), kMaxCells);
  const std::vector<Item> items = items_of(entries, views);
  std::size_t rows = 0;  // of an item
  for (const Item& item : items) rows = std::max(rows, item.views.size());
  check_count((items.size() + columns - 1) / columns * columns * rows);

  std::vector<SheetCell> cells;
  for (std::size_t first = 0; first < items.size(); first += columns)
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t i = first; i < first + columns; ++i)
        cells.push_back(i < items.size() ? cell_of(items[i], row) : SheetCell());
  return cells;
}

std::size_t square_columns(std::span<const SheetEntry> entries, std::span<const SheetView> views) {
  return static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(items_of(entries, views).size()))));
}

image::Image draw_sheet(std::span<const SheetCell> cells, const SheetOptions& options,
                        const PictureProgress& progress) {
  check_count(cells.size());
  check(options.columns >= 1 && options.columns <= kMaxCells, ErrorCode::kInvalidArgument,
        "a sheet of {} columns; it takes 1 to {}", options.columns, kMaxCells);
  const int size = options.picture.size_px;
  check(size >= render::kMinSide_px && size <= render::kMaxSide_px, ErrorCode::kInvalidArgument,
        "cell size {} is not in [{},{}]", size, render::kMinSide_px, render::kMaxSide_px);
  const std::vector<Lines> labels = label_lines(cells, options);
  const Layout layout = make_layout(labels, options);

  PictureOptions picture = options.picture;
  picture.threads = 1;
  const std::size_t together =
      4 * std::size_t{options.picture.threads == 0 ? default_threads() : options.picture.threads};
  const render::Background background = picture.background.value_or(picture.light.background);
  image::Image sheet = blank_sheet(layout, background);
  for (std::size_t first = 0; first < cells.size(); first += together) {
    const std::size_t count = std::min(together, cells.size() - first);
    parallel_for(count, options.picture.threads, [&](std::size_t i) {
      const std::size_t index = first + i;
      const SheetCell& cell = cells[index];
      const int left = layout.left(index), top = layout.top(index);
      if (cell.figure) image::paste(sheet, draw(*cell.figure, cell.expression, cell.camera, picture), left, top);
      write_label(sheet, labels[index], layout, left, top + size);
    });
    if (progress) progress(count);
  }
  return sheet;
}

}  // namespace emo3d::service
