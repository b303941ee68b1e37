// Which photos extract reads, what it refuses, and what it says of photos that it cannot read.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "emo3d/base/json.h"
#include "tests/cli/extract.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::ExtractGolden;
using testing::ProcessResult;

TEST_F(ExtractGolden, PhotosOfOneNameHaveTheirOwnPictures) {
  copy({"photo_a.png"}, "d1");
  kept_.insert("d2");
  fs::create_directories(file("d2"));
  fs::copy_file(photo("noface_cat.png"), fs::path(file("d2")) / "photo_a.png");
  const ProcessResult both =
      extract({file("d1"), file("d2"), "--overlay", file("all/"), "--size", "100", "-o", file("f.csv")});
  ASSERT_EQ(both.exit_code, 0) << both.err;
  const std::string below = fs::path(folder_.path()).relative_path().string();
  const std::string first = read_file(file("all/") + below + "/d1/photo_a.png.png");
  EXPECT_NE(first, read_file(file("all/") + below + "/d2/photo_a.png.png"));
  kept_.insert({"all", "f.csv"});
  keep("list.txt", file("d1/photo_a.png") + "\n" + below + "/d1/photo_a.png\n");
  expect_refused(extract({file("list.txt"), "--overlay", file("x/")}), "the pictures of both would be");
  expect_refused(extract({photo("hopper.png"), "--overlay", file("x.png"), "--render", file("./x.png")}),
                 "one over the other");
  expect_refused(extract({file("d1"), "--overlay", file("x/"), "--render", file("y/../x/")}), "one over the other");
}

TEST_F(ExtractGolden, PicturesOfARunAreNoPhotosOfTheNext) {
  copy({"photo_a.png"}, "photos");
  for (int run = 0; run < 2; ++run) {
    const ProcessResult result = extract({file("photos"), "--overlay", file("photos/seen/"), "-o", file("f.jsonl")});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(rows("f.jsonl").size(), 1u) << run;
    EXPECT_TRUE(fs::exists(file("photos/seen/photo_a.png.png")));
  }
  kept_.insert("f.jsonl");
  expect_refused(extract({file("photos"), "--overlay", file("photos/")}), "would lie among its photos");
}

TEST_F(ExtractGolden, AnAuditOfNoFacesIsRefused) {
  const ProcessResult photos = extract({photo("noface_coffee.png"), photo("noface_cat.png"), "--audit"});
  EXPECT_EQ(photos.exit_code, 2);
  EXPECT_NE(photos.err.find("no faces to audit"), std::string::npos) << photos.err;
  EXPECT_EQ(photos.out, "");
  ASSERT_EQ(extract({photo("noface_cat.png"), "-o", file("none.csv")}).exit_code, 0);
  kept_.insert("none.csv");
  expect_refused(extract({file("none.csv"), "--audit"}), "none.csv: no faces to audit");
  expect_refused(extract({file("none.csv"), "--audit", "--json"}), "none.csv: no faces to audit");
}

TEST_F(ExtractGolden, ListsNameTheirPhotos) {
  keep("list.txt", photo("photo_a.png") + "\n\n" + photo("photo_b.png") + "\r\n" + photo("photo_a.png") + "\n" +
                       file("gone.png") + "\n");
  const std::string list = read_file(file("list.txt"));
  const ProcessResult from_file = extract({file("list.txt")});
  const ProcessResult from_input = extract({"-"}, {.standard_input = list, .environment = {}});
  EXPECT_EQ(from_file.exit_code, 2) << "gone.png";
  EXPECT_EQ(from_file.out, from_input.out);
  EXPECT_EQ(std::ranges::count(from_file.out, '\n'), 3);
  EXPECT_NE(from_file.out.find("cannot read: No such file"), std::string::npos);
}

