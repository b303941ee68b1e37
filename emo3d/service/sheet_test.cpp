#include "emo3d/service/sheet.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "emo3d/base/error.h"
#include "emo3d/rig/head.h"
#include "tests/support/errors.h"

namespace emo3d::service {
namespace {

using testing::error_message;

SheetEntry entry_of(const char* text) { return sheet_entry(parse_json(text, "s.jsonl: line 1"), "s.jsonl: line 1"); }

std::shared_ptr<const rig::Figure> head() { return {std::shared_ptr<void>(), &rig::Head::built_in()}; }

SheetOptions small(std::size_t columns) {
  SheetOptions options{.columns = columns, .labels = false, .picture = {}};
  options.picture.size_px = 32;
  return options;
}

std::vector<SheetEntry> smiles(std::size_t count) {
  std::vector<SheetEntry> entries(count);
  for (std::size_t i = 0; i < count; ++i) {
    entries[i] = {face::Expression{}, std::to_string(i)};
    entries[i].expression->set(face::Channel::kMouthSmileLeft, static_cast<float>(i) / static_cast<float>(count));
  }
  return entries;
}

TEST(SheetEntry, TakesNameThenTextAsLabel) {
  EXPECT_EQ(entry_of(R"({"blendshapes": {"jawOpen": 1}, "text": "aghast"})").label, "aghast");
  EXPECT_EQ(entry_of(R"({"blendshapes": {"jawOpen": 1}, "text": "aghast", "name": "fear"})").label, "fear");
  EXPECT_EQ(entry_of(R"({"blendshapes": {"jawOpen": 1}, "text": "aghast", "name": ""})").label, "aghast");
  EXPECT_EQ(entry_of(R"({"jawOpen": 1})").label, "");
  EXPECT_EQ(entry_of(R"({"jawOpen": 1})").expression.value()[face::Channel::kJawOpen], 1);
}

TEST(SheetEntry, ARefusedLineIsAnEmptyCell) {
  const SheetEntry entry = entry_of(R"({"line": 3, "error": "the text is empty"})");
  EXPECT_FALSE(entry.expression.has_value());
  EXPECT_EQ(entry.label, "the text is empty");
}

TEST(SheetEntry, ErrorsNameTheLine) {
  EXPECT_TRUE(error_message([] { (void)entry_of(R"({"jawOpen": 2})"); }).starts_with("s.jsonl: line 1: \"jawOpen\""));
  EXPECT_TRUE(error_message([] { (void)entry_of("[1]"); }).starts_with("s.jsonl: line 1: "));
  EXPECT_TRUE(error_message([] { (void)entry_of(R"({"error": 5})"); }).starts_with("s.jsonl: line 1: "));
}

TEST(Sheet, ViewsStandBelowEachOtherWithOneLabelForEachName) {
  const std::vector<SheetView> views = {
      {head(), camera_of({}), "a"}, {head(), camera_of({.yaw_deg = 20.0f}), "a"}, {head(), camera_of({}), "b"}};
  const auto cells = sheet_cells(smiles(3), views, 2);
  ASSERT_EQ(cells.size(), 12u) << "two groups of three rows of two";
  EXPECT_EQ(cells[0].label, "");
  EXPECT_EQ(cells[2].label, "0, a");
  EXPECT_EQ(cells[5].label, "1, b");
  EXPECT_EQ(cells[6].camera.yaw_deg, 0);
  EXPECT_EQ(cells[8].camera.yaw_deg, 20);
  EXPECT_EQ(cells[8].expression, *smiles(3)[2].expression);
  EXPECT_EQ(cells[9].figure, nullptr) << "nothing is left for this place";
}

TEST(Sheet, PersonsOfOneExpressionStandSideBySide) {
  const auto other = std::make_shared<rig::Head>(rig::Head::of({}));
  const std::vector<SheetView> views = {{head(), camera_of({}), "a"},
                                        {head(), camera_of({.yaw_deg = 20.0f}), "a"},
                                        {other, camera_of({}), "b"},
                                        {other, camera_of({.yaw_deg = 20.0f}), "b"}};
  EXPECT_EQ(square_columns(smiles(1), views), 2u);
  EXPECT_EQ(square_columns(smiles(5), views), 3u);
  const auto cells = sheet_cells(smiles(1), views, 3);
  ASSERT_EQ(cells.size(), 6u);
  EXPECT_EQ(cells[1].figure, other);
  EXPECT_EQ(cells[1].label, "");
  EXPECT_EQ(cells[2].figure, nullptr);
  EXPECT_EQ(cells[3].camera.yaw_deg, 20);
  EXPECT_EQ(cells[3].label, "0, a");
  EXPECT_EQ(cells[4].label, "0, b");
}

TEST(Sheet, CountsItsCellsBeforeItMakesThem) {
  const std::vector<SheetView> views(5000, {head(), camera_of({})});
  EXPECT_EQ(error_message([&] { (void)sheet_cells(smiles(2), views, kMaxCells); }),
            "a sheet of 50000000 cells; it takes 1 to 10000");
  EXPECT_EQ(error_message([&] { (void)sheet_cells(smiles(kMaxCells + 1), std::span(views).first(1), 1); }),
            "a sheet of 10001 expressions in 1 views; it has at most 10000 cells");
}

TEST(Sheet, CellsAreThePicturesThemselves) {
  const std::vector<SheetView> views = {{head(), camera_of({})}};
  const auto entries = smiles(5);
  const SheetOptions options = small(3);
  std::size_t told = 0;
  const image::Image sheet =
      draw_sheet(sheet_cells(entries, views, 3), options, [&](std::size_t cells) { told += cells; });
  EXPECT_EQ(told, 6u);
  EXPECT_EQ(sheet.width(), 96);
  EXPECT_EQ(sheet.height(), 64);
  const image::Image fifth = draw(*head(), *entries[4].expression, camera_of({}), options.picture);
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 32; ++x) {
      ASSERT_TRUE(std::ranges::equal(sheet.pixel(32 + x, 32 + y), fifth.pixel(x, y))) << x << "," << y;
      ASSERT_EQ(sheet.pixel(64 + x, 32 + y)[1], 255) << "an empty cell is white";
    }
}

TEST(Sheet, ThreadsDoNotChangeIt) {
  const auto cells = sheet_cells(smiles(7), std::vector<SheetView>{{head(), camera_of({})}}, 3);
  SheetOptions options = small(3);
  options.labels = true;
  options.picture.threads = 1;
  const image::Image alone = draw_sheet(cells, options, {});
  options.picture.threads = 4;
  EXPECT_EQ(draw_sheet(cells, options, {}), alone);
}

TEST(Sheet, LabelsMakeRowsHigher) {
  const auto cells = sheet_cells(smiles(2), std::vector<SheetView>{{head(), camera_of({})}}, 1);
  SheetOptions options = small(1);
  options.labels = true;
  const image::Image sheet = draw_sheet(cells, options, {});
  EXPECT_GT(sheet.height(), 64 + 20);
  int dark = 0;
  for (int y = 32; y < sheet.height() / 2; ++y)
    for (int x = 0; x < 32; ++x) dark += sheet.pixel(x, y)[0] < 128;
  EXPECT_GT(dark, 4) << "a figure is written there";
}

TEST(Sheet, ATransparentSheetHasAlpha) {
  SheetOptions options = small(2);
  options.picture.background = render::Background{.transparent = true};
  const image::Image sheet =
      draw_sheet(sheet_cells(smiles(1), std::vector<SheetView>{{head(), camera_of({})}}, 2), options, {});
  EXPECT_EQ(sheet.pixel(50, 16)[3], 0);
  EXPECT_EQ(sheet.pixel(0, 0)[3], 0);
  EXPECT_EQ(sheet.pixel(16, 16)[3], 255);
}

TEST(Sheet, RefusesSizesOutOfRange) {
  const auto cells = sheet_cells(smiles(4), std::vector<SheetView>{{head(), camera_of({})}}, 4);
  SheetOptions options = small(4);
  const auto message = [&] { return error_message([&] { (void)draw_sheet(cells, options, {}); }); };
  options.picture.size_px = 15;
  EXPECT_EQ(message(), "cell size 15 is not in [16,8192]");
  options.picture.size_px = 8192;
  EXPECT_NE(message().find("a sheet of 4 x 1 cells of 8192 pixels is 32768 x 8192 pixels"), std::string::npos);
  options.picture.size_px = 4096;
  options.max_side_px = 16383;
  EXPECT_NE(message().find("16384 x 4096 pixels; it may be 16383 wide"), std::string::npos);
  options = small(0);
  EXPECT_EQ(message(), "a sheet of 0 columns; it takes 1 to 10000");
  EXPECT_EQ(error_message([] { (void)sheet_cells(smiles(2), {}, 0); }), "a sheet of 0 columns; it takes 1 to 10000");
  EXPECT_EQ(error_message([] { (void)draw_sheet({}, small(1), {}); }), "a sheet of 0 cells; it takes 1 to 10000");
}

}  // namespace
}  // namespace emo3d::service
