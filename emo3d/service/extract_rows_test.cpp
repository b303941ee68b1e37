#include "emo3d/service/extract_rows.h"

#include <gtest/gtest.h>

#include <fstream>

#include "emo3d/base/file.h"
#include "emo3d/base/json_text.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/image/png.h"
#include "emo3d/service/extract_audit.h"
#include "emo3d/service/photo_list.h"
#include "tests/support/errors.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

PhotoFaces one_face(const fs::path& path) {
  PhotoFaces found{.photo = {path, path}, .width = 400, .height = 300};
  landmark::Face& face = found.faces.emplace_back();
  face.score = 0.75f;
  face.presence = 1;
  for (std::size_t i = 0; i < face.blendshapes.size(); ++i) face.blendshapes[i] = static_cast<float>(i) / 64;
  face.matrix.emplace().fill(0.5f);
  return found;
}

TEST(ExtractRows, ColumnsAreThoseOfTheDataset) {
  EXPECT_EQ(score_columns()[0], "_neutral");
  EXPECT_EQ(score_columns()[1], "browDownLeft");
  EXPECT_EQ(score_columns()[25], "jawOpen");
  EXPECT_EQ(score_columns()[51], "noseSneerRight");
  EXPECT_EQ(csv_header().substr(0, 79),
            "image,width,height,face,faces,score,presence,yaw_deg,pitch_deg,roll_deg,error,_");
}

TEST(ExtractRows, ARowSaysAllOfAFace) {
  const auto rows = to_rows(one_face("p/a b.jpg"), false);
  ASSERT_EQ(rows.size(), 1u);
  const OrderedJson& row = rows[0];
  EXPECT_EQ(row.at("image"), "p/a b.jpg");
  EXPECT_EQ(row.at("name"), "a b.jpg");
  EXPECT_EQ(row.at("score"), 0.75);
  EXPECT_EQ(row.at("matrix").size(), 16u);
  EXPECT_FALSE(row.contains("landmarks"));
  EXPECT_EQ(row.at("blendshapes").size(), face::kChannelCount);
  const auto expression = face::expression_from_json(Json(row), "row").expression;
  EXPECT_FLOAT_EQ(expression[face::Channel::kJawOpen], 25.0f / 64);
  EXPECT_EQ(expression[face::Channel::kTongueOut], 0);
}

TEST(ExtractRows, CsvQuotesWhatItMust) {
  for (const char* name : {"plain.jpg", "comma, and \"quotes\".jpg", "two\nlines.jpg", "\r", "tail\""}) {
    const std::string csv = csv_header() + csv_line(to_rows(one_face(name), false)[0]) +
                            csv_line(to_rows({.photo = {name, name}, .reason = "broken, \"truly\""}, false)[0]);
    const auto rows = read_rows(csv, ".csv", "a.csv");
    ASSERT_EQ(rows.size(), 2u) << name;
    EXPECT_EQ(rows[0].image, name);
    ASSERT_TRUE(rows[0].scores.has_value());
    EXPECT_FLOAT_EQ((*rows[0].scores)[51], 51.0f / 64);
    EXPECT_FALSE(rows[1].scores.has_value());
  }
}

TEST(ExtractRows, NumbersHaveSixDecimals) {
  // nlohmann writes some doubles with a seventeenth digit; 0.790908 is one of them.
  PhotoFaces found = one_face("a\"1.0000000000000001\".png");
  for (int step = 1; step < 1'000'000; step += 97) {
    found.faces[0].blendshapes.fill(static_cast<float>(step) / 1e6f);
    const OrderedJson row = to_rows(found, false)[0];
    if (json_text(row.at("_neutral")) == row.at("_neutral").dump()) continue;
    EXPECT_LE(json_text(row.at("_neutral")).size(), 8u) << step;
    EXPECT_EQ(OrderedJson::parse(json_text(row)), row) << "the same number all the same, and the name untouched";
  }
  EXPECT_EQ(json_text(OrderedJson(0.790908)), "0.790908");
  EXPECT_EQ(json_text(OrderedJson(123456789012345678)), "123456789012345678");
  EXPECT_EQ(json_text({{"a", "\\\"0.7909080000000001"}}), R"({"a":"\\\"0.7909080000000001"})");
}

TEST(ExtractRows, PathsThatAreNoUtf8StayApart) {
  EXPECT_EQ(path_text("a\xff.jpg"), "a\\xff.jpg");
  EXPECT_EQ(path_text("\xc3\xa9.jpg"), "\xc3\xa9.jpg");
  EXPECT_NE(path_text("a\xff.jpg"), path_text("a\xfe.jpg"));
}

