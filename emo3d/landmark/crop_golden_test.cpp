#include <gtest/gtest.h>

#include <algorithm>

#include "emo3d/landmark/crop.h"
#include "tests/support/golden.h"
#include "tests/support/landmark_stage.h"

namespace emo3d::landmark {
namespace {

using testing::LandmarkStage;

/// Bytes that differ from those that OpenCV 4.6 made.
std::size_t differing(const image::Image& made, const std::string& expected) {
  EXPECT_EQ(expected.size(), made.bytes().size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    count += static_cast<std::uint8_t>(expected[i]) != made.bytes()[i] ? 1 : 0;
  return count;
}

TEST(CropGolden, LetterboxOfTheDetectorEqualsOpenCv) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  for (const std::string& name : testing::kLandmarkStages) {
    const LandmarkStage stage(golden, name);
    const image::Image made = crop(stage.picture(), whole_image(stage.picture()), 128, Border::kBlack);
    EXPECT_EQ(differing(made, stage.bytes("det_input_u8.bin")), 0u) << name;
  }
}

TEST(CropGolden, RotatedRegionOfTheLandmarksEqualsOpenCv) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  for (const std::string& name : testing::kLandmarkStages) {
    const LandmarkStage stage(golden, name);
    const double width = stage.picture().width();
    const double height = stage.picture().height();
    for (int face = 0; face < stage.faces(); ++face) {
      const auto roi = stage.json().at(LandmarkStage::of_face(face, "roi_norm_xc_yc_w_h_rot"));
      const Region region = {static_cast<float>(roi[0].get<double>() * width),
                             static_cast<float>(roi[1].get<double>() * height),
                             static_cast<float>(roi[2].get<double>() * width),
                             static_cast<float>(roi[3].get<double>() * height), roi[4].get<double>()};
      const image::Image made = crop(stage.picture(), region, 256, Border::kReplicate);
      EXPECT_EQ(differing(made, stage.bytes(LandmarkStage::of_face(face, "lm_input_u8.bin"))), 0u) << name << face;
    }
  }
}

}  // namespace
}  // namespace emo3d::landmark
