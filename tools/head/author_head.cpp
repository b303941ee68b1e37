#include "tools/head/author_head.h"

#include "emo3d/base/error.h"
#include "tools/head/shapes.h"

namespace emo3d::head {

AuthoredHead author_head(const CanonicalMesh& canonical) {
  AuthoredHead head;
  head.rest = build_head_template(canonical);
  const ShapeSolver solver(head.rest);
  head.jaw_weights = jaw_weights(solver);
  for (const auto& region :
       {brow_shapes, eye_shapes, cheek_and_nose_shapes, mouth_side_shapes, mouth_shapes, jaw_shapes})
    head.shapes.merge(region(solver));
  head.shapes[face::Channel::kTongueOut] = Displacement(head.rest.positions.size(), Vec::Zero());
  for (const face::Channel channel : face::channels())
    check(head.shapes.contains(channel), ErrorCode::kInvalidArgument, "no shape was authored for {}",
          face::name(channel));

  // The correctives are made from shapes that are already on the grid, so that sealed lids are sealed to the last
  // digit.
  const auto snap = [](Displacement& deltas) {
    for (Vec& d : deltas) d = on_grid(d);
  };
  for (auto& [channel, deltas] : head.shapes) snap(deltas);
  head.correctives = lid_correctives(solver, head.shapes);
  for (Corrective& corrective : head.correctives) snap(corrective.deltas);
  return head;
}

}  // namespace emo3d::head
