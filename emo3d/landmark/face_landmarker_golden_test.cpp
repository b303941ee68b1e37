#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "emo3d/image/png.h"
#include "emo3d/landmark/face_landmarker.h"
#include "tests/support/golden.h"
#include "tests/support/landmark_expected.h"

namespace emo3d::landmark {
namespace {

using testing::ExpectedFaces;
using testing::FaceDifference;

struct Gate {
  double landmark_px;
  double depth_px;
  double blendshape;
  double matrix;
};

/// Where the longer side is a multiple of four.
constexpr Gate kExactGate = {0.02, 0.1, 1e-3, 5e-3};
/// Where it is not, the detector's letterbox has samples half-way between two places, which MediaPipe's newer OpenCV
/// may take the other way.
constexpr Gate kAnySizeGate = {0.25, 1.0, 0.02, 0.05};

class Images {
 public:
  explicit Images(const std::filesystem::path& golden)
      : golden_(golden),
        models_(FaceModels::load(golden / "models" / "face_landmarker.task")),
        expected_(testing::read_all_expected_faces(golden)) {}

  [[nodiscard]] const std::vector<ExpectedFaces>& expected() const { return expected_; }
  [[nodiscard]] image::Image picture(const ExpectedFaces& expected) const {
    return image::read_png(golden_ / "images" / (expected.name + ".png"));
  }
  [[nodiscard]] std::vector<Face> detect(const ExpectedFaces& expected, FaceLandmarkerOptions options = {}) const {
    options.max_faces = expected.max_faces;
    return FaceLandmarker(models_, options).detect(picture(expected));
  }

 private:
  std::filesystem::path golden_;
  FaceModels models_;
  std::vector<ExpectedFaces> expected_;
};

void raise(FaceDifference& worst, const FaceDifference& d) {
  for (double FaceDifference::*part :
       {&FaceDifference::landmark_px, &FaceDifference::depth_px, &FaceDifference::blendshape, &FaceDifference::matrix})
    testing::raise(worst.*part, d.*part);
}

/// Shows a line of the table in README.md here.
void report(const char* what, const FaceDifference& d) {
  std::printf("%s: %.4f px, depth %.4f px, blendshape %.6f, matrix %.6f\n", what, d.landmark_px, d.depth_px,
              d.blendshape, d.matrix);
}

TEST(FaceLandmarkerGolden, FindsAndRefusesWhatMediaPipeDoes) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Images images(golden);
  ASSERT_EQ(images.expected().size(), 21u);
  for (const ExpectedFaces& expected : images.expected())
    EXPECT_EQ(images.detect(expected).size(), expected.faces.size()) << expected.name;
}

TEST(FaceLandmarkerGolden, AgreesWithMediaPipeWithinTheGates) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Images images(golden);
  FaceDifference exact;
  FaceDifference any_size;
  for (const ExpectedFaces& expected : images.expected()) {
    const auto faces = images.detect(expected);
    ASSERT_EQ(faces.size(), expected.faces.size()) << expected.name;
    const bool is_exact = std::max(expected.width_px, expected.height_px) % 4 == 0;
    const Gate& gate = is_exact ? kExactGate : kAnySizeGate;
    for (std::size_t i = 0; i < faces.size(); ++i) {
      const auto d = testing::difference(faces[i], expected.faces[i], expected.width_px, expected.height_px);
      EXPECT_LE(d.landmark_px, gate.landmark_px) << expected.name;
      EXPECT_LE(d.depth_px, gate.depth_px) << expected.name;
      EXPECT_LE(d.blendshape, gate.blendshape) << expected.name;
      EXPECT_LE(d.matrix, gate.matrix) << expected.name;
      raise(is_exact ? exact : any_size, d);
    }
  }
  report("longer side a multiple of 4", exact);
  report("other sizes", any_size);
}

