#include "tools/head/displacement_field.h"

#include <Eigen/Geometry>
#include <Eigen/SparseCholesky>
#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <set>

#include "emo3d/base/error.h"

namespace emo3d::head {
namespace {

// Cotangents of needle triangles are unbounded and negative ones make the energy indefinite.
constexpr double kSmallestCotangent = 0.05;
constexpr double kLargestCotangent = 5.0;
constexpr double kSmallestVertexAreaCm2 = 1e-3;
// Keeps the system positive definite where a part of the mesh has no fixed vertex.
constexpr double kRegularisation = 1e-9;

}  // namespace

DisplacementField::DisplacementField(std::span<const Vec> positions, std::span<const Triangle> triangles)
    : positions_(positions.begin(), positions.end()), neighbours_(positions.size()) {
  const auto count = static_cast<Eigen::Index>(positions.size());
  std::vector<Eigen::Triplet<double>> entries;
  std::vector<std::set<int>> adjacent(positions.size());
  Eigen::VectorXd area = Eigen::VectorXd::Zero(count);
  for (const Triangle& t : triangles) {
    const double double_area = (positions_[t[1]] - positions_[t[0]]).cross(positions_[t[2]] - positions_[t[0]]).norm();
    for (std::size_t corner = 0; corner < 3; ++corner) {
      const int i = t[corner];
      const int j = t[(corner + 1) % 3];
      const int k = t[(corner + 2) % 3];
      const Vec to_i = positions_[i] - positions_[k];
      const Vec to_j = positions_[j] - positions_[k];
      const double cotangent = std::clamp(to_i.dot(to_j) / (to_i.cross(to_j).norm() + 1e-9),  //
                                          kSmallestCotangent, kLargestCotangent);
      const double weight = cotangent / 2;
      entries.emplace_back(i, i, weight);
      entries.emplace_back(j, j, weight);
      entries.emplace_back(i, j, -weight);
      entries.emplace_back(j, i, -weight);
      adjacent[i].insert(j);
      adjacent[j].insert(i);
      area[i] += double_area / 6;
    }
  }
  for (std::size_t i = 0; i < adjacent.size(); ++i) neighbours_[i].assign(adjacent[i].begin(), adjacent[i].end());
  laplacian_.resize(count, count);
  laplacian_.setFromTriplets(entries.begin(), entries.end());
  const Eigen::VectorXd inverse_area = area.cwiseMax(kSmallestVertexAreaCm2).cwiseInverse();
  bilaplacian_ = laplacian_ * inverse_area.asDiagonal() * laplacian_;
}

std::vector<double> DisplacementField::distances(std::span<const int> sources) const {
  std::vector<double> distance(positions_.size(), std::numeric_limits<double>::infinity());
  using Entry = std::pair<double, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  for (const int source : sources) {
    distance[source] = 0;
    queue.emplace(0.0, source);
  }
  while (!queue.empty()) {
    const auto [reached, vertex] = queue.top();
    queue.pop();
    if (reached > distance[vertex]) continue;
    for (const int next : neighbours_[vertex]) {
      const double candidate = reached + (positions_[vertex] - positions_[next]).norm();
      if (candidate >= distance[next]) continue;
      distance[next] = candidate;
      queue.emplace(candidate, next);
    }
  }
  return distance;
}

Displacement DisplacementField::solve(const Handles& handles, const FieldOptions& options) const {
  Displacement field(positions_.size(), Vec::Zero());
  std::vector<int> moving;
  for (const auto& [vertex, move] : handles) {
    check(vertex >= 0 && static_cast<std::size_t>(vertex) < positions_.size(), ErrorCode::kInvalidArgument,
          "handle {}: the mesh has {} vertices", vertex, positions_.size());
    field[vertex] = move;
    if (move.cwiseAbs().maxCoeff() > 1e-9) moving.push_back(vertex);
  }

  const std::vector<double> distance = distances(moving);
  std::vector<int> unknown_of(positions_.size(), -1);
  std::vector<int> unknowns;
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    const int vertex = static_cast<int>(i);
    if (distance[i] >= options.radius_cm || handles.contains(vertex)) continue;
    unknown_of[i] = static_cast<int>(unknowns.size());
    unknowns.push_back(vertex);
  }
  if (unknowns.empty()) return field;

  const Eigen::SparseMatrix<double> energy = bilaplacian_ + options.harmonic_share * laplacian_;
  const auto size = static_cast<Eigen::Index>(unknowns.size());
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::MatrixX3d right_side = Eigen::MatrixX3d::Zero(size, 3);
  for (Eigen::Index row = 0; row < size; ++row) {
    entries.emplace_back(row, row, kRegularisation);
    for (Eigen::SparseMatrix<double>::InnerIterator e(energy, unknowns[row]); e; ++e) {
      const int unknown = unknown_of[e.row()];
      if (unknown >= 0)
        entries.emplace_back(row, unknown, e.value());
      else
        right_side.row(row) -= e.value() * field[e.row()].transpose();
    }
  }
  Eigen::SparseMatrix<double> system(size, size);
  system.setFromTriplets(entries.begin(), entries.end());
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> factorised(system);
  check(factorised.info() == Eigen::Success, ErrorCode::kInvalidArgument, "displacement field: singular system of {}",
        size);
  const Eigen::MatrixX3d solution = factorised.solve(right_side);
  for (Eigen::Index row = 0; row < size; ++row) field[unknowns[row]] = solution.row(row).transpose();
  return field;
}

}  // namespace emo3d::head
