#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "emo3d/landmark/region.h"

namespace emo3d::landmark {

/// Places of the detector; each proposes one face.
inline constexpr std::size_t kAnchorCount = 896;
/// Numbers of a proposal: the box and the key points.
inline constexpr std::size_t kProposalValues = 16;
/// Sides of the square that the detector sees, in pixels.
inline constexpr int kDetectorSide = 128;

/// The probability that a score before the sigmoid stands for; `logit` is clipped to +-100.
[[nodiscard]] float sigmoid(float logit);

/// A face as the detector sees it. Coordinates are fractions of the width and height of what was looked at.
struct Detection {
  float score = 0;  ///< In (0,1].
  float x_min = 0;
  float y_min = 0;
  float x_max = 0;
  float y_max = 0;
  /// The eyes, on the image's left and on its right, nose tip, mouth, and the ears left and right.
  std::array<Point, 6> keypoints{};
};

/// Centres of the detector's anchors, in fractions of its square: a grid of 16 x 16 cells with two in a cell, then one
/// of 8 x 8 with six, row by row (the defaults of MediaPipe's SsdAnchorsCalculator for the short-range detector).
[[nodiscard]] std::array<Point, kAnchorCount> detector_anchors();

/// The proposals that score at least `min_score`, in the order of the anchors and in fractions of the detector's
/// square. Those with a number that is not finite or a negative side are left out. \param regressors kAnchorCount x
/// kProposalValues: x, y, width, height, then the key points, in pixels of the square from the anchor. \param logits
/// kAnchorCount scores before the sigmoid; clipped to +-100.
[[nodiscard]] std::vector<Detection> decode_detections(std::span<const float> regressors, std::span<const float> logits,
                                                       float min_score);

/// Weighted non-maximum suppression: the best detection and all that overlap it by more than `min_overlap`
/// (intersection over union) become one, whose box and key points are their means weighted by score and whose score is
/// the best one's; then the same with the rest. In falling order of score; of equals the earlier one comes first.
[[nodiscard]] std::vector<Detection> merge_overlapping(std::vector<Detection> detections, float min_overlap = 0.5F);

/// What stands around an image of this size when it is fitted into the middle of the square, taken off: fractions of
/// the square become fractions of the image.
[[nodiscard]] Detection without_letterbox(Detection detection, int width_px, int height_px);

/// Where the landmark model looks: the box of `detection` (fractions of an image of this size) grown by half around its
/// centre and turned so that the eyes are level. Not made square.
[[nodiscard]] Region face_region(const Detection& detection, int width_px, int height_px);

}  // namespace emo3d::landmark
