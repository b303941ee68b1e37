#pragma once

#include <functional>
#include <map>

#include "emo3d/face/channel.h"
#include "tools/head/handles.h"
#include "tools/head/head_template.h"

namespace emo3d::head {

/// Displacement of every cage vertex at weight 1, by channel.
using ShapeSet = std::map<face::Channel, Displacement>;

/// A rigid movement of the lower jaw: where a point of it goes, as an offset in centimetres.
using JawMotion = std::function<Vec(const Vec& p)>;

/// Turns handles into displacements of the whole cage. The head template must outlive it.
class ShapeSolver {
 public:
  explicit ShapeSolver(const HeadTemplate& head);

  [[nodiscard]] const HeadTemplate& head() const { return head_; }
  [[nodiscard]] const DisplacementField& field() const { return field_; }

  /// The smooth displacement that follows the handles. Skull and neck stay still from their second ring on; nostrils
  /// and mouth bag follow their rims.
  [[nodiscard]] Displacement solve(const Handles& handles, const FieldOptions& options) const;
  /// The shape of the right side and its exact mirror image under the opposite channel.
  [[nodiscard]] ShapeSet solve_pair(face::Channel right, const Handles& handles, const FieldOptions& options) const;
  /// Exactly symmetric: `handles` must hold both sides.
  [[nodiscard]] Displacement solve_symmetric(const Handles& handles, const FieldOptions& options) const;

  /// Nostrils and mouth bag of `shape` made to follow their rims; the bag follows `jaw` instead the farther back it
  /// lies.
  [[nodiscard]] Displacement fill_cavities(Displacement shape, const JawMotion& jaw = nullptr) const;
  /// The mirror image about x = 0.
  [[nodiscard]] Displacement mirrored(const Displacement& shape) const;

 private:
  const HeadTemplate& head_;
  DisplacementField field_;
};

}  // namespace emo3d::head
