#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "emo3d/landmark/detection.h"
#include "emo3d/landmark/mesh_points.h"
#include "tests/support/geometry_message.h"
#include "tests/support/tflite_writer.h"
#include "tests/support/zip_writer.h"

/// A `face_landmarker.task` with models of the right shapes that know nothing but how bright their input is.
namespace emo3d::testing {

/// Values that grow with the mean of a model's input.
struct BrightnessOutput {
  std::vector<int> shape;
  std::vector<float> at_zero;
  std::vector<float> growth;
};

inline std::string brightness_model(const std::vector<int>& input_shape, const std::vector<BrightnessOutput>& outputs) {
  TfliteWriter writer;
  const int input = writer.input(input_shape);
  std::vector<std::int32_t> axes;
  for (std::size_t axis = 0; axis < input_shape.size(); ++axis) axes.push_back(static_cast<std::int32_t>(axis));
  const std::vector<int> one(input_shape.size(), 1);
  const int mean = writer.op(tflite_code::kMean, {input, writer.ints({static_cast<int>(axes.size())}, axes)}, one,
                             reducer_options(true));
  for (const BrightnessOutput& output : outputs) {
    const int growth = writer.op(tflite_code::kMul, {mean, writer.floats(output.shape, output.growth)}, output.shape,
                                 activation_options(21, 0));
    writer.outputs.push_back(writer.op(tflite_code::kAdd, {growth, writer.floats(output.shape, output.at_zero)},
                                       output.shape, activation_options(11, 0)));
  }
  return writer.file();
}

/// Sees one face, half as wide and high as a square image and in its middle, where the image's mean is above 0.75.
inline std::string stand_in_detector() {
  constexpr std::size_t kAnchor = 512 + (4 * 8 + 4) * 6;  // centre (4.5/8, 4.5/8)
  BrightnessOutput regressors = {{1, 1, 896, 16}, std::vector<float>(896 * 16), std::vector<float>(896 * 16)};
  float* box = regressors.at_zero.data() + kAnchor * landmark::kProposalValues;
  const float values[] = {-8, -8, 64, 64, -24, -16, 8, -16};  // centre, size, eyes, in pixels of 128
  std::ranges::copy(values, box);
  BrightnessOutput logits = {{1, 1, 896, 1}, std::vector<float>(896, -50), std::vector<float>(896, 0)};
  logits.at_zero[kAnchor] = -10;
  logits.growth[kAnchor] = 20;  // the input is in [-1,1]
  return brightness_model({1, 128, 128, 3}, {regressors, logits});
}

/// Landmarks on a grid from a quarter to three quarters of what it sees, certain of a face from a mean of 0.9 on.
inline std::string stand_in_landmark_model() {
  BrightnessOutput points = {{1, 1, 1, 1434}, {}, std::vector<float>(landmark::kLandmarkValues)};
  for (std::size_t i = 0; i < landmark::kLandmarkCount; ++i)
    points.at_zero.insert(points.at_zero.end(),
                          {64 + 128 * static_cast<float>(i % 26) / 25, 64 + 128 * static_cast<float>(i / 26) / 18, 0});
  return brightness_model({1, 256, 256, 3}, {points, {{1, 1, 1, 1}, {-90}, {100}}});
}

/// Score i is i / 52.
inline std::string stand_in_blendshape_model() {
  BrightnessOutput scores = {{1, 1, 52}, {}, std::vector<float>(landmark::kBlendshapeCount)};
  for (std::size_t i = 0; i < landmark::kBlendshapeCount; ++i) scores.at_zero.push_back(static_cast<float>(i) / 52);
  return brightness_model({1, 146, 2}, {scores});
}

inline std::vector<ZipEntry> stand_in_landmarker_entries() {
  return {{"face_detector.tflite", stand_in_detector()},
          {"face_landmarks_detector.tflite", stand_in_landmark_model()},
          {"geometry_pipeline_metadata_landmarks.binarypb", geometry_message(made_up_geometry())},
          {"face_blendshapes.tflite", stand_in_blendshape_model()}};
}

}  // namespace emo3d::testing
