#include "emo3d/landmark/detection.h"

#include <algorithm>
#include <cmath>

namespace emo3d::landmark {
namespace {

constexpr float kRegionScale = 1.5F;

Detection proposal(std::span<const float> values, Point anchor, float score) {
  constexpr float kSide = kDetectorSide;
  const float center_x = values[0] / kSide + anchor.x;
  const float center_y = values[1] / kSide + anchor.y;
  const float half_width = values[2] / kSide / 2;
  const float half_height = values[3] / kSide / 2;
  Detection detection = {score, center_x - half_width, center_y - half_height, center_x + half_width,
                         center_y + half_height};
  for (std::size_t k = 0; k < detection.keypoints.size(); ++k)
    detection.keypoints[k] = {values[4 + 2 * k] / kSide + anchor.x, values[5 + 2 * k] / kSide + anchor.y};
  return detection;
}

float overlap(const Detection& a, const Detection& b) {
  const float width = std::min(a.x_max, b.x_max) - std::max(a.x_min, b.x_min);
  const float height = std::min(a.y_max, b.y_max) - std::max(a.y_min, b.y_min);
  if (width <= 0 || height <= 0) return 0;
  const float both = width * height;
  return both / ((a.x_max - a.x_min) * (a.y_max - a.y_min) + (b.x_max - b.x_min) * (b.y_max - b.y_min) - both);
}

/// Calls `change` for every number of `to` with its place in `from`.
template <typename Change>
void for_coordinates(Detection& to, const Detection& from, Change change) {
  change(to.x_min, from.x_min);
  change(to.y_min, from.y_min);
  change(to.x_max, from.x_max);
  change(to.y_max, from.y_max);
  for (std::size_t k = 0; k < to.keypoints.size(); ++k) {
    change(to.keypoints[k].x, from.keypoints[k].x);
    change(to.keypoints[k].y, from.keypoints[k].y);
  }
}

/// The mean weighted by score, with the first one's score. \pre not empty
Detection mean(std::span<const Detection> detections) {
  Detection result = {.score = detections.front().score};
  float total = 0;
  for (const Detection& d : detections) {
    total += d.score;
    for_coordinates(result, d, [&](float& sum, float value) { sum += value * d.score; });
  }
  for_coordinates(result, result, [&](float& sum, float) { sum /= total; });
  return result;
}

}  // namespace

float sigmoid(float logit) { return 1.0F / (1.0F + std::exp(-std::clamp(logit, -100.0F, 100.0F))); }

std::array<Point, kAnchorCount> detector_anchors() {
  struct Grid {
    int cells;
    int anchors_per_cell;
  };
  std::array<Point, kAnchorCount> anchors;
  std::size_t next = 0;
  for (const Grid grid : {Grid{16, 2}, Grid{8, 6}})
    for (int y = 0; y < grid.cells; ++y)
      for (int x = 0; x < grid.cells; ++x)
        for (int i = 0; i < grid.anchors_per_cell; ++i)
          anchors[next++] = {(static_cast<float>(x) + 0.5F) / static_cast<float>(grid.cells),
                             (static_cast<float>(y) + 0.5F) / static_cast<float>(grid.cells)};
  return anchors;
}

std::vector<Detection> decode_detections(std::span<const float> regressors, std::span<const float> logits,
                                         float min_score) {
  static const auto anchors = detector_anchors();
  std::vector<Detection> detections;
  for (std::size_t a = 0; a < kAnchorCount; ++a) {
    const float score = sigmoid(logits[a]);
    const auto values = regressors.subspan(a * kProposalValues, kProposalValues);
    const bool usable =
        values[2] >= 0 && values[3] >= 0 && std::ranges::all_of(values, [](float v) { return std::isfinite(v); });
    if (score > 0 && score >= min_score && usable) detections.push_back(proposal(values, anchors[a], score));
  }
  return detections;
}

std::vector<Detection> merge_overlapping(std::vector<Detection> detections, float min_overlap) {
  std::ranges::stable_sort(detections, std::greater{}, &Detection::score);
  std::vector<Detection> merged;
  auto rest = detections.begin();
  while (rest != detections.end()) {
    // the best overlaps itself, but for one without an area
    const auto end = std::stable_partition(rest + 1, detections.end(), [best = *rest, min_overlap](const Detection& d) {
      return overlap(best, d) > min_overlap;
    });
    merged.push_back(mean({rest, end}));
    rest = end;
  }
  return merged;
}

Detection without_letterbox(Detection detection, int width_px, int height_px) {
  const auto width = static_cast<float>(width_px);
  const auto height = static_cast<float>(height_px);
  const float side = std::max(width, height);
  const auto x = [&](float value) { return (value * side - (side - width) / 2) / width; };
  const auto y = [&](float value) { return (value * side - (side - height) / 2) / height; };
  detection.x_min = x(detection.x_min);
  detection.y_min = y(detection.y_min);
  detection.x_max = x(detection.x_max);
  detection.y_max = y(detection.y_max);
  for (Point& p : detection.keypoints) p = {x(p.x), y(p.y)};
  return detection;
}

Region face_region(const Detection& detection, int width_px, int height_px) {
  const auto width = static_cast<float>(width_px);
  const auto height = static_cast<float>(height_px);
  const Point left = detection.keypoints[0];
  const Point right = detection.keypoints[1];
  return {(detection.x_min + detection.x_max) / 2 * width, (detection.y_min + detection.y_max) / 2 * height,
          (detection.x_max - detection.x_min) * kRegionScale * width,
          (detection.y_max - detection.y_min) * kRegionScale * height,
          wrapped_angle(-std::atan2(-(right.y * height - left.y * height), right.x * width - left.x * width))};
}

}  // namespace emo3d::landmark
