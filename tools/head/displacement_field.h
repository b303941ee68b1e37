#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <map>
#include <span>
#include <vector>

#include "tools/head/canonical_mesh.h"

namespace emo3d::head {

using Vec = Eigen::Vector3d;
/// One vector per vertex, in centimetres.
using Displacement = std::vector<Vec>;
/// Prescribed movement of some vertices, in centimetres.
using Handles = std::map<int, Vec>;

struct FieldOptions {
  /// Vertices farther than this from every moving handle, along the edges of the mesh, stay where they are.
  double radius_cm = 3.0;
  /// Share of harmonic energy added to the biharmonic one: more of it overshoots less and creases more.
  double harmonic_share = 0.15;
};

/// Spreads prescribed movements smoothly over a triangle mesh: minimises d'(L' A^-1 L + m L)d with the cotangent
/// Laplacian L and the vertex areas A (Botsch and Sorkine 2008, "On linear variational surface deformation methods").
class DisplacementField {
 public:
  /// Indices of `triangles` must be below positions.size().
  DisplacementField(std::span<const Vec> positions, std::span<const Triangle> triangles);

  /// The field that takes the value of every handle; a handle at zero holds its vertex in place.
  /// \throws Error kInvalidArgument where a handle is no vertex of the mesh.
  [[nodiscard]] Displacement solve(const Handles& handles, const FieldOptions& options) const;

  /// Length of the shortest way along edges to the nearest of `sources`, in centimetres; infinite where there is none.
  [[nodiscard]] std::vector<double> distances(std::span<const int> sources) const;

 private:
  std::vector<Vec> positions_;
  std::vector<std::vector<int>> neighbours_;
  Eigen::SparseMatrix<double> laplacian_;
  Eigen::SparseMatrix<double> bilaplacian_;
};

}  // namespace emo3d::head
