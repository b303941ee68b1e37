#include "emo3d/landmark/detection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace emo3d::landmark {
namespace {

/// Output of a detector that sees nothing.
struct RawOutput {
  std::vector<float> regressors = std::vector<float>(kAnchorCount * kProposalValues);
  std::vector<float> logits = std::vector<float>(kAnchorCount, -50.0F);

  float* propose(std::size_t anchor, float logit) {
    logits[anchor] = logit;
    return regressors.data() + anchor * kProposalValues;
  }
  [[nodiscard]] std::vector<Detection> decoded(float min_score = 0.5F) const {
    return decode_detections(regressors, logits, min_score);
  }
};

Detection box(float score, float x_min, float y_min, float x_max, float y_max) {
  Detection detection = {score, x_min, y_min, x_max, y_max};
  detection.keypoints.fill({x_min, y_max});
  return detection;
}

TEST(DetectorAnchors, AreTwoGridsWithSeveralInACell) {
  const auto anchors = detector_anchors();
  EXPECT_FLOAT_EQ(anchors[0].x, 0.5F / 16);
  EXPECT_FLOAT_EQ(anchors[1].x, 0.5F / 16);
  EXPECT_FLOAT_EQ(anchors[2].x, 1.5F / 16);
  EXPECT_FLOAT_EQ(anchors[2].y, 0.5F / 16);
  EXPECT_FLOAT_EQ(anchors[32].y, 1.5F / 16);
  EXPECT_FLOAT_EQ(anchors[511].x, 15.5F / 16);
  EXPECT_FLOAT_EQ(anchors[512].x, 0.5F / 8);
  EXPECT_FLOAT_EQ(anchors[517].x, 0.5F / 8);
  EXPECT_FLOAT_EQ(anchors[518].x, 1.5F / 8);
  EXPECT_FLOAT_EQ(anchors[895].x, 7.5F / 8);
  EXPECT_FLOAT_EQ(anchors[895].y, 7.5F / 8);
}

TEST(DecodeDetections, PlacesBoxAndKeyPointsAroundTheAnchor) {
  RawOutput raw;
  float* values = raw.propose(895, 0);
  values[0] = -12.8F;
  values[2] = 25.6F;
  values[3] = 12.8F;
  values[14] = 6.4F;
  values[15] = -6.4F;
  const auto found = raw.decoded();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FLOAT_EQ(found[0].score, 0.5F);
  EXPECT_FLOAT_EQ(found[0].x_min, 0.9375F - 0.1F - 0.1F);
  EXPECT_FLOAT_EQ(found[0].x_max, 0.9375F - 0.1F + 0.1F);
  EXPECT_FLOAT_EQ(found[0].y_min, 0.9375F - 0.05F);
  EXPECT_FLOAT_EQ(found[0].y_max, 0.9375F + 0.05F);
  EXPECT_FLOAT_EQ(found[0].keypoints[0].x, 0.9375F);
  EXPECT_FLOAT_EQ(found[0].keypoints[5].x, 0.9375F + 0.05F);
  EXPECT_FLOAT_EQ(found[0].keypoints[5].y, 0.9375F - 0.05F);
}

TEST(DecodeDetections, KeepsScoresFromTheThresholdOn) {
  RawOutput raw;
  raw.propose(3, 0);
  raw.propose(4, -0.1F);
  EXPECT_EQ(raw.decoded(0.5F).size(), 1u);
  EXPECT_EQ(raw.decoded(0.4F).size(), 2u);
  EXPECT_TRUE(raw.decoded(1).empty());
  EXPECT_EQ(RawOutput().decoded(0).size(), kAnchorCount);
}

TEST(DecodeDetections, LeavesOutWhatIsNoBox) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  RawOutput raw;
  raw.propose(0, 5)[2] = -1;
  raw.propose(1, 5)[3] = -1;
  raw.propose(2, 5)[2] = kNan;
  raw.propose(3, 5)[9] = std::numeric_limits<float>::infinity();
  raw.propose(4, kNan);
  EXPECT_TRUE(raw.decoded(0).size() == kAnchorCount - 5);
}

TEST(DecodeDetections, LimitsLogits) {
  RawOutput raw;
  raw.propose(0, 1e9F);
  raw.propose(1, -1e9F);
  for (const Detection& d : raw.decoded(0)) {
    EXPECT_GT(d.score, 0);
    EXPECT_LE(d.score, 1);
  }
}

TEST(MergeOverlapping, IsAMeanWeightedByScoreWithTheBestScore) {
  const auto merged = merge_overlapping({box(0.6F, 0.1F, 0, 1.1F, 1), box(0.9F, 0, 0, 1, 1)});
  ASSERT_EQ(merged.size(), 1u);
  EXPECT_FLOAT_EQ(merged[0].score, 0.9F);
  EXPECT_FLOAT_EQ(merged[0].x_min, 0.04F);
  EXPECT_FLOAT_EQ(merged[0].x_max, 1.04F);
  EXPECT_FLOAT_EQ(merged[0].keypoints[2].x, 0.04F);
  EXPECT_FLOAT_EQ(merged[0].keypoints[2].y, 1);
}

