#include "emo3d/landmark/face_pose.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/landmark/similarity.h"

namespace emo3d::landmark {
namespace {

/// Vertical field of view of MediaPipe's camera; its near plane is at 1 cm.
constexpr double kFieldOfView = 63 * std::numbers::pi / 180;
/// A face whose landmarks are all nearer to their mean than this has no pose.
constexpr float kLeastSpread = 1e-3F;

bool is_spread(std::span<const Landmark> landmarks) {
  Landmark mean;
  for (const Landmark& p : landmarks) mean = {mean.x + p.x, mean.y + p.y, 0};
  const auto count = static_cast<float>(landmarks.size());
  mean = {mean.x / count, mean.y / count, 0};
  return std::ranges::any_of(landmarks,
                             [&](const Landmark& p) { return std::hypot(p.x - mean.x, p.y - mean.y) > kLeastSpread; });
}

double scale_of(const Eigen::Matrix4d& similarity) { return similarity.topLeftCorner<3, 1>().norm(); }

/// The points of the near plane pushed to the depth where they are `scale` times the canonical face, in the camera's
/// frame, which looks along -Z.
Points into_depth(const Points& screen, double mean_depth, double scale) {
  Points points(3, screen.cols());
  const Eigen::ArrayXd depth = (screen.row(2).array() - mean_depth + 1) / scale;
  points.row(0) = screen.row(0).array() * depth.transpose();
  points.row(1) = screen.row(1).array() * depth.transpose();
  points.row(2) = -depth.transpose();
  return points;
}

}  // namespace

FacePose::FacePose(const GeometryMetadata& metadata) {
  for (std::size_t i = 0; i < metadata.weights.size(); ++i)
    if (metadata.weights[i] > 0) basis_.push_back({i, metadata.positions[i], metadata.weights[i]});
}

std::optional<std::array<float, 16>> FacePose::matrix(std::span<const Landmark> landmarks, int width_px,
                                                      int height_px) const {
  const auto mesh = landmarks.first(kMeshLandmarkCount);
  if (!is_spread(mesh)) return std::nullopt;
  const double near_height = 2 * std::tan(kFieldOfView / 2);
  const double near_width = near_height * width_px / height_px;
  double mean_depth = 0;
  for (const Landmark& p : mesh) mean_depth += p.z * near_width / static_cast<double>(mesh.size());
  const auto count = static_cast<Eigen::Index>(basis_.size());
  Points screen(3, count);
  Points canonical(3, count);
  Eigen::VectorXd weights(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto& [landmark, position, weight] = basis_[static_cast<std::size_t>(i)];
    const Landmark& p = mesh[landmark];
    screen.col(i) << (p.x - 0.5) * near_width, (0.5 - p.y) * near_height, p.z * near_width;
    canonical.col(i) << position[0], position[1], position[2];
    weights(i) = weight;
  }

  Points mirrored = screen;
  mirrored.row(2) = -mirrored.row(2);
  const double first_scale = scale_of(nearest_similarity(canonical, mirrored, weights));
  const Points first = into_depth(screen, mean_depth, first_scale);
  const double second_scale = scale_of(nearest_similarity(canonical, first, weights));
  const Points second = into_depth(screen, mean_depth, first_scale * second_scale);
  const Eigen::Matrix4d pose = nearest_similarity(canonical, second, weights);

  std::array<float, 16> result;
  std::ranges::transform(pose.reshaped(), result.begin(), [](double value) { return static_cast<float>(value); });
  return result;
}

}  // namespace emo3d::landmark
