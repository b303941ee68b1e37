#pragma once

#include <Eigen/Core>

namespace emo3d::landmark {

/// Columns are points.
using Points = Eigen::Matrix3Xd;

/// The rotation, uniform scale and translation, as a 4x4 matrix, that bring `from` nearest to `to`: the least sum of
/// squared distances, each times its weight (Umeyama 1991, with reflections ruled out).
/// \pre as many columns as weights; no weight is negative and they do not sum to 0. Not finite where the weighted
/// points of `from` all coincide.
[[nodiscard]] Eigen::Matrix4d nearest_similarity(const Points& from, const Points& to, const Eigen::VectorXd& weights);

}  // namespace emo3d::landmark