TEST(FaceLandmarkerGolden, DoesNotDependOnTheNumberOfThreads) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Images images(golden);
  for (const ExpectedFaces& expected : images.expected()) {
    const auto one = images.detect(expected, {.threads = 1});
    const auto two = images.detect(expected, {.threads = 2});
    ASSERT_EQ(one.size(), two.size()) << expected.name;
    for (std::size_t i = 0; i < one.size(); ++i) {
      const auto d = testing::difference(one[i], two[i], 1, 1);
      for (const double part : {d.landmark_px, d.depth_px, d.blendshape}) EXPECT_LE(part, 1e-5) << expected.name;
      EXPECT_LE(d.matrix, 1e-4) << expected.name << ": centimetres";
      EXPECT_NEAR(one[i].presence, two[i].presence, 1e-5F);
      EXPECT_NEAR(one[i].score, two[i].score, 1e-5F);
    }
  }
}

TEST(FaceLandmarkerGolden, FindsTheSameFacesInBfloat16) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  if (!tflite::bf16_supported()) GTEST_SKIP() << "no bfloat16 on this processor";
  const Images images(golden);
  FaceDifference worst;
  for (const ExpectedFaces& expected : images.expected()) {
    const auto faces = images.detect(expected, {.precision = tflite::Precision::kBf16});
    ASSERT_EQ(faces.size(), expected.faces.size()) << expected.name;
    for (std::size_t i = 0; i < faces.size(); ++i)
      raise(worst, testing::difference(faces[i], expected.faces[i], expected.width_px, expected.height_px));
  }
  report("bfloat16", worst);
  EXPECT_LE(worst.landmark_px, 1.5);
  EXPECT_LE(worst.blendshape, 0.06);
  EXPECT_LE(worst.matrix, 0.3);
}

TEST(FaceLandmarkerGolden, KeepsNoMoreFacesThanAskedForTheBestFirst) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const FaceModels models = FaceModels::load(golden / "models" / "face_landmarker.task");
  const auto picture = image::read_png(golden / "images" / "two_faces.png");
  const auto two = FaceLandmarker(models, {.max_faces = 5}).detect(picture);
  ASSERT_EQ(two.size(), 2u);
  EXPECT_GT(two[0].score, two[1].score);
  const auto one = FaceLandmarker(models, {.max_faces = 1}).detect(picture);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].score, two[0].score);
  EXPECT_EQ(one[0].blendshapes, two[0].blendshapes);
}

TEST(FaceLandmarkerGolden, ThresholdsDecideWhatCounts) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const FaceModels models = FaceModels::load(golden / "models" / "face_landmarker.task");
  const auto far = image::read_png(golden / "images" / "hopper_small_wide.png");
  const auto unsure =
      FaceLandmarker(models, {.min_detection_confidence = 0.2F, .min_presence_confidence = 0}).detect(far);
  ASSERT_EQ(unsure.size(), 1u) << "too small a face for the default";
  EXPECT_GT(unsure[0].score, 0.2F);
  EXPECT_LT(unsure[0].score, 0.5F);
  const auto near = image::read_png(golden / "images" / "astronaut.png");
  EXPECT_TRUE(FaceLandmarker(models, {.min_detection_confidence = 1}).detect(near).empty());
  EXPECT_TRUE(FaceLandmarker(models, {.min_presence_confidence = 1}).detect(near).empty());
}

TEST(FaceLandmarkerGolden, IgnoresAlpha) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const auto rgb = image::read_png(golden / "images" / "astronaut_edge.png");
  image::Image rgba(rgb.width(), rgb.height(), image::Format::kRgba);
  for (int y = 0; y < rgb.height(); ++y)
    for (int x = 0; x < rgb.width(); ++x) {
      std::ranges::copy(rgb.pixel(x, y), rgba.pixel(x, y).begin());
      rgba.pixel(x, y)[3] = static_cast<std::uint8_t>(x);
    }
  auto landmarker = FaceLandmarker::load(golden / "models" / "face_landmarker.task");
  const auto expected = landmarker.detect(rgb);
  const auto faces = landmarker.detect(rgba);
  ASSERT_EQ(faces.size(), 1u);
  EXPECT_EQ(faces[0].blendshapes, expected.at(0).blendshapes);
}

}  // namespace
}  // namespace emo3d::landmark