TEST(ExtractRows, BadFilesAreRefusedWithTheLine) {
  const auto refused = [](const std::string& bytes, const char* extension) {
    return error_message([&] { (void)read_rows(bytes, extension, "f"); });
  };
  const std::string header = csv_header(), line = csv_line(to_rows(one_face("a"), false)[0]);
  EXPECT_EQ(refused("", ".csv"), "f: an empty file");
  EXPECT_EQ(refused("image,jawOpen\n", ".csv"), "f: line 1: no column \"_neutral\"");
  EXPECT_EQ(refused(header + line + "a,b\n", ".csv"), "f: line 3: 2 cells where the header has 64");
  EXPECT_EQ(refused(header + "\"a\n", ".csv"), "f: line 2: a quoted cell does not end");
  EXPECT_EQ(refused(header + "\"a\"b\n", ".csv"), "f: line 2: text after a quoted cell");
  std::string high = line;
  high.pop_back();  // the line's end, then the empty cell of the settings, then the last score
  high.replace(high.rfind(',', high.size() - 2), std::string::npos, ",1.5,\n");
  EXPECT_EQ(refused(header + high, ".csv"), "f: line 2: column noseSneerRight: \"1.5\" is not a score in [0,1]");
  EXPECT_TRUE(refused("{\"image\": \"a\", \"jawOpen\": 1}\n", ".jsonl").starts_with("f: line 1: ")) << "no blendshapes";
  EXPECT_TRUE(refused("\n{\"image\": 3}\n", ".jsonl").starts_with("f: line 2: "));
  EXPECT_TRUE(refused("{\"image\": \"a\", \"blendshapes\": {}}\n", ".jsonl").find("_neutral") != std::string::npos);
  EXPECT_TRUE(refused("[]", ".json").starts_with("f: "));
  EXPECT_TRUE(refused(R"({"format": "emo3d-faces", "version": 2, "faces": []})", ".json").find("version") !=
              std::string::npos);
}

TEST(ChannelAudit, FindsRangeMeanBiasAndDeadChannels) {
  ChannelAudit audit;
  EXPECT_EQ(audit.channels()[3].highest, 0);
  ColumnScores scores{};
  const auto set = [&](std::string_view name, float score) {
    scores[static_cast<std::size_t>(std::ranges::find(score_columns(), name) - score_columns().begin())] = score;
  };
  for (const float value : {0.2f, 0.4f, 0.9f}) {
    set("mouthSmileLeft", value);
    set("mouthSmileRight", value / 2);
    set("cheekPuff", 0.05f);
    audit.add(scores);
  }
  const OrderedJson json = to_json(audit);
  EXPECT_EQ(json.at("faces"), 3);
  EXPECT_EQ(json.at("small_sample"), true);
  EXPECT_TRUE(describe(audit).starts_with("3 faces: a small sample")) << describe(audit);
  const OrderedJson& smile = json.at("channels").at("mouthSmileLeft");
  EXPECT_NEAR(smile.at("min").get<double>(), 0.2, 1e-6);
  EXPECT_NEAR(smile.at("max").get<double>(), 0.9, 1e-6);
  EXPECT_NEAR(smile.at("mean").get<double>(), 0.5, 1e-6);
  EXPECT_NEAR(smile.at("std").get<double>(), std::sqrt(0.26 / 3), 1e-6);
  EXPECT_NEAR(json.at("bias").at("mouthSmile").get<double>(), 0.25, 1e-6);
  EXPECT_EQ(json.at("bias").size(), 20u);
  EXPECT_EQ(json.at("dead").size(), 50u) << "a channel that never exceeds 0.05 is dead";
  EXPECT_NE(describe(audit).find("cheekPuff             0.050  0.000  0.050  0.050  dead"), std::string::npos)
      << describe(audit);
  for (int i = 0; i < 27; ++i) audit.add(scores);
  EXPECT_EQ(to_json(audit).at("small_sample"), false);
  EXPECT_TRUE(describe(audit).starts_with("30 faces\n")) << describe(audit);
}

TEST(PhotoList, FoldersAreReadWithWhatIsInThem) {
  const TemporaryDirectory folder;
  const fs::path root = folder.path() / "photos";
  fs::create_directories(root / "b" / ".hidden");
  const std::string png = image::encode_png(image::Image(2, 2));
  for (const char* name : {"c.png", "a.dat", "b/2.png", "b/10.PNG", ".d.png", "b/.hidden/x.png"})
    write_file(root / name, png);
  write_file(root / "notes.txt", "no picture");
  write_file(root / "broken.jpg", "");
  write_file(root / "cat.gif", "GIF89a");
  fs::create_directory_symlink(root, root / "b" / "loop");
  fs::create_symlink(root / "nothing", root / "gone.png");
  std::vector<std::string> below;
  for (const Photo& photo : photos_in(root)) {
    below.push_back(photo.below.string());
    EXPECT_EQ(photo.path, root / photo.below);
  }
  EXPECT_EQ(below,
            (std::vector<std::string>{"a.dat", "b/10.PNG", "b/2.png", "broken.jpg", "c.png", "cat.gif", "gone.png"}));
  EXPECT_NE(error_message([&] { (void)photos_in(root / "none"); }), "no error");
}

TEST(PhotoList, PicturesOfNamedPhotosStayBelowTheirFolder) {
  EXPECT_EQ(named_photo("a/b.jpg").below, "a/b.jpg");
  EXPECT_EQ(named_photo("/a/../etc/b.jpg").below, "etc/b.jpg");
  EXPECT_EQ(named_photo("../../b.jpg").below, "__/__/b.jpg");
  EXPECT_EQ(without_repeats({named_photo("a"), named_photo("b"), named_photo("a")}).size(), 2u);
}

}  // namespace
}  // namespace emo3d::service
