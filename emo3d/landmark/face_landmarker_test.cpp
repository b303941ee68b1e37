#include "emo3d/landmark/face_landmarker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "emo3d/base/file.h"
#include "tests/support/errors.h"
#include "tests/support/landmark_expected.h"
#include "tests/support/stand_in_landmarker.h"

namespace emo3d::landmark {
namespace {

using ::testing::EndsWith;
using testing::error_message;
using ::testing::HasSubstr;
using testing::ZipEntry;

class FaceLandmarkerTest : public ::testing::Test {
 protected:
  [[nodiscard]] FaceModels load(const std::vector<ZipEntry>& entries) const {
    const auto path = folder_.path() / "stand_in.task";
    write_file(path, testing::zip_of(entries));
    return FaceModels::load(path);
  }
  [[nodiscard]] std::string error_of(const std::vector<ZipEntry>& entries) const {
    const std::string message = error_message([&] { (void)load(entries); }), folder = folder_.path().string() + "/";
    return message.starts_with(folder) ? message.substr(folder.size()) : "without its folder: " + message;
  }

 private:
  TemporaryDirectory folder_;
};

image::Image square(std::uint8_t brightness) {
  image::Image picture(200, 200);
  std::ranges::fill(picture.bytes(), brightness);
  return picture;
}

TEST_F(FaceLandmarkerTest, GivesLandmarksScoresAndPose) {
  FaceLandmarker landmarker(load(testing::stand_in_landmarker_entries()));
  const auto faces = landmarker.detect(square(255));
  ASSERT_EQ(faces.size(), 1u);
  const Face& face = faces[0];
  EXPECT_NEAR(face.score, 1 / (1 + std::exp(-10.0)), 1e-5);
  EXPECT_NEAR(face.presence, 1 / (1 + std::exp(-10.0)), 1e-5);
  // the region is 1.5 times half of the image: landmarks from 0.5 - 0.75 / 4 on
  EXPECT_NEAR(face.landmarks[0].x, 0.3125, 1e-5);
  EXPECT_NEAR(face.landmarks[0].y, 0.3125, 1e-5);
  EXPECT_NEAR(face.landmarks[25].x, 0.6875, 1e-5);
  EXPECT_NEAR(face.blendshapes[26], 0.5, 1e-6);
  EXPECT_NEAR(expression_of(face)[face::Channel::kJawRight], 0.5, 1e-6);
  EXPECT_TRUE(face.matrix.has_value());
}

TEST_F(FaceLandmarkerTest, FindsNoneWhereTheDetectorSeesNone) {
  FaceLandmarker landmarker(load(testing::stand_in_landmarker_entries()));
  EXPECT_TRUE(landmarker.detect(square(100)).empty());
}

TEST_F(FaceLandmarkerTest, DropsAFaceWhoseLandmarksAreNotCertain) {
  const FaceModels models = load(testing::stand_in_landmarker_entries());
  EXPECT_TRUE(FaceLandmarker(models).detect(square(225)).empty()) << "0.88 of white: the detector sees it";
  EXPECT_EQ(FaceLandmarker(models, {.min_presence_confidence = 0.1F}).detect(square(225)).size(), 1u);
}

TEST_F(FaceLandmarkerTest, TakesImagesOfAnySize) {
  FaceLandmarker landmarker(load(testing::stand_in_landmarker_entries()), {.min_detection_confidence = 0});
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 300}, {2000, 3}})
    EXPECT_LE(landmarker.detect(image::Image(width, height)).size(), 1u);
}

TEST_F(FaceLandmarkerTest, RefusesOptionsOutOfRange) {
  const FaceModels models = load(testing::stand_in_landmarker_entries());
  const auto message = [&](const FaceLandmarkerOptions& options) {
    return error_message([&] { FaceLandmarker landmarker(models, options); });
  };
  EXPECT_EQ(message({.max_faces = 0}), "max_faces 0 is not in [1,896]");
  EXPECT_EQ(message({.max_faces = 897}), "max_faces 897 is not in [1,896]");
  EXPECT_EQ(message({.min_detection_confidence = -0.5F}), "min_detection_confidence -0.5 is not in [0,1]");
  EXPECT_EQ(message({.min_presence_confidence = NAN}), "min_presence_confidence nan is not in [0,1]");
  EXPECT_NE(message({.threads = 0}), "no error");
}

