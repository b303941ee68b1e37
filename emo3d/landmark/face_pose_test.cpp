#include "emo3d/landmark/face_pose.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "emo3d/base/random.h"
#include "emo3d/landmark/similarity.h"
#include "tests/support/geometry_message.h"

namespace emo3d::landmark {
namespace {

/// Numbers that do not shrink to what has no rotation.
class Numbers {
 public:
  double between(double low, double high) { return random_.uniform(low, high); }
  Points points(Eigen::Index count) {
    Points points(3, count);
    for (double& value : points.reshaped()) value = between(-5, 5);
    return points;
  }

 private:
  Random random_{*rc::gen::arbitrary<std::uint32_t>()};
};

struct Similarity {
  Eigen::Matrix3d rotation;
  double scale;
  Eigen::Vector3d translation;

  static Similarity random(Numbers& numbers) {
    const Eigen::Vector3d axis(numbers.between(-1, 1), numbers.between(-1, 1), 1);
    return {Eigen::AngleAxisd(numbers.between(-3, 3), axis.normalized()).toRotationMatrix(), numbers.between(0.1, 8),
            10 * numbers.points(1)};
  }
  [[nodiscard]] Points apply(const Points& points) const { return (scale * rotation * points).colwise() + translation; }
};

RC_GTEST_PROP(NearestSimilarityProperty, FindsAKnownOne, ()) {
  Numbers numbers;
  const Points from = numbers.points(*rc::gen::inRange(8, 30));
  const Similarity known = Similarity::random(numbers);
  Eigen::VectorXd weights(from.cols());
  for (double& weight : weights) weight = numbers.between(0.1, 2);
  const Eigen::Matrix4d found = nearest_similarity(from, known.apply(from), weights);
  RC_ASSERT((found.topLeftCorner<3, 3>() - known.scale * known.rotation).norm() < 1e-8);
  RC_ASSERT((found.topRightCorner<3, 1>() - known.translation).norm() < 1e-8);
  RC_ASSERT(found.row(3) == Eigen::RowVector4d(0, 0, 0, 1));
}

RC_GTEST_PROP(NearestSimilarityProperty, NeverMirrors, ()) {
  Numbers numbers;
  const Points from = numbers.points(12);
  Points to = Similarity::random(numbers).apply(from);
  to.row(0) = -to.row(0);
  const Eigen::Matrix4d found = nearest_similarity(from, to, Eigen::VectorXd::Ones(12));
  const Eigen::Matrix3d linear = found.topLeftCorner<3, 3>();
  const double scale = linear.col(0).norm();
  RC_ASSERT((linear / scale).determinant() > 0.999);
  RC_ASSERT((linear.transpose() * linear - scale * scale * Eigen::Matrix3d::Identity()).norm() < 1e-8);
}

TEST(NearestSimilarity, LeavesOutWhatHasNoWeight) {
  Points from(3, 5);
  from << 0, 1, 0, 0, 9, 0, 0, 1, 0, -7, 0, 0, 0, 1, 3;
  Points to = from.colwise() + Eigen::Vector3d(1, 2, 3);
  to.col(4).setConstant(1e6);
  Eigen::VectorXd weights = Eigen::VectorXd::Ones(5);
  weights(4) = 0;
  const Eigen::Matrix4d found = nearest_similarity(from, to, weights);
  EXPECT_NEAR((found.topLeftCorner<3, 3>() - Eigen::Matrix3d::Identity()).norm(), 0, 1e-9);
  EXPECT_NEAR(found(2, 3), 3, 1e-9);
}

/// What the landmark model would say of a face in this pose in front of MediaPipe's camera: the perspective image, and
/// depth in the scale of the face's middle.
std::array<Landmark, kLandmarkCount> seen(const GeometryMetadata& geometry, const Eigen::Matrix3d& rotation,
                                          const Eigen::Vector3d& translation, double aspect) {
  const double half_height = std::tan(63 * std::numbers::pi / 360);
  const double half_width = half_height * aspect;
  std::array<Landmark, kLandmarkCount> landmarks;
  for (std::size_t i = 0; i < kMeshLandmarkCount; ++i) {
    const auto& p = geometry.positions[i];
    const Eigen::Vector3d at = rotation * Eigen::Vector3d(p[0], p[1], p[2]) + translation;
    landmarks[i] = {static_cast<float>(0.5 + at.x() / -at.z() / half_width / 2),
                    static_cast<float>(0.5 - at.y() / -at.z() / half_height / 2),
                    static_cast<float>((translation.z() - at.z()) / -translation.z() / half_width / 2)};
  }
  return landmarks;
}

TEST(FacePose, FindsWhereAMadeUpFaceStands) {
  const GeometryMetadata geometry = testing::made_up_geometry();
  const FacePose pose(geometry);
  for (const double yaw : {-0.5, 0.0, 0.4}) {
    const Eigen::Matrix3d rotation =
        (Eigen::AngleAxisd(yaw, Eigen::Vector3d::UnitY()) * Eigen::AngleAxisd(0.2, Eigen::Vector3d::UnitX()))
            .toRotationMatrix();
    const Eigen::Vector3d translation(5, -3, -60);
    const auto matrix = pose.matrix(seen(geometry, rotation, translation, 1.5), 1500, 1000);
    ASSERT_TRUE(matrix.has_value());
    const Eigen::Matrix4f found = Eigen::Map<const Eigen::Matrix4f>(matrix->data());
    EXPECT_LT((found.topLeftCorner<3, 3>().cast<double>() - rotation).norm(), 0.1) << found;
    EXPECT_LT((found.topRightCorner<3, 1>().cast<double>() - translation).norm(), 6) << found;
    EXPECT_EQ(found.row(3), Eigen::RowVector4f(0, 0, 0, 1));
  }
}

TEST(FacePose, ThereIsNoneForLandmarksInOnePlace) {
  const FacePose pose(testing::made_up_geometry());
  std::array<Landmark, kLandmarkCount> landmarks;
  landmarks.fill({0.4F, 0.6F, 0});
  EXPECT_FALSE(pose.matrix(landmarks, 100, 100).has_value());
  landmarks[7] = {0.4F, 0.603F, 0};
  EXPECT_TRUE(pose.matrix(landmarks, 100, 100).has_value());
}

}  // namespace
}  // namespace emo3d::landmark
