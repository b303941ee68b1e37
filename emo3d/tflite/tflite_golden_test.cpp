#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/zip_archive.h"
#include "emo3d/tflite/executor.h"
#include "tests/support/golden.h"
#include "tests/support/worst.h"

namespace emo3d::tflite {
namespace {

using testing::raise;

Model load(const std::filesystem::path& golden, const std::string& name) {
  const MappedFile bundle(golden / "models" / "face_landmarker.task");
  return Model::parse(ZipArchive(bundle.bytes(), "face_landmarker.task").entry(name + ".tflite"), name);
}

std::vector<float> floats(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

/// NaN where there is one.
float largest_difference(std::span<const float> a, std::span<const float> b) {
  EXPECT_EQ(a.size(), b.size());
  float largest = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) raise(largest, std::abs(a[i] - b[i]));
  return largest;
}

/// A model, its input of a formula, and how far the outputs may be from the reference, which computed in float64.
struct ModelVector {
  const char* name;
  double divisor, shift;  ///< Input i is ((i * 7919) % 1009) / divisor + shift.
  float tolerance;        ///< Three times what the reference's own float32 differs from float64.
};

constexpr std::array kVectors = {ModelVector{"face_detector", 504.5, -1, 1.2e-4F},
                                 ModelVector{"face_landmarks_detector", 1009, 0, 5.1e-4F},
                                 ModelVector{"face_blendshapes", 2, 0, 4e-6F}};

void fill(std::span<float> input, const ModelVector& vector) {
  for (std::size_t i = 0; i < input.size(); ++i)
    input[i] = static_cast<float>(static_cast<double>((i * 7919) % 1009) / vector.divisor + vector.shift);
}

TEST(TfliteGolden, ModelsGiveTheReferencesNumbers) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  for (const ModelVector& vector : kVectors) {
    const Model model = load(golden, vector.name);
    Executor executor(model);
    fill(executor.input(0), vector);
    executor.run();
    for (std::size_t i = 0; i < model.outputs().size(); ++i) {
      const std::string file = std::string(vector.name) + "_out" + std::to_string(i) + ".bin";
      EXPECT_LE(largest_difference(executor.output(i), floats(golden / "stages" / "model_vectors" / file)),
                vector.tolerance)
          << file;
    }
  }
}

TEST(TfliteGolden, WorkOfTheModels) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const auto millions = [&](const ModelVector& v) {
    return static_cast<double>(load(golden, v.name).multiply_adds()) / 1e6;
  };
  EXPECT_NEAR(millions(kVectors[0]), 30.8, 0.1);
  EXPECT_NEAR(millions(kVectors[1]), 112.9, 0.1);
  EXPECT_NEAR(millions(kVectors[2]), 31.8, 0.1);
}

TEST(TfliteGolden, AnyNumberOfThreadsGivesTheSame) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  for (const Precision precision : {Precision::kF32, Precision::kBf16}) {
    if (precision == Precision::kBf16 && !bf16_supported()) continue;
    for (const ModelVector& vector : kVectors) {
      const Model model = load(golden, vector.name);
      Executor one(model, {.threads = 1, .precision = precision});
      fill(one.input(0), vector);
      one.run();
      for (const int threads : {2, 5}) {
        Executor many(model, {.threads = threads, .precision = precision});
        fill(many.input(0), vector);
        for (int repeat = 0; repeat < 5; ++repeat) many.run();
        for (std::size_t i = 0; i < model.outputs().size(); ++i)
          EXPECT_LE(largest_difference(one.output(i), many.output(i)), 1e-5F) << vector.name << ' ' << threads;
      }
    }
  }
}

/// The tensors between the pipeline's stages, for every face of the reference's images.
struct Face {
  std::filesystem::path folder;
  std::string prefix;
};

std::vector<Face> faces(const std::filesystem::path& golden) {
  std::vector<Face> found;
  for (const char* image : {"astronaut", "astronaut_edge", "astronaut_roll30", "hopper_wide", "ict_jawopen"})
    found.push_back({golden / "stages" / image, "face0_"});
  for (const char* prefix : {"face0_", "face1_"}) found.push_back({golden / "stages" / "two_faces", prefix});
  return found;
}

void fill_from_bytes(std::span<float> input, const std::filesystem::path& path, float scale, float shift) {
  const std::string bytes = read_file(path);
  ASSERT_EQ(bytes.size(), input.size());
  for (std::size_t i = 0; i < input.size(); ++i)
    input[i] = static_cast<float>(static_cast<unsigned char>(bytes[i])) * scale + shift;
}

