// Photos to blendshapes, as their users run it, against what MediaPipe finds in the same photos.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/image/orientation.h"
#include "emo3d/image/png.h"
#include "tests/cli/extract.h"
#include "tests/support/photos.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::ExtractGolden;
using testing::ProcessResult;

/// MediaPipe's scores agree within this where the longer side of a photo is a multiple of 4.
constexpr double kScoreGate = 1e-3;

/// Every score of a row against the official ones.
void expect_scores(const Json& row, const Json& expected, std::size_t face, double gate) {
  const Json& names = expected.at("blendshape_names");
  const Json& scores = expected.at("faces").at(face).at("blendshapes");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = names.at(i);
    const Json& found = i == 0 ? row.at("_neutral") : row.at("blendshapes").at(name);
    EXPECT_NEAR(found.get<double>(), scores.at(i).get<double>(), gate) << name;
  }
}

TEST_F(ExtractGolden, OnePhotoIsJsonThatAgreesWithMediaPipe) {
  const ProcessResult result = extract({photo("astronaut.png"), "--landmarks"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  const Json document = parse_json(result.out, "out");
  EXPECT_EQ(document.at("format"), "emo3d-faces");
  const Json& row = document.at("faces").at(0);
  const Json official = expected("astronaut");
  expect_scores(row, official, 0, kScoreGate);
  const Json& face = official.at("faces").at(0);
  for (std::size_t i = 0; i < 16; ++i)
    EXPECT_NEAR(row.at("matrix").at(i).get<double>(), face.at("matrix_column_major").at(i).get<double>(), 5e-3) << i;
  for (std::size_t i = 0; i < 478; ++i)
    for (std::size_t axis = 0; axis < 2; ++axis)
      EXPECT_NEAR(row.at("landmarks").at(i).at(axis).get<double>(), face.at("landmarks").at(i).at(axis).get<double>(),
                  0.02 / 512)
          << i;
  EXPECT_GT(row.at("score"), 0.5);
  EXPECT_GT(row.at("presence"), 0.5);
}

TEST_F(ExtractGolden, TwoFacesAndNoneHaveTheirRows) {
  ASSERT_EQ(extract({photo("two_faces.png"), photo("noface_cat.png"), "-o", file("f.jsonl"), "--faces", "2"}).exit_code,
            0);
  const std::vector<Json> found = rows("f.jsonl");
  ASSERT_EQ(found.size(), 3u);
  for (std::size_t face = 0; face < 2; ++face) {
    EXPECT_EQ(found[face].at("face"), face + 1);
    EXPECT_EQ(found[face].at("faces"), 2);
    expect_scores(found[face], expected("two_faces"), face, kScoreGate);
  }
  EXPECT_EQ(found[2].at("error"), "no face found");
  EXPECT_EQ(found[2].at("faces"), 0);
  const ProcessResult none = extract({photo("noface_cat.png")});
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_NE(none.err.find("no face found"), std::string::npos);
}

TEST_F(ExtractGolden, AFolderLosesNoPhoto) {
  copy({"photo_a.png", "photo_b.png", "noface_coffee.png"}, "photos");
  write_file(file("photos") + "/broken.jpg", "\xff\xd8\xff\xe0 no more");
  write_file(file("photos") + "/empty.png", "");
  write_file(file("photos") + "/film.gif", "GIF89a");
  write_file(file("photos") + "/huge.png", testing::png_with_size(image::encode_png(image::Image(4, 4)), 16383, 16383));
  write_file(file("photos") + "/notes.txt", "no photo");
  const ProcessResult result = extract({file("photos"), "-o", file("f.csv"), "--threads", "2"});
  EXPECT_EQ(result.exit_code, 2) << "as for every photo that could not be read";
  EXPECT_NE(result.err.find("2 faces, 1 without a face, 4 failed"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("4 of 7 photos could not be read; their rows say why"), std::string::npos);
  const std::string csv = read_file(file("f.csv"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 8);
  for (const char* reason : {"broken.jpg,,,,,,,,,,not a valid JPEG", "empty.png,,,,,,,,,,\"an empty file",
                             "GIF is not read; expected PNG, JPEG or WebP", "PNG of 16383 x 16383 is more than",
                             "noface_coffee.png,300,200,,0,,,,,,no face found"})
    EXPECT_NE(csv.find(reason), std::string::npos) << reason << "\n" << csv;
  EXPECT_EQ(csv.find("notes.txt"), std::string::npos);
}

TEST_F(ExtractGolden, ThreadsChangeNothing) {
  copy({"photo_a.png", "photo_b.png", "photo_c.png", "photo_d.png", "hopper.png"}, "photos");
  ASSERT_EQ(extract({file("photos"), "-o", file("1.jsonl"), "--threads", "1"}).exit_code, 0);
  ASSERT_EQ(extract({file("photos"), "-o", file("3.jsonl"), "--threads", "3"}).exit_code, 0);
  EXPECT_EQ(read_file(file("1.jsonl")), read_file(file("3.jsonl")));
}

TEST_F(ExtractGolden, AKilledRunIsGoneOnFrom) {
  kept_.insert("many");
  fs::create_directories(file("many"));
  for (int i = 0; i < 60; ++i)
    fs::copy_file(photo("photo_a.png"), fs::path(file("many")) / (std::to_string(100 + i) + ".png"));
  const std::string task = (golden_ / "models/face_landmarker.task").string();
  for (const std::string signal : {"KILL", "INT"}) {
    const std::string output = file(signal + ".jsonl");
    // The signal comes once a few photos are done, however slow the machine is.
    const ProcessResult stopped =
        testing::run_process({"/bin/sh", "-c",
                              "(until [ \"$(wc -l <" + output + ".part)\" -gt 4 ]; do sleep 0.01; done; kill -" +
                                  signal + " $$) 2>/dev/null & exec " + std::string(EMO3D_PROGRAM) + " extract " +
                                  file("many") + " -o " + output + " --threads 2 --task " + task});
    EXPECT_FALSE(fs::exists(output)) << signal;
    ASSERT_TRUE(fs::exists(output + ".part")) << signal;
    if (signal == "INT") {
      EXPECT_EQ(stopped.exit_code, 130) << stopped.err;
      EXPECT_NE(stopped.err.find("of 60 photos are in " + output + ".part; the same command with --resume goes on"),
                std::string::npos)
          << stopped.err;
    }
    EXPECT_EQ(extract({file("many"), "-o", output}).exit_code, 2) << "what is done is not thrown away by mistake";
    const ProcessResult rest = extract({file("many"), "-o", output, "--resume", "--json"});
    ASSERT_EQ(rest.exit_code, 0) << rest.err;
    EXPECT_EQ(parse_json(rest.out, "out").at("faces"), 60);
    EXPECT_LT(std::stoi(rest.err), 57) << "photos that were left to do";
    EXPECT_EQ(rows(signal + ".jsonl").size(), 60u);
    EXPECT_FALSE(fs::exists(output + ".part"));
    EXPECT_NE(rest.err.find("in all 60 photos: 60 faces, 0 without a face, 0 failed"), std::string::npos) << rest.err;
    const ProcessResult again = extract({file("many"), "-o", output, "--resume"});
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_NE(again.out.find("nothing to do"), std::string::npos) << again.out;
    EXPECT_EQ(again.err.find("photos/s"), std::string::npos) << again.err;
    const ProcessResult other = extract({file("many"), "-o", output, "--resume", "--faces", "3"});
    EXPECT_EQ(other.exit_code, 2);
    EXPECT_NE(other.err.find("was made with other options"), std::string::npos) << other.err;
  }
}

TEST_F(ExtractGolden, PicturesHaveTheirSizes) {
  const std::vector<std::string> pictures = {"--overlay", file("o.png"), "--render", file("r.png"), "--size", "200"};
  std::vector<std::string> arguments = {photo("hopper.png"), "-o", file("h.json")};
  arguments.insert(arguments.end(), pictures.begin(), pictures.end());
  ASSERT_EQ(extract(arguments).exit_code, 0);
  const image::Image overlay = image::read_png(file("o.png")), beside = image::read_png(file("r.png"));
  EXPECT_EQ(overlay.height(), 200);
  EXPECT_EQ(overlay.width(), std::lround(200.0 * 512 / 600));
  EXPECT_EQ(beside.width(), 400);
  EXPECT_EQ(beside.height(), 200);
  copy({"photo_a.png", "noface_cat.png"}, "photos");
  const ProcessResult many = extract({file("photos"), "--overlay", file("all/"), "--size", "100", "-o", file("a.csv")});
  ASSERT_EQ(many.exit_code, 0) << many.err;
  EXPECT_EQ(image::read_png(file("all/photo_a.png.png")).width(), 100);
  EXPECT_EQ(image::read_png(file("all/noface_cat.png.png")).width(), 100);
}

TEST_F(ExtractGolden, WhatItWritesCanBeDrawn) {
  copy({"photo_a.png", "photo_two.png", "noface_cat.png"}, "photos");
  ASSERT_EQ(extract({file("photos"), "-o", file("f.jsonl"), "--faces", "2"}).exit_code, 0);
  ASSERT_EQ(emo3d({"sheet", file("f.jsonl"), "-o", file("s.png"), "--cell", "32"}).exit_code, 0);
  EXPECT_EQ(image::read_png(file("s.png")).width(), 64);
  ASSERT_EQ(extract({photo("photo_two.png"), "-o", file("two.json"), "--faces", "2"}).exit_code, 0);
  ASSERT_EQ(emo3d({"sheet", file("two.json"), "-o", file("s2.png"), "--cell", "32", "--columns", "2"}).exit_code, 0);
  EXPECT_EQ(image::read_png(file("s2.png")).height(), 32);
  ASSERT_EQ(emo3d({"render", file("two.json"), "-o", file("r.png"), "--size", "32"}).exit_code, 0);
  ASSERT_EQ(extract({photo("noface_cat.png"), "-o", file("none.json")}).exit_code, 0);
  kept_ = {"photos", "f.jsonl", "s.png", "two.json", "s2.png", "r.png", "none.json"};
  expect_refused(emo3d({"render", file("none.json"), "-o", file("x.png")}), "none.json: has no face");
  expect_refused(emo3d({"render", "-", "-o", file("x.png")},
                       {.standard_input = "{\"image\":\"a.png\",\"error\":\"no face found\"}\n", .environment = {}}),
                 "standard input: has no face: no face found");
  keep("f.csv", "image,error\n");
  expect_refused(emo3d({"sheet", file("f.csv"), "-o", file("x.png")}), "take .jsonl");
}

TEST_F(ExtractGolden, OrientationIsHonoured) {
  const image::Image upright = image::read_png(photo("astronaut.png"));
  write_file(file("upright.jpg"), testing::jpeg_of(upright));
  const auto face_of = [&](const std::string& name) {
    const ProcessResult result = extract({file(name)});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return parse_json(result.out, "out").at("faces").at(0);
  };
  const Json as_jpeg = face_of("upright.jpg");
  for (const int orientation : {3, 6, 8}) {
    // The photo as a camera that was held so stores it: the turn that undoes the one of the tag.
    const image::Image stored = image::upright(upright, orientation == 6 ? 8 : orientation == 8 ? 6 : orientation);
    const std::string tiff = testing::exif_block(orientation, true);
    write_file(file("turned.png"), testing::png_with_exif(image::encode_png(stored), tiff));
    expect_scores(face_of("turned.png"), expected("astronaut"), 0, kScoreGate);
    write_file(file("turned.jpg"), testing::jpeg_with_exif(testing::jpeg_of(stored), tiff));
    const Json turned = face_of("turned.jpg");  // its blocks are rounded another way: pixels differ by a step
    for (const auto& [name, score] : as_jpeg.at("blendshapes").items())
      EXPECT_NEAR(turned.at("blendshapes").at(name).get<double>(), score.get<double>(), 0.02) << name;
  }
}

TEST_F(ExtractGolden, AuditFindsWhatTheModelNeverShows) {
  const ProcessResult result =
      extract({(golden_ / "images").string(), "-o", file("all.jsonl"), "--faces", "2", "--audit", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json audit = parse_json(result.out, "out").at("audit");
  const auto dead = audit.at("dead").get<std::set<std::string>>();
  for (const char* name :
       {"_neutral", "cheekPuff", "cheekSquintLeft", "cheekSquintRight", "jawForward", "jawLeft", "jawRight",
        "mouthClose", "mouthFunnel", "mouthRollUpper", "noseSneerLeft", "noseSneerRight"})
    EXPECT_TRUE(dead.contains(name)) << name;
  EXPECT_FALSE(dead.contains("mouthSmileLeft"));
  EXPECT_FALSE(dead.contains("jawOpen"));
  EXPECT_GT(audit.at("channels").at("jawOpen").at("max"), 0.5) << "ict_jawopen opens it";

  ASSERT_EQ(extract({(golden_ / "images").string(), "-o", file("all.csv"), "--faces", "2"}).exit_code, 0);
  for (const char* name : {"all.jsonl", "all.csv"}) {
    const ProcessResult again = emo3d({"extract", file(name), "--audit", "--json"});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(parse_json(again.out, "out").at("audit"), audit) << name;
  }
  const ProcessResult table = emo3d({"extract", file("all.csv"), "--audit"});
  EXPECT_NE(table.out.find("cheekPuff"), std::string::npos);
  EXPECT_NE(table.out.find("channels are dead"), std::string::npos);
}

}  // namespace
}  // namespace emo3d