TEST(MergeOverlapping, KeepsApartWhatOverlapsByNoMoreThanTheLimit) {
  // 2 of 4: an intersection over union of exactly one half
  const auto half = merge_overlapping({box(0.9F, 0, 0, 4, 1), box(0.8F, 0, 0, 2, 1)}, 0.5F);
  EXPECT_EQ(half.size(), 2u);
  const auto more = merge_overlapping({box(0.9F, 0, 0, 4, 1), box(0.8F, 0, 0, 2.1F, 1)}, 0.5F);
  EXPECT_EQ(more.size(), 1u);
}

TEST(MergeOverlapping, OrdersByScoreAndStartsAnewWithTheRest) {
  const auto merged = merge_overlapping(
      {box(0.5F, 10, 0, 11, 1), box(0.7F, 5, 0, 6, 1), box(0.6F, 10.1F, 0, 11.1F, 1), box(0.9F, 0, 0, 1, 1)});
  ASSERT_EQ(merged.size(), 3u);
  EXPECT_FLOAT_EQ(merged[0].score, 0.9F);
  EXPECT_FLOAT_EQ(merged[1].score, 0.7F);
  EXPECT_FLOAT_EQ(merged[2].score, 0.6F);
  EXPECT_NEAR(merged[2].x_min, (0.6 * 10.1 + 0.5 * 10) / 1.1, 1e-5);
}

TEST(MergeOverlapping, KeepsWhatHasNoArea) {
  EXPECT_TRUE(merge_overlapping({}).empty());
  const auto merged = merge_overlapping({box(0.9F, 1, 1, 1, 1), box(0.9F, 1, 1, 1, 1)});
  EXPECT_EQ(merged.size(), 2u);
  EXPECT_FLOAT_EQ(merged[0].x_min, 1);
}

TEST(WithoutLetterbox, StretchesTheSideThatWasFilled) {
  const Detection square = box(0.9F, 0.25F, 0.25F, 0.75F, 0.75F);
  const Detection wide = without_letterbox(square, 200, 100);
  EXPECT_FLOAT_EQ(wide.x_min, 0.25F);
  EXPECT_FLOAT_EQ(wide.x_max, 0.75F);
  EXPECT_FLOAT_EQ(wide.y_min, 0);
  EXPECT_FLOAT_EQ(wide.y_max, 1);
  EXPECT_FLOAT_EQ(wide.keypoints[0].y, 1);
  const Detection tall = without_letterbox(square, 100, 200);
  EXPECT_FLOAT_EQ(tall.x_min, 0);
  EXPECT_FLOAT_EQ(tall.y_max, 0.75F);
}

TEST(FaceRegion, IsTheBoxGrownByHalfAndNotSquare) {
  Detection detection = box(0.9F, 0.2F, 0.4F, 0.4F, 0.5F);
  detection.keypoints[0] = {0.25F, 0.4F};
  detection.keypoints[1] = {0.35F, 0.4F};
  const Region region = face_region(detection, 1000, 500);
  EXPECT_FLOAT_EQ(region.center_x, 300);
  EXPECT_FLOAT_EQ(region.center_y, 225);
  EXPECT_FLOAT_EQ(region.width, 300);
  EXPECT_FLOAT_EQ(region.height, 75);
  EXPECT_NEAR(region.rotation, 0, 1e-6);
}

TEST(FaceRegion, TurnsWithTheEyesInPixels) {
  Detection detection = box(0.9F, 0, 0, 1, 1);
  const auto rotation = [&](Point left, Point right) {
    detection.keypoints[0] = left;
    detection.keypoints[1] = right;
    return face_region(detection, 200, 100).rotation;
  };
  constexpr double kPi = std::numbers::pi;
  EXPECT_NEAR(rotation({0.4F, 0.4F}, {0.5F, 0.6F}), kPi / 4, 1e-6) << "20 px right, 20 px down";
  EXPECT_NEAR(rotation({0.4F, 0.6F}, {0.5F, 0.4F}), -kPi / 4, 1e-6);
  EXPECT_NEAR(rotation({0.5F, 0.4F}, {0.5F, 0.6F}), kPi / 2, 1e-6);
  EXPECT_NEAR(std::abs(rotation({0.6F, 0.5F}, {0.4F, 0.5F})), kPi, 1e-6) << "upside down";
}

TEST(WrappedAngle, LiesInOneTurn) {
  constexpr auto kPi = std::numbers::pi_v<float>;
  EXPECT_FLOAT_EQ(wrapped_angle(0.5F), 0.5F);
  EXPECT_FLOAT_EQ(wrapped_angle(kPi + 0.5F), 0.5F - kPi);
  EXPECT_FLOAT_EQ(wrapped_angle(-kPi - 0.5F), kPi - 0.5F);
  EXPECT_NEAR(wrapped_angle(6 * kPi + 0.25F), 0.25F, 1e-5);
}

}  // namespace
}  // namespace emo3d::landmark
