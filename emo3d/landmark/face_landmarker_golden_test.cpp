#include <gtest/gtest.h>

#include <cstdio>

#include "emo3d/image/png.h"
#include "emo3d/landmark/face_landmarker.h"
#include "tests/support/golden.h"
#include "tests/support/landmark_expected.h"

namespace emo3d::landmark {
namespace {

using testing::ExpectedFaces;
using testing::FaceDifference;

TEST(FaceLandmarkerGolden, Dump) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const FaceModels models = FaceModels::load(golden / "models" / "face_landmarker.task");
  for (const ExpectedFaces& expected : testing::read_all_expected_faces(golden)) {
    const auto picture = image::read_png(golden / "images" / (expected.name + ".png"));
    FaceLandmarker landmarker(models, {.max_faces = expected.max_faces});
    const auto faces = landmarker.detect(picture);
    std::printf("%s %d %d: %zu %zu ", expected.name.c_str(), expected.width_px, expected.height_px, faces.size(), expected.faces.size());
    for (std::size_t f = 0; f < faces.size(); ++f) {
      const auto d = testing::difference(faces[f], expected.faces.at(f), expected.width_px, expected.height_px);
      std::printf(" [%g %g %g]", d.landmark_px, d.blendshape, d.matrix);
    }
    std::printf("\n");
  }
}

}  // namespace
}  // namespace emo3d::landmark