TEST_F(FaceLandmarkerTest, NamesTheEntryOfABundleThatIsWrong) {
  const std::vector<ZipEntry> good = testing::stand_in_landmarker_entries();
  for (const std::size_t missing : {0u, 1u, 2u, 3u}) {
    auto entries = good;
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(missing));
    EXPECT_EQ(error_of(entries), "stand_in.task: holds no " + good[missing].name);
  }
  auto swapped = good;
  std::swap(swapped[0].bytes, swapped[1].bytes);
  EXPECT_EQ(error_of(swapped), "stand_in.task: face_detector.tflite: does not take one tensor of 49152 values");
  auto short_output = good;
  short_output[1].bytes = testing::brightness_model({1, 256, 256, 3}, {{{1, 1, 1, 4}, {0, 0, 0, 0}, {0, 0, 0, 0}}});
  EXPECT_EQ(error_of(short_output), "stand_in.task: face_landmarks_detector.tflite: 1 outputs, not 2");
  short_output[3].bytes = testing::brightness_model({1, 146, 2}, {{{1, 1, 4}, {0, 0, 0, 0}, {0, 0, 0, 0}}});
  short_output[1].bytes = good[1].bytes;
  EXPECT_EQ(error_of(short_output), "stand_in.task: face_blendshapes.tflite: output 0 has 4 values, not 52");
  auto no_model = good;
  no_model[3].bytes = "no model";
  EXPECT_THAT(error_of(no_model), HasSubstr("stand_in.task: face_blendshapes.tflite: "));
  auto no_geometry = good;
  no_geometry[2].bytes = "\x0B";
  EXPECT_THAT(error_of(no_geometry), HasSubstr("stand_in.task: geometry_pipeline_metadata_landmarks.binarypb: "));
}

TEST_F(FaceLandmarkerTest, RefusesWhatIsNoLandmarkOrScore) {
  const std::vector<ZipEntry> good = testing::stand_in_landmarker_entries();
  const auto message = [&](std::size_t entry, const std::string& model) {
    auto entries = good;
    entries[entry].bytes = model;
    FaceLandmarker landmarker(load(entries));
    return error_message([&] { (void)landmarker.detect(square(255)); });
  };
  const auto scores = [](std::size_t at, float value) {
    testing::BrightnessOutput output = {{1, 1, 52}, std::vector<float>(52, 0.5F), std::vector<float>(52)};
    output.at_zero[at] = value;
    return testing::brightness_model({1, 146, 2}, {output});
  };
  EXPECT_EQ(message(3, scores(51, 1.0F)), "no error");
  EXPECT_THAT(message(3, scores(51, 1.5F)),
              EndsWith("/stand_in.task: face_blendshapes.tflite: score 51 is 1.5, not in [0,1]"));
  EXPECT_THAT(message(3, scores(0, -0.25F)),
              EndsWith("/stand_in.task: face_blendshapes.tflite: score 0 is -0.25, not in [0,1]"));
  EXPECT_THAT(message(3, scores(7, NAN)), HasSubstr("nan, not in [0,1]")) << "with either sign";

  const auto landmarks = [](float value, float presence) {
    testing::BrightnessOutput points = {{1, 1, 1, 1434}, std::vector<float>(1434), std::vector<float>(1434)};
    for (std::size_t i = 0; i < 1434; ++i) points.at_zero[i] = static_cast<float>(i % 256);
    points.at_zero[1433] = value;
    return testing::brightness_model({1, 256, 256, 3}, {points, {{1, 1, 1, 1}, {presence}, {0}}});
  };
  EXPECT_EQ(message(1, landmarks(3, 10)), "no error");
  EXPECT_THAT(message(1, landmarks(INFINITY, 10)),
              HasSubstr("stand_in.task: face_landmarks_detector.tflite: landmark 477 is ("));
  EXPECT_THAT(message(1, landmarks(NAN, 10)), HasSubstr("nan)"));
  EXPECT_THAT(message(1, landmarks(3, NAN)), HasSubstr("stand_in.task: face_landmarks_detector.tflite: score 0 is "));
  testing::BrightnessOutput boxes = {{1, 1, 896, 16}, std::vector<float>(896 * 16), std::vector<float>(896 * 16)};
  testing::BrightnessOutput logits = {{1, 1, 896, 1}, std::vector<float>(896, NAN), std::vector<float>(896)};
  EXPECT_THAT(message(0, testing::brightness_model({1, 128, 128, 3}, {boxes, logits})),
              HasSubstr("stand_in.task: face_detector.tflite: a score is "));
}

TEST(FaceDifference, IsNotANumberWhereAFaceHasNone) {
  Face face;
  face.matrix.emplace();
  const Face other = face;
  const auto expect_nan = [&](double testing::FaceDifference::*part, float& value) {
    const float before = std::exchange(value, NAN);
    EXPECT_TRUE(std::isnan(testing::difference(face, other, 10, 10).*part));
    value = before;
    EXPECT_EQ(testing::difference(face, other, 10, 10).*part, 0);
  };
  expect_nan(&testing::FaceDifference::landmark_px, face.landmarks[3].x);
  expect_nan(&testing::FaceDifference::landmark_px, face.landmarks[3].y);
  expect_nan(&testing::FaceDifference::depth_px, face.landmarks[3].z);
  expect_nan(&testing::FaceDifference::blendshape, face.blendshapes[3]);
  expect_nan(&testing::FaceDifference::matrix, (*face.matrix)[3]);
}

}  // namespace
}  // namespace emo3d::landmark
