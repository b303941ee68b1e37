#include "emo3d/landmark/similarity.h"

#include <Eigen/LU>
#include <Eigen/SVD>

namespace emo3d::landmark {

Eigen::Matrix4d nearest_similarity(const Points& from, const Points& to, const Eigen::VectorXd& weights) {
  const double total = weights.sum();
  const Eigen::Vector3d from_center = from * weights / total;
  const Points centered = from.colwise() - from_center;
  const Points weighted = centered * weights.asDiagonal();
  const Eigen::Matrix3d covariance = to * weighted.transpose();

  const Eigen::JacobiSVD<Eigen::Matrix3d, Eigen::FullPivHouseholderQRPreconditioner> svd(
      covariance, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Eigen::Matrix3d u = svd.matrixU();
  if (u.determinant() * svd.matrixV().determinant() < 0) u.col(2) = -u.col(2);
  const Eigen::Matrix3d rotation = u * svd.matrixV().transpose();

  const double scale = (rotation * weighted).cwiseProduct(to).sum() / weighted.cwiseProduct(from).sum();
  Eigen::Matrix4d result = Eigen::Matrix4d::Identity();
  result.topLeftCorner<3, 3>() = scale * rotation;
  result.topRightCorner<3, 1>() = to * weights / total - scale * rotation * from_center;
  return result;
}

}  // namespace emo3d::landmark
