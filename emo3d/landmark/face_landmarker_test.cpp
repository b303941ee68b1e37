#include "emo3d/landmark/face_landmarker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "emo3d/base/file.h"
#include "tests/support/errors.h"
#include "tests/support/stand_in_landmarker.h"

namespace emo3d::landmark {
namespace {

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

}  // namespace
}  // namespace emo3d::landmark
