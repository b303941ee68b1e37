// Compares what the renderer draws with the pictures in tests/golden_renders/pictures, byte by byte. With
// EMO3D_UPDATE_PICTURES set it writes them instead (tools/update_pictures.sh). Where a picture differs, the drawn one
// and one that shows the differences are left in EMO3D_PICTURES_OUT.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "emo3d/image/png.h"
#include "emo3d/service/sheet.h"
#include "tests/golden_renders/compare.h"
#include "tests/golden_renders/scenes.h"

namespace emo3d::testing {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = EMO3D_PICTURES;
const fs::path kOut = EMO3D_PICTURES_OUT;

bool updates() { return std::getenv("EMO3D_UPDATE_PICTURES") != nullptr; }

struct Golden {
  std::string name;
  image::Image picture;
};

/// Three expressions and an empty cell, from two sides, with labels.
image::Image sheet() {
  std::vector<service::SheetEntry> entries(4);
  entries[0] = {face::Expression{}, "at rest"};
  entries[1] = {face::Expression{}, "A label that takes more lines than a cell has, so that its end is cut off"};
  entries[1].expression->set(face::Channel::kJawOpen, 0.6f);
  entries[2] = {face::Expression{}, "naïve — “quoted”"};
  entries[2].expression->set(face::Channel::kMouthPucker, 0.8f);
  entries[3].label = "refused";
  const std::shared_ptr<const rig::Figure> head(std::shared_ptr<void>(), &rig::Head::built_in());
  const std::vector<service::SheetView> views = {{head, service::camera_of({.yaw_deg = -25.0f})},
                                                 {head, service::camera_of({.yaw_deg = 25.0f})}};
  service::SheetOptions options{.columns = 2, .labels = true, .picture = {}};
  options.picture.size_px = 80;
  return service::draw_sheet(service::sheet_cells(entries, views, 2), options, {});
}

std::vector<Golden> draw_all() {
  std::vector<Golden> all;
  for (const auto& scenes : {synthetic_scenes(), head_scenes()})
    for (const Scene& scene : scenes) all.push_back({std::string(scene.name), draw(scene, 0)});
  all.push_back({"sheet", sheet()});
  return all;
}

TEST(GoldenRenders, AreTheCommittedPictures) {
  std::set<std::string> names;
  for (const auto& [name, picture] : draw_all()) {
    const std::string file = name + ".png";
    names.insert(file);
    if (updates()) {
      image::write_png(kFolder / file, picture);
      continue;
    }
    if (!fs::exists(kFolder / file)) {
      ADD_FAILURE() << kFolder / file << " is missing; tools/update_pictures.sh makes it";
      continue;
    }
    const PictureDifference difference = compare(image::read_png(kFolder / file), picture);
    if (difference.same) continue;
    fs::create_directories(kOut);
    image::write_png(kOut / (name + ".drawn.png"), picture);
    image::write_png(kOut / (name + ".difference.png"), difference.picture);
    ADD_FAILURE() << name << ": " << difference.report << "; see " << kOut / (name + ".difference.png");
  }
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (names.contains(entry.path().filename().string())) continue;
    EXPECT_TRUE(updates()) << entry.path() << " belongs to no scene";
    if (updates()) fs::remove(entry.path());
  }
}

TEST(ComparePictures, NamesTheWorstPixel) {
  image::Image expected(4, 3), drawn(4, 3);
  EXPECT_TRUE(compare(expected, drawn).same);
  drawn.pixel(1, 2)[1] = 9;
  drawn.pixel(3, 0)[2] = 4;
  const PictureDifference difference = compare(expected, drawn);
  EXPECT_FALSE(difference.same);
  EXPECT_EQ(difference.report, "2 of 12 pixels differ, most by 9 at column 1, row 2: [0 9 0], expected [0 0 0]");
  EXPECT_GT(difference.picture.pixel(1, 2)[0], 128);
  EXPECT_EQ(difference.picture.pixel(0, 0)[0], 0);
  EXPECT_EQ(compare(expected, image::Image(4, 2)).report, "4 x 2 x 3, expected 4 x 3 x 3");
}

}  // namespace
}  // namespace emo3d::testing
