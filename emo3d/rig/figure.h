#pragma once

#include "emo3d/face/expression.h"
#include "emo3d/rig/mesh.h"
#include "emo3d/rig/morph_mesh.h"

namespace emo3d::rig {

/// Where the head of a figure is, for a camera to frame it.
struct HeadPlace {
  Vec3 centre{0, 2, 0};  ///< Half way between chin and crown, a third of `height_cm` behind the tip of the nose.
  float height_cm = 23;  ///< From chin to crown, hair included.
  friend bool operator==(const HeadPlace&, const HeadPlace&) = default;
};

/// What shows an expression: the built-in head of some identity, or a user's avatar. Immutable; any number of threads
/// may pose it at once.
class Figure {
 public:
  virtual ~Figure() = default;
  /// The figure showing an expression.
  [[nodiscard]] virtual Mesh pose(const face::Expression& expression) const = 0;
  /// The figure for programs that know linear morph targets only: each target is the difference, made by
  /// morph_target(), between one channel alone at weight 1 and the figure at rest. A built-in head's mouthClose, which
  /// does nothing to a closed mouth, is the difference that it makes to jawOpen at weight 1.
  /// `threads`: as in parallel_for().
  [[nodiscard]] virtual MorphMesh morph_mesh(unsigned threads = 0) const = 0;
  /// Where its head is when it shows nothing. Built-in heads are all in the default place.
  [[nodiscard]] virtual HeadPlace head_place() const { return {}; }

 protected:
  Figure() = default;
  Figure(const Figure&) = default;
  Figure(Figure&&) = default;
  Figure& operator=(const Figure&) = default;
  Figure& operator=(Figure&&) = default;
};

}  // namespace emo3d::rig
