#include "tools/head/eyelids.h"

#include "tools/head/eyes.h"

namespace emo3d::head {

Handles lids_right(const LidMoves& moves) {
  const auto profile = lid_profile();
  Handles handles;
  const auto add = [&](const LidRow& row, const std::optional<Offset>& move) {
    if (!move) return;
    for (std::size_t k = 0; k < row.size(); ++k) handles[row[k]] = vec(*move) * profile[k];
  };
  add(kUpperLidMargin, moves.upper_margin);
  add(kLowerLidMargin, moves.lower_margin);
  add(kUpperLidCrease, moves.upper_crease);
  add(kLowerLidCrease, moves.lower_crease);
  add(kUpperLidOuter, moves.upper_outer);
  if (moves.lower_outer)
    for (std::size_t k = 1; k + 1 < kLowerLidOuter.size(); ++k) handles[kLowerLidOuter[k]] = vec(*moves.lower_outer);
  handles[kOuterCanthus] = handles[kInnerCanthus] = vec(moves.canthi);
  return handles;
}

Handles blink_right(const HeadTemplate& head) {
  constexpr double kSeamRiseCm = 0.05;
  constexpr double kSeamForwardCm = 0.012;
  constexpr double kCreaseSlackCm = 0.22;  // the crease unfolds: it ends farther from the margin than it began
  constexpr double kCreaseClearanceCm = 0.17;
  constexpr std::array<double, kLidPoints> kCreaseOnEye = {0.35, 0.8, 1, 1, 1, 0.8, 0.35};
  constexpr double kSteepestCreaseCm = 0.3;
  const auto profile = lid_profile();
  const std::vector<Vec>& p = head.positions;
  Handles handles;
  for (std::size_t k = 0; k < kLidPoints; ++k) {
    const int upper = kUpperLidMargin[k];
    const int lower = kLowerLidMargin[k];
    // On the grid, so that both margins reach the seam exactly in the file's whole steps too.
    const Vec seam = on_grid(p[lower] + Vec(0, kSeamRiseCm, kSeamForwardCm) * profile[k]);
    handles[upper] = seam - p[upper];
    handles[lower] = seam - p[lower];

    const int crease = kUpperLidCrease[k];
    const double fold = p[crease].y() - p[upper].y();
    Vec target = p[crease];
    target.y() = p[lower].y() + (kSeamRiseCm + kCreaseSlackCm) * profile[k] + fold;
    const double on_eye = depth_on_right_eye(target, kEyeRadiusCm + kCreaseClearanceCm, kSteepestCreaseCm);
    target.z() += (on_eye - p[crease].z()) * kCreaseOnEye[k];
    handles[crease] = target - p[crease];

    handles[kUpperLidOuter[k]] = Vec(0, -0.14, -0.02) * profile[k];
    handles[kLowerLidCrease[k]] = Vec(0.02, 0.05 * profile[k], 0);
  }
  handles[kOuterCanthus] = handles[kInnerCanthus] = handles[kInnerCreaseEnd] = Vec::Zero();
  handles[kOuterCreaseEnd] = Vec(0, -0.03, 0);
  for (const int landmark : kBrowLowerEdge) handles[landmark] = Vec(0, -0.03, 0);
  return handles;
}

}  // namespace emo3d::head
