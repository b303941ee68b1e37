#pragma once

#include "emo3d/face/expression.h"
#include "emo3d/rig/mesh.h"
#include "emo3d/rig/morph_mesh.h"

namespace emo3d::rig {

/// What shows an expression: the built-in head of some identity, or a user's avatar. Immutable; any number of threads
/// may pose it at once.
class Figure {
 public:
  virtual ~Figure() = default;
  /// The figure showing an expression.
  [[nodiscard]] virtual Mesh pose(const face::Expression& expression) const = 0;
  /// The figure for programs that know linear morph targets only: each target is the difference, made by
  /// morph_target(), between one channel alone at weight 1 and the figure at rest.
  [[nodiscard]] virtual MorphMesh morph_mesh() const = 0;

 protected:
  Figure() = default;
  Figure(const Figure&) = default;
  Figure(Figure&&) = default;
  Figure& operator=(const Figure&) = default;
  Figure& operator=(Figure&&) = default;
};

}  // namespace emo3d::rig
