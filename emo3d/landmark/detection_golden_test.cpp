#include <gtest/gtest.h>

#include "emo3d/landmark/detection.h"
#include "tests/support/golden.h"
#include "tests/support/landmark_stage.h"

namespace emo3d::landmark {
namespace {

using testing::LandmarkStage;

constexpr float kTolerance = 1e-6F;

TEST(DetectionGolden, DecodesAndMergesAsTheReference) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  for (const std::string& name : testing::kLandmarkStages) {
    const LandmarkStage stage(golden, name);
    const auto proposals =
        decode_detections(stage.floats("det_regressors.bin"), stage.floats("det_classificators.bin"), 0.5F);
    EXPECT_EQ(proposals.size(), stage.json().at("boxes_over_threshold").get<std::size_t>()) << name;
    const auto merged = merge_overlapping(proposals);
    ASSERT_GE(merged.size(), static_cast<std::size_t>(stage.faces())) << name;
    for (int face = 0; face < stage.faces(); ++face) {
      const Json& expected = stage.json().at(LandmarkStage::of_face(face, "detection"));
      const Detection made =
          without_letterbox(merged[static_cast<std::size_t>(face)], stage.picture().width(), stage.picture().height());
      const auto box = expected.at("bbox_norm_xmin_ymin_xmax_ymax").get<std::vector<float>>();
      EXPECT_NEAR(made.score, expected.at("score").get<float>(), kTolerance) << name;
      EXPECT_NEAR(made.x_min, box[0], kTolerance) << name;
      EXPECT_NEAR(made.y_min, box[1], kTolerance) << name;
      EXPECT_NEAR(made.x_max, box[2], kTolerance) << name;
      EXPECT_NEAR(made.y_max, box[3], kTolerance) << name;
      for (std::size_t k = 0; k < made.keypoints.size(); ++k) {
        EXPECT_NEAR(made.keypoints[k].x, expected.at("keypoints_norm")[k][0].get<float>(), kTolerance) << name << k;
        EXPECT_NEAR(made.keypoints[k].y, expected.at("keypoints_norm")[k][1].get<float>(), kTolerance) << name << k;
      }
    }
  }
}

TEST(DetectionGolden, FaceRegionIsTheReferences) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  for (const std::string& name : testing::kLandmarkStages) {
    const LandmarkStage stage(golden, name);
    const int width = stage.picture().width();
    const int height = stage.picture().height();
    const auto merged = merge_overlapping(
        decode_detections(stage.floats("det_regressors.bin"), stage.floats("det_classificators.bin"), 0.5F));
    for (int face = 0; face < stage.faces(); ++face) {
      const auto roi = stage.json().at(LandmarkStage::of_face(face, "roi_norm_xc_yc_w_h_rot"));
      const Region made =
          face_region(without_letterbox(merged.at(static_cast<std::size_t>(face)), width, height), width, height);
      EXPECT_NEAR(made.center_x / static_cast<float>(width), roi[0].get<double>(), kTolerance) << name;
      EXPECT_NEAR(made.center_y / static_cast<float>(height), roi[1].get<double>(), kTolerance) << name;
      EXPECT_NEAR(made.width / static_cast<float>(width), roi[2].get<double>(), kTolerance) << name;
      EXPECT_NEAR(made.height / static_cast<float>(height), roi[3].get<double>(), kTolerance) << name;
      EXPECT_NEAR(made.rotation, roi[4].get<double>(), kTolerance) << name;
    }
  }
}

}  // namespace
}  // namespace emo3d::landmark
