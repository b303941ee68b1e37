#include "tools/head/correctives.h"

namespace emo3d::head {

std::vector<Corrective> lid_correctives(const ShapeSolver& solver, const ShapeSet& shapes) {
  using face::Channel;
  constexpr double kCreaseShare = 0.8;
  constexpr double kOuterShare = 0.1;
  std::vector<Corrective> correctives;
  for (const Channel right : {Channel::kEyeSquintRight, Channel::kCheekSquintRight, Channel::kEyeWideRight,
                              Channel::kEyeLookDownRight, Channel::kEyeLookUpRight}) {
    const Displacement& shape = shapes.at(right);
    Handles handles;
    for (std::size_t k = 0; k < kLidPoints; ++k) {
      const Vec follow = shape[kLowerLidMargin[k]] - shape[kUpperLidMargin[k]];
      handles[kUpperLidMargin[k]] = follow;
      handles[kUpperLidCrease[k]] = kCreaseShare * follow;
      handles[kUpperLidOuter[k]] = kOuterShare * follow;
      handles[kLowerLidMargin[k]] = Vec::Zero();
    }
    for (const int end : {kOuterCanthus, kInnerCanthus, kOuterCreaseEnd, kInnerCreaseEnd}) handles[end] = Vec::Zero();
    Displacement deltas = solver.solve(handles, {.radius_cm = 1.2});
    correctives.push_back({face::mirrored(right), Channel::kEyeBlinkLeft, solver.mirrored(deltas)});
    correctives.push_back({right, Channel::kEyeBlinkRight, std::move(deltas)});
  }
  return correctives;
}

}  // namespace emo3d::head
