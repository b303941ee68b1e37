#include "emo3d/rig/part_motion.h"

#include "emo3d/rig/gaze.h"

namespace emo3d::rig {
namespace {

float paced(float weight, Pace pace) {
  const float left = 1 - weight;
  return pace == Pace::kEven ? weight : pace == Pace::kEarly ? 1 - left * left * left : weight * weight;
}

}  // namespace

std::vector<Vec3> moved(const HeadPart& part, const Cage& cage, std::span<const Vec3> skin_displacement,
                        const face::Expression& expression) {
  std::vector<Vec3> positions = part.positions;
  const std::vector<Vec3> followed = apply<Vec3>(part.skin_rows, skin_displacement);
  for (std::size_t v = 0; v < followed.size(); ++v) positions[v] += followed[v];
  for (const PartShape& shape : part.shapes)
    if (const float weight = paced(expression[shape.channel], shape.pace); weight > 0)
      for (std::size_t v = 0; v < positions.size(); ++v) positions[v] += shape.deltas[v] * weight;
  if (part.kind == PartKind::kRightEye || part.kind == PartKind::kLeftEye) {
    const int side = part.kind == PartKind::kRightEye ? kRight : kLeft;
    const Vec3 centre = eye_centre(cage, side);
    const GazeRotation rotation(gaze(expression, side));
    for (Vec3& p : positions) p = centre + rotation(p - centre);
  }
  return positions;
}

}  // namespace emo3d::rig
