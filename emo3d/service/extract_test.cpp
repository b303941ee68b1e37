#include "emo3d/service/extract.h"

#include <gtest/gtest.h>

#include <new>
#include <set>
#include <string>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/image/png.h"
#include "emo3d/service/extract_file.h"
#include "emo3d/service/extract_journal.h"
#include "emo3d/service/extract_rows.h"
#include "emo3d/service/sheet.h"
#include "tests/support/errors.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

/// As many faces as the picture's width says over 100; each has its number in all scores, in hundredths.
std::vector<landmark::Face> faces_of_width(const image::Image& image) {
  std::vector<landmark::Face> faces(static_cast<std::size_t>(image.width() - 100));
  for (std::size_t i = 0; i < faces.size(); ++i) {
    faces[i].score = faces[i].presence = 0.9f;
    faces[i].blendshapes.fill(static_cast<float>(i + 1) / 100);
  }
  return faces;
}

/// Photos 0.png to 9.png with 0, 1, 2, 0, 1, .. faces, of which 4.png is broken.
class Extraction : public ::testing::Test {
 protected:
  Extraction() {
    for (int i = 0; i < 10; ++i) {
      const std::string name = std::to_string(i) + ".png";
      if (i == 4)
        write_file(file(name), "\x89PNG\r\n\x1a\nand no more");
      else
        image::write_png(file(name), image::Image(100 + i % 3, 20));
      photos_.push_back({file(name), name});
    }
  }
  [[nodiscard]] fs::path file(const std::string& name) const { return folder_.path() / name; }
  [[nodiscard]] ExtractSummary run(const std::string& output, RowFileOptions options = {},
                                   std::function<void(const PhotoFaces&)> on_photo = {}) {
    options.on_start = [&](std::size_t left) { left_ = left; };
    options.on_photo = std::move(on_photo);
    return extract_to_file(photos_, file(output), extract_, options);
  }

  TemporaryDirectory folder_;
  std::vector<Photo> photos_;
  ExtractOptions extract_{.make_detector = [] { return FaceDetector(faces_of_width); }, .threads = 3};
  std::size_t left_ = 0;
};

TEST_F(Extraction, EveryPhotoIsThereInOrder) {
  std::vector<PhotoFaces> found;
  extract_each(photos_, extract_, [&](PhotoFaces&& photo) { found.push_back(std::move(photo)); });
  ASSERT_EQ(found.size(), 10u);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].photo.path, photos_[i].path);
    EXPECT_EQ(found[i].is_failed(), i == 4);
    EXPECT_EQ(found[i].faces.size(), i == 4 ? 0 : i % 3);
  }
  EXPECT_EQ(found[0].reason, kNoFace);
  EXPECT_TRUE(found[4].reason.starts_with("not a valid PNG")) << found[4].reason;
  EXPECT_EQ(found[5].reason, "");
}

TEST_F(Extraction, FaultsOfOneEndNoOthers) {
  extract_.make_detector = [] {
    return [](const image::Image& image) {
      check(image.width() != 101, ErrorCode::kInvalidData, "a network of its own mind");
      if (image.width() == 102) throw std::bad_alloc();
      return faces_of_width(image);
    };
  };
  std::vector<std::string> reasons;
  extract_each(photos_, extract_, [&](PhotoFaces&& photo) { reasons.push_back(photo.reason); });
  EXPECT_EQ(reasons[0], kNoFace);
  EXPECT_EQ(reasons[1], "a network of its own mind");
  EXPECT_EQ(reasons[2], "out of memory");
  extract_.make_detector = []() -> FaceDetector { fail(ErrorCode::kUnavailable, "no model"); };
  EXPECT_EQ(error_message([&] { extract_each(photos_, extract_, [](PhotoFaces&&) {}); }), "no model");
}