/// Largest differences from the reference over all faces.
struct StageErrors {
  float detector = 0;      ///< Of a part of the image's largest output: on plain ground these are thousands.
  float boxes_px = 0;      ///< Of boxes and keypoints where there is a face, in pixels of 128.
  float logits = 0;        ///< In the same places.
  float landmarks_px = 0;  ///< In pixels of 256.
  float blendshapes = 0;
};

float relative_difference(std::span<const float> values, std::span<const float> expected) {
  float largest = 0;
  for (const float value : expected) largest = std::max(largest, std::abs(value));
  return largest_difference(values, expected) / largest;
}

void add_detector_errors(const Executor& detector, const Face& face, StageErrors& errors) {
  const std::vector<float> boxes = floats(face.folder / "det_regressors.bin");
  const std::vector<float> logits = floats(face.folder / "det_classificators.bin");
  raise(errors.detector, relative_difference(detector.output(0), boxes));
  raise(errors.detector, relative_difference(detector.output(1), logits));
  const std::size_t width = boxes.size() / logits.size();
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (logits[i] < 0) continue;
    raise(errors.logits, std::abs(detector.output(1)[i] - logits[i]));
    raise(errors.boxes_px,
          largest_difference(detector.output(0).subspan(i * width, width), std::span(boxes).subspan(i * width, width)));
  }
}

StageErrors stage_errors(const std::filesystem::path& golden, Precision precision) {
  Executor detector(load(golden, "face_detector"), {.precision = precision});
  Executor landmarks(load(golden, "face_landmarks_detector"), {.precision = precision});
  Executor blendshapes(load(golden, "face_blendshapes"), {.precision = precision});
  StageErrors errors;
  for (const Face& face : faces(golden)) {
    fill_from_bytes(detector.input(0), face.folder / "det_input_u8.bin", 2.0F / 255, -1);
    detector.run();
    add_detector_errors(detector, face, errors);
    fill_from_bytes(landmarks.input(0), face.folder / (face.prefix + "lm_input_u8.bin"), 1.0F / 255, 0);
    landmarks.run();
    raise(errors.landmarks_px,
          largest_difference(landmarks.output(0), floats(face.folder / (face.prefix + "lm_raw_478x3.bin"))));
    const std::vector<float> points = floats(face.folder / (face.prefix + "blend_input_146x2.bin"));
    EXPECT_EQ(points.size(), blendshapes.input(0).size());
    std::ranges::copy(points, blendshapes.input(0).begin());
    blendshapes.run();
    raise(errors.blendshapes,
          largest_difference(blendshapes.output(0), floats(face.folder / (face.prefix + "blend_output.bin"))));
  }
  return errors;
}

void expect_within(const StageErrors& errors, const StageErrors& limits) {
  EXPECT_LE(errors.detector, limits.detector);
  EXPECT_LE(errors.boxes_px, limits.boxes_px);
  EXPECT_LE(errors.logits, limits.logits);
  EXPECT_LE(errors.landmarks_px, limits.landmarks_px);
  EXPECT_LE(errors.blendshapes, limits.blendshapes);
}

TEST(TfliteGolden, StagesOfRealFacesInFloat32) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  expect_within(stage_errors(golden, Precision::kF32),
                {.detector = 2e-5F, .boxes_px = 1e-3F, .logits = 1e-3F, .landmarks_px = 1e-3F, .blendshapes = 1e-5F});
}

/// The price of bfloat16 that Precision's documentation states, and a little for other processors.
TEST(TfliteGolden, StagesOfRealFacesInBfloat16) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  if (!bf16_supported()) GTEST_SKIP() << "no bfloat16 on this processor";
  expect_within(stage_errors(golden, Precision::kBf16),
                {.detector = 0.025F, .boxes_px = 0.4F, .logits = 0.05F, .landmarks_px = 1.1F, .blendshapes = 0.015F});
}

TEST(TfliteGolden, GooglesOwnVectorOfBlendshapes) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Json vector = Json::parse(read_file(golden / "stages" / "google_blendshapes_unit_vector.json"));
  const Json subset = Json::parse(read_file(golden / "stages" / "blendshape_landmark_indices.json"));
  Executor executor(load(golden, "face_blendshapes"));
  const std::span<float> input = executor.input(0);
  ASSERT_EQ(subset.size() * 2, input.size());
  for (std::size_t i = 0; i < input.size(); ++i)
    input[i] = vector["landmarks"][subset[i / 2].get<std::size_t>()][i % 2].get<float>() *
               vector["image_size"][i % 2].get<float>();
  executor.run();
  EXPECT_LE(largest_difference(executor.output(0), vector["blendshapes"].get<std::vector<float>>()), 1e-5F);
}

}  // namespace
}  // namespace emo3d::tflite
