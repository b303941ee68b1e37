#include "emo3d/service/sheet.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/parallel.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/image/lettering.h"
#include "emo3d/render/render.h"

namespace emo3d::service {
namespace {

constexpr std::size_t kMaxLabelLines = 3;

/// Where the parts of a sheet lie, in pixels.
struct Layout {
  int columns;
  int rows;
  int cell;
  float letters;  ///< Height of a line of a label.
  int label;      ///< Height of all lines of a label, 0 where there are none.
  [[nodiscard]] int width() const { return columns * cell; }
  [[nodiscard]] int height() const { return rows * (cell + label); }
};

std::vector<std::vector<std::string>> label_lines(std::span<const SheetCell> cells, const Layout& layout) {
  std::vector<std::vector<std::string>> lines;
  for (const SheetCell& cell : cells)
    lines.push_back(
        image::wrapped_text(cell.label, layout.letters, static_cast<float>(layout.cell) * 0.94f, kMaxLabelLines));
  return lines;
}

void check_fits(const Layout& layout) {
  const std::size_t width = static_cast<std::size_t>(layout.columns) * static_cast<std::size_t>(layout.cell);
  const std::size_t height =
      static_cast<std::size_t>(layout.rows) * static_cast<std::size_t>(layout.cell + layout.label);
  check(width <= image::kMaxSide && height <= image::kMaxSide && width * height <= image::kMaxPixels,
        ErrorCode::kInvalidArgument,
        "a sheet of {} x {} cells of {} pixels is {} x {} pixels, more than a picture may have; take smaller cells",
        layout.columns, layout.rows, layout.cell, width, height);
}

/// The sheet without its pictures: white below the cells, or transparent.
image::Image blank_sheet(const Layout& layout, const render::Background& background) {
  image::Image sheet(layout.width(), layout.height(),
                     background.transparent ? image::Format::kRgba : image::Format::kRgb);
  if (!background.transparent) std::ranges::fill(sheet.bytes(), std::uint8_t{255});
  return sheet;
}

void copy_into(image::Image& sheet, const image::Image& picture, int left, int top) {
  for (int y = 0; y < picture.height(); ++y) {
    const auto row = picture.bytes().subspan(
        static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width() * picture.channels()),
        static_cast<std::size_t>(picture.width() * picture.channels()));
    std::ranges::copy(row, sheet.pixel(left, top + y).data());
  }
}

void write_label(image::Image& sheet, const std::vector<std::string>& lines, const Layout& layout, int left, int top) {
  constexpr std::array<std::uint8_t, 3> kInk = {32, 33, 36};
  float y = static_cast<float>(top) + layout.letters * 0.25f;
  for (const std::string& line : lines) {
    const float spare = static_cast<float>(layout.cell) - image::text_width(line, layout.letters);
    image::draw_text(sheet, line,
                     {.x = static_cast<float>(left) + spare / 2, .top = y, .size_px = layout.letters, .colour = kInk});
    y += layout.letters;
  }
}

}  // namespace

SheetEntry sheet_entry(const Json& json, std::string_view source) {
  if (json.is_object() && json.contains("error")) return {std::nullopt, string_member(json, "error", source)};
  const face::ExpressionDocument document = face::expression_from_json(json, source);
  const bool has_name = json.contains("blendshapes") && json.contains("name");
  return {document.expression, has_name ? string_member(json, "name", source) : document.text};
}

std::vector<SheetCell> sheet_cells(std::span<const SheetEntry> entries, std::span<const render::Camera> cameras,
                                   std::size_t columns, const std::shared_ptr<const rig::Figure>& figure) {
  std::vector<SheetCell> cells;
  for (std::size_t first = 0; first < entries.size(); first += columns)
    for (const render::Camera& camera : cameras)
      for (std::size_t i = first; i < first + columns; ++i) {
        SheetCell& cell = cells.emplace_back();
        if (i >= entries.size()) continue;
        cell.label = entries[i].label;
        if (!entries[i].expression) continue;
        cell.figure = figure;
        cell.expression = *entries[i].expression;
        cell.camera = camera;
      }
  return cells;
}

image::Image draw_sheet(std::span<const SheetCell> cells, const SheetOptions& options,
                        const PictureProgress& progress) {
  check(!cells.empty() && cells.size() <= kMaxCells, ErrorCode::kInvalidArgument,
        "a sheet of {} cells; it takes 1 to {}", cells.size(), kMaxCells);
  check(options.columns >= 1 && options.columns <= kMaxCells, ErrorCode::kInvalidArgument,
        "a sheet of {} columns; it takes 1 to {}", options.columns, kMaxCells);
  const int size = options.picture.size_px;
  check(size >= render::kMinSide_px && size <= render::kMaxSide_px, ErrorCode::kInvalidArgument,
        "cell size {} is not in [{},{}]", size, render::kMinSide_px, render::kMaxSide_px);
  Layout layout{.columns = static_cast<int>(options.columns),
                .rows = static_cast<int>((cells.size() + options.columns - 1) / options.columns),
                .cell = size,
                .letters = static_cast<float>(std::max(11, size / 14)),
                .label = 0};
  std::vector<std::vector<std::string>> labels;
  if (options.labels) {
    labels = label_lines(cells, layout);
    const std::size_t most = std::ranges::max(labels, {}, &std::vector<std::string>::size).size();
    if (most > 0) layout.label = static_cast<int>(std::ceil((static_cast<float>(most) + 0.5f) * layout.letters));
  }
  check_fits(layout);

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
      const int left = static_cast<int>(index % options.columns) * size;
      const int top = static_cast<int>(index / options.columns) * (size + layout.label);
      if (cell.figure) copy_into(sheet, draw(*cell.figure, cell.expression, cell.camera, picture), left, top);
      if (layout.label > 0) write_label(sheet, labels[index], layout, left, top + size);
    });
    if (progress) progress(count);
  }
  return sheet;
}

}  // namespace emo3d::service