TEST_F(Extraction, RowsCanBeDrawnAndTellWhatIsMissing) {
  const ExtractSummary summary = run("faces.jsonl", {.landmarks = true});
  EXPECT_EQ(to_json(summary), OrderedJson({{"photos", 10}, {"faces", 8}, {"without_face", 4}, {"failed", 1}}));
  EXPECT_EQ(summary.audit.faces(), 8u);
  const std::string bytes = read_file(file("faces.jsonl"));
  std::vector<std::string> labels;
  for (std::size_t start = 0; start < bytes.size(); start = bytes.find('\n', start) + 1) {
    const Json row = parse_json(bytes.substr(start, bytes.find('\n', start) - start), "row");
    const SheetEntry entry = sheet_entry(row, "row");
    labels.push_back(entry.label);
    EXPECT_EQ(entry.expression.has_value(), !row.contains("error"));
    EXPECT_EQ(row.contains("landmarks"), entry.expression.has_value());
  }
  ASSERT_EQ(labels.size(), 13u);
  EXPECT_EQ(labels[0], "0.png: no face found");
  EXPECT_EQ(labels[1], "1.png");
  EXPECT_EQ(labels[3], "2.png, face 2");
  EXPECT_TRUE(labels[5].starts_with("4.png: not a valid PNG"));
  EXPECT_FALSE(fs::exists(file("faces.jsonl.part")));
}

TEST_F(Extraction, EachFormatHoldsTheSame) {
  for (const char* name : {"a.jsonl", "a.json", "a.csv"}) {
    (void)run(name);
    const auto rows = read_rows(read_file(file(name)), extension_of(name), name);
    ASSERT_EQ(rows.size(), 13u) << name;
    EXPECT_EQ(rows[3].image, file("2.png").string());
    ASSERT_TRUE(rows[3].scores.has_value());
    for (const float score : *rows[3].scores) EXPECT_FLOAT_EQ(score, 0.02f);
    EXPECT_FALSE(rows[0].scores.has_value());
    EXPECT_FALSE(rows[5].scores.has_value());
  }
  const Json document = read_json(file("a.json"));
  EXPECT_TRUE(is_faces_document(document));
  EXPECT_EQ(rows_of_document(document, "a").size(), 13u);
  EXPECT_EQ(error_message([&] { (void)run("a.txt"); }),
            file("a.txt").string() + ": rows of faces are written as .json, .jsonl or .csv");
  EXPECT_NE(error_message([&] { (void)run("b.csv", {.landmarks = true}); }).find("no place for landmarks"),
            std::string::npos);
}

TEST_F(Extraction, AnInterruptedRunIsGoneOnFrom) {
  (void)run("whole.jsonl");
  std::size_t seen = 0;
  const auto interrupt = [&](const PhotoFaces&) { check(++seen < 4, ErrorCode::kInterrupted, "Ctrl-C"); };
  EXPECT_EQ(error_message([&] { (void)run("a.jsonl", {}, interrupt); }),
            "interrupted: 4 of 10 photos are in " + file("a.jsonl.part").string() +
                "; the same command with --resume goes on");
  EXPECT_FALSE(fs::exists(file("a.jsonl")));
  EXPECT_NE(error_message([&] { (void)run("a.jsonl"); }).find("add --resume to go on from it"), std::string::npos);
  EXPECT_NE(error_message([&] {
              (void)run("a.jsonl", {.landmarks = true, .resume = true});
            }).find("the unfinished run had landmarks false, this one has true; give the same"),
            std::string::npos);

  std::set<std::string> read;
  const ExtractSummary summary =
      run("a.jsonl", {.resume = true}, [&](const PhotoFaces& found) { read.insert(found.photo.below.string()); });
  EXPECT_EQ(left_, 6u);
  EXPECT_EQ(read, (std::set<std::string>{"4.png", "5.png", "6.png", "7.png", "8.png", "9.png"}));
  EXPECT_EQ(summary.photos, 10u) << "those of the first run are counted";
  EXPECT_EQ(read_file(file("a.jsonl")), read_file(file("whole.jsonl")));
  EXPECT_FALSE(fs::exists(file("a.jsonl.part")));
  (void)run("b.jsonl", {.resume = true});
  EXPECT_EQ(left_, 10u) << "without a journal all is to do";
}

