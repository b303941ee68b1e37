#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/landmark/face.h"
#include "tests/support/worst.h"

namespace emo3d::testing {

/// What MediaPipe's own program found in one of the golden images.
struct ExpectedFaces {
  std::string name;
  int width_px = 0;
  int height_px = 0;
  int max_faces = 1;
  std::vector<landmark::Face> faces;  ///< Without presence; the score is 0.
};

/// Largest differences between two faces; NaN where there is one.
struct FaceDifference {
  double landmark_px = 0;  ///< In x or y.
  double depth_px = 0;
  double blendshape = 0;
  double matrix = 0;
};

inline ExpectedFaces read_expected_faces(const std::filesystem::path& path) {
  const Json json = read_json(path);
  ExpectedFaces expected = {.name = json.at("name"),
                            .width_px = json.at("image").at("width"),
                            .height_px = json.at("image").at("height"),
                            .max_faces = json.at("options").at("num_faces"),
                            .faces = {}};
  for (const Json& entry : json.at("faces")) {
    landmark::Face& face = expected.faces.emplace_back();
    for (std::size_t i = 0; i < landmark::kLandmarkCount; ++i)
      face.landmarks[i] = {entry.at("landmarks")[i][0], entry.at("landmarks")[i][1], entry.at("landmarks")[i][2]};
    face.blendshapes = entry.at("blendshapes").get<std::array<float, landmark::kBlendshapeCount>>();
    face.matrix = entry.at("matrix_column_major").get<std::array<float, 16>>();
  }
  return expected;
}

/// All of the golden images, in the order of their names.
inline std::vector<ExpectedFaces> read_all_expected_faces(const std::filesystem::path& golden) {
  std::vector<ExpectedFaces> all;
  for (const auto& entry : std::filesystem::directory_iterator(golden / "expected"))
    all.push_back(read_expected_faces(entry.path()));
  std::ranges::sort(all, {}, &ExpectedFaces::name);
  return all;
}

/// `a` against `b`, two faces in an image of this size.
inline FaceDifference difference(const landmark::Face& a, const landmark::Face& b, int width_px, int height_px) {
  FaceDifference result;
  for (std::size_t i = 0; i < landmark::kLandmarkCount; ++i) {
    const auto& p = a.landmarks[i];
    const auto& q = b.landmarks[i];
    raise(result.landmark_px, std::abs(static_cast<double>(p.x - q.x)) * width_px);
    raise(result.landmark_px, std::abs(static_cast<double>(p.y - q.y)) * height_px);
    raise(result.depth_px, std::abs(static_cast<double>(p.z - q.z)) * width_px);
  }
  for (std::size_t i = 0; i < landmark::kBlendshapeCount; ++i)
    raise(result.blendshape, std::abs(static_cast<double>(a.blendshapes[i] - b.blendshapes[i])));
  if (a.matrix.has_value() != b.matrix.has_value()) result.matrix = INFINITY;
  if (a.matrix && b.matrix)
    for (std::size_t i = 0; i < 16; ++i)
      raise(result.matrix, std::abs(static_cast<double>((*a.matrix)[i] - (*b.matrix)[i])));
  return result;
}

}  // namespace emo3d::testing