TEST_F(ExtractGolden, APhotoThatCannotBeReadHasItsRow) {
  keep("broken.png", "\x89PNG\r\n\x1a\n????");
  for (const char* name : {"f.json", "f.jsonl", "f.csv"}) {
    const ProcessResult result = extract({file("broken.png"), "-o", file(name)});
    EXPECT_EQ(result.exit_code, 2) << name;
    EXPECT_NE(result.err.find("not a valid PNG"), std::string::npos) << result.err;
    const ProcessResult both = extract({photo("photo_a.png"), file("gone.png"), "-o", file("both") + name});
    EXPECT_EQ(both.exit_code, 2) << name;
    const std::string written = read_file(file(name)), two = read_file(file("both") + name);
    EXPECT_NE(written.find("not a valid PNG"), std::string::npos) << written;
    EXPECT_NE(two.find("photo_a.png"), std::string::npos) << two;
    EXPECT_NE(two.find("cannot read: No such file"), std::string::npos) << two;
  }
}

TEST_F(ExtractGolden, BadInputIsRefused) {
  expect_refused(extract({file("none.png")}), "none.png: no such file or folder");
  keep("broken.png", "\x89PNG\r\n\x1a\n????");
  expect_refused(extract({file("broken.png"), "--overlay", file("o.png")}), "not a valid PNG");
  keep("film.gif", "GIF89a");
  expect_refused(extract({file("film.gif")}), "film.gif: GIF is not read; expected PNG, JPEG or WebP");
  keep("bytes", std::string("\0\1\2\3", 4));
  expect_refused(extract({file("bytes")}), "bytes: neither a picture nor a list of paths");
  kept_.insert("empty");
  fs::create_directory(file("empty"));
  expect_refused(extract({file("empty")}), "empty: no photos in it");
  expect_refused(extract({photo("hopper.png"), "-o", file("f.txt")}), "rows of faces are written as .json");
  expect_refused(extract({photo("hopper.png"), "--overlay", file("f.jpg")}), "written as .png or .webp");
  expect_refused(extract({(golden_ / "images").string(), "--overlay", file("f.png")}), "pictures of several photos");
  expect_refused(extract({photo("hopper.png"), "--faces", "0"}), "--faces");
  expect_refused(extract({photo("hopper.png"), "--min-detection", "nan"}), "--min-detection");
  expect_refused(extract({photo("hopper.png"), "--precision", "f16"}), "expected f32 or bf16");
  expect_refused(extract({photo("hopper.png"), "--resume"}), "give -o FILE too");
  expect_refused(extract({photo("hopper.png"), "--json"}), "--json is for the report");
  expect_refused(emo3d({"extract", photo("hopper.png"), "--task", file("bytes")}), file("bytes"));
  keep("t.task", std::string(100, 'x'));
  expect_refused(emo3d({"extract", photo("hopper.png"), "--task", file("t.task")}),
                 file("t.task") + ": not a ZIP archive");
  keep("photo.png", read_file(photo("hopper.png")));
  expect_refused(extract({file("photo.png"), "--overlay", file("photo.png")}), "is the photo; it would be overwritten");
  expect_refused(extract({photo("hopper.png"), "--identity", "ingrid"}), "--identity is for heads beside photos");
  expect_refused(extract({photo("hopper.png"), "--overlay", file("x.png"), "--identity", "ingrid"}),
                 "--identity is for heads beside photos");
  expect_refused(extract({photo("hopper.png"), "--size", "100"}), "--size is for pictures");
  keep("rows.csv", "image,jawOpen\n");
  expect_refused(extract({file("rows.csv")}), "rows of faces are for --audit");
  expect_refused(extract({file("rows.csv"), "--audit"}), "rows.csv: line 1: no column \"_neutral\"");
}

TEST_F(ExtractGolden, AMissingModelIsNamedWithTheWayToPullIt) {
  expect_refused(
      emo3d({"extract", photo("hopper.png")}, {.standard_input = "", .environment = {{"EMO3D_HOME", file("home")}}}),
      "run: emo3d models pull face-landmarker");
}

}  // namespace
}  // namespace emo3d