TEST_F(Extraction, AFinishedRunIsGoneOnFrom) {
  for (const std::string name : {"a.jsonl", "a.json", "a.csv"}) {
    (void)run("whole" + name);
    const std::vector<Photo> all = photos_;
    photos_.erase(photos_.begin() + 2);
    (void)run(name);
    photos_ = all;
    EXPECT_EQ(run(name, {.resume = true}).photos, 10u);
    EXPECT_EQ(left_, 1u) << "only what is missing";
    EXPECT_EQ(read_file(file(name)), read_file(file("whole" + name)));
    const auto written = fs::last_write_time(file(name));
    extract_.make_detector = []() -> FaceDetector { fail(ErrorCode::kUnavailable, "no model"); };
    EXPECT_EQ(to_json(run(name, {.resume = true})),
              OrderedJson({{"photos", 10}, {"faces", 8}, {"without_face", 4}, {"failed", 1}}));
    extract_.make_detector = [] { return FaceDetector(faces_of_width); };
    EXPECT_EQ(left_, 0u);
    EXPECT_EQ(fs::last_write_time(file(name)), written) << "not written again";
    EXPECT_NE(error_message([&] {
                (void)run(name, {.resume = true, .settings = {{"faces", 2}}});
              }).find("was made with other options"),
              std::string::npos);
    EXPECT_FALSE(fs::exists(file(name + ".part")));
  }
}

TEST_F(Extraction, ALineThatWasCutOffIsDoneAgain) {
  (void)run("whole.csv");
  std::size_t seen = 0;
  (void)error_message([&] {
    (void)run("a.csv", {}, [&](const PhotoFaces&) { check(++seen < 6, ErrorCode::kInterrupted, "Ctrl-C"); });
  });
  const std::string journal = read_file(file("a.csv.part"));
  for (const std::size_t lost : {std::size_t{1}, std::size_t{40}, journal.size() / 2}) {
    write_file(file("a.csv.part"), journal.substr(0, journal.size() - lost));
    (void)run("a.csv", {.resume = true});
    EXPECT_EQ(read_file(file("a.csv")), read_file(file("whole.csv"))) << lost;
  }
  write_file(file("a.csv.part"), "something else\n");
  EXPECT_NE(error_message([&] { (void)run("a.csv", {.resume = true}); }).find("not what an unfinished run leaves"),
            std::string::npos);
}

TEST_F(Extraction, PhotosThatAreGoneFromTheListAreLeftOut) {
  std::size_t seen = 0;
  (void)error_message([&] {
    (void)run("a.csv", {}, [&](const PhotoFaces&) { check(++seen < 6, ErrorCode::kInterrupted, "Ctrl-C"); });
  });
  photos_.erase(photos_.begin(), photos_.begin() + 2);
  (void)run("a.csv", {.resume = true});
  const auto rows = read_rows(read_file(file("a.csv")), ".csv", "a.csv");
  EXPECT_EQ(rows[0].image, file("2.png").string());
}

TEST_F(Extraction, OneProcessWritesAJournal) {
  const ExtractJournal first(file("a.part"), {}, false);
  EXPECT_NE(error_message([&] { const ExtractJournal second(file("a.part"), {}, true); }).find("another process"),
            std::string::npos);
}

TEST_F(Extraction, AFaultBeforeTheFirstPhotoLeavesNothing) {
  extract_.make_detector = []() -> FaceDetector { fail(ErrorCode::kUnavailable, "no model"); };
  EXPECT_EQ(error_message([&] { (void)run("a.csv"); }), "no model");
  EXPECT_FALSE(fs::exists(file("a.csv.part")));
}

}  // namespace
}  // namespace emo3d::service
