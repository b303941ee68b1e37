#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/tflite/executor.h"
#include "tests/support/golden.h"
#include "tests/support/stored_zip.h"

namespace emo3d::tflite {
namespace {

Model load(const std::filesystem::path& golden, const std::string& name) {
  const std::string bundle = read_file(golden / "models" / "face_landmarker.task");
  return Model::parse(testing::stored_member(bundle, name + ".tflite"), name);
}

std::vector<float> floats(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

/// The formula of the model vectors: value i = ((i * 7919) % 1009) * scale + shift.
void fill(std::span<float> input, double divisor, double shift) {
  for (std::size_t i = 0; i < input.size(); ++i)
    input[i] = static_cast<float>(static_cast<double>((i * 7919) % 1009) / divisor + shift);
}

float largest_difference(std::span<const float> a, std::span<const float> b) {
  EXPECT_EQ(a.size(), b.size());
  float largest = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const float difference = std::abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;  // NaN stays
  }
  return largest;
}

struct ModelVector {
  const char* name;
  double divisor, shift;  ///< Of fill().
  float tolerance;        ///< Several times the rounding errors of float32 that the vectors' notes report.
};

constexpr ModelVector kDetector = {"face_detector", 504.5, -1, 2e-4F};
constexpr ModelVector kLandmarks = {"face_landmarks_detector", 1009, 0, 1e-3F};
constexpr ModelVector kBlendshapes = {"face_blendshapes", 2, 0, 1e-5F};

void expect_model_vector(const std::filesystem::path& golden, const ModelVector& vector) {
  const Model model = load(golden, vector.name);
  Executor executor(model);
  ASSERT_EQ(model.inputs().size(), 1U);
  fill(executor.input(0), vector.divisor, vector.shift);
  for (int repeat = 0; repeat < 2; ++repeat) {
    executor.run();
    for (std::size_t i = 0; i < model.outputs().size(); ++i) {
      const auto file =
          golden / "stages" / "model_vectors" / (std::string(vector.name) + "_out" + std::to_string(i) + ".bin");
      const float difference = largest_difference(executor.output(i), floats(file));
      EXPECT_LE(difference, vector.tolerance) << vector.name << ", output " << i;
    }
  }
}

TEST(TfliteGolden, DetectorGivesTheReferencesNumbers) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  expect_model_vector(golden, kDetector);
}

TEST(TfliteGolden, LandmarksGiveTheReferencesNumbers) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  expect_model_vector(golden, kLandmarks);
}

TEST(TfliteGolden, BlendshapesGiveTheReferencesNumbers) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  expect_model_vector(golden, kBlendshapes);
}

}  // namespace
}  // namespace emo3d::tflite
