#include "emo3d/landmark/mesh_points.h"

#include <gtest/gtest.h>

#include "emo3d/base/file.h"
#include "emo3d/base/zip_archive.h"
#include "emo3d/landmark/face_pose.h"
#include "emo3d/tflite/executor.h"
#include "tests/support/golden.h"
#include "tests/support/landmark_expected.h"
#include "tests/support/landmark_stage.h"

namespace emo3d::landmark {
namespace {

using testing::LandmarkStage;

TEST(MeshPointsGolden, LieWhereTheReferenceHasThem) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  for (const std::string& name : testing::kLandmarkStages) {
    const LandmarkStage stage(golden, name);
    const auto expected = testing::read_expected_faces(golden / "expected" / (name + ".json"));
    for (int face = 0; face < stage.faces(); ++face) {
      const auto roi =
          stage.json().at(LandmarkStage::of_face(face, "roi_norm_xc_yc_w_h_rot")).get<std::vector<double>>();
      const Region region = {
          static_cast<float>(roi[0] * expected.width_px), static_cast<float>(roi[1] * expected.height_px),
          static_cast<float>(roi[2] * expected.width_px), static_cast<float>(roi[3] * expected.height_px), roi[4]};
      const auto landmarks = landmarks_in_image(stage.floats(LandmarkStage::of_face(face, "lm_raw_478x3.bin")), region,
                                                expected.width_px, expected.height_px);
      const auto input = blendshape_input(landmarks, expected.width_px, expected.height_px);
      const auto reference = stage.floats(LandmarkStage::of_face(face, "blend_input_146x2.bin"));
      ASSERT_EQ(reference.size(), input.size());
      for (std::size_t i = 0; i < input.size(); ++i) EXPECT_NEAR(input[i], reference[i], 2e-4F) << name << i;
      for (std::size_t i = 0; i < kLandmarkCount; ++i)  // the stages know no depth; MediaPipe itself does
        EXPECT_NEAR(landmarks[i].z, expected.faces.at(static_cast<std::size_t>(face)).landmarks[i].z, 1e-4F)
            << name << i;
    }
  }
}

TEST(MeshPointsGolden, TheBlendshapeModelSaysWhatGooglesUnitTestExpects) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Json vector = read_json(golden / "stages" / "google_blendshapes_unit_vector.json");
  std::array<Landmark, kLandmarkCount> landmarks;
  for (std::size_t i = 0; i < kLandmarkCount; ++i)
    landmarks[i] = {vector.at("landmarks")[i][0], vector.at("landmarks")[i][1], vector.at("landmarks")[i][2]};
  const auto input = blendshape_input(landmarks, vector.at("image_size")[0], vector.at("image_size")[1]);

  const MappedFile file(golden / "models" / "face_landmarker.task");
  const auto entry = ZipArchive(file.bytes(), "bundle").entry("face_blendshapes.tflite");
  tflite::Executor executor(tflite::Model::parse(entry, "blendshapes"));
  std::ranges::copy(input, executor.input(0).begin());
  executor.run();
  const auto expected = vector.at("blendshapes").get<std::vector<float>>();
  ASSERT_EQ(expected.size(), kBlendshapeCount);
  for (std::size_t i = 0; i < kBlendshapeCount; ++i) EXPECT_NEAR(executor.output(0)[i], expected[i], 1e-5F) << i;
}

TEST(FacePoseGolden, IsMediaPipesForItsLandmarks) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const MappedFile file(golden / "models" / "face_landmarker.task");
  const ZipArchive bundle(file.bytes(), "bundle");
  const FacePose pose(
      parse_geometry_metadata(bundle.entry("geometry_pipeline_metadata_landmarks.binarypb"), "geometry"));
  for (const auto& expected : testing::read_all_expected_faces(golden))
    for (const Face& face : expected.faces) {
      const auto matrix = pose.matrix(face.landmarks, expected.width_px, expected.height_px);
      ASSERT_TRUE(matrix.has_value());
      for (std::size_t i = 0; i < 16; ++i) EXPECT_NEAR((*matrix)[i], (*face.matrix)[i], 1e-3F) << expected.name << i;
    }
}

}  // namespace
}  // namespace emo3d::landmark
