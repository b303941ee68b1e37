#include "tools/head/runtime_cage.h"

#include "tools/head/eyes.h"
#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

rig::Vec3 narrowed(const Vec& v) {
  return {static_cast<float>(v.x()), static_cast<float>(v.y()), static_cast<float>(v.z())};
}

std::uint32_t index(int vertex) { return static_cast<std::uint32_t>(vertex); }

rig::SparseDeltas sparse(const Displacement& deltas) {
  rig::SparseDeltas result;
  for (std::size_t v = 0; v < deltas.size(); ++v) {
    if (deltas[v] == Vec::Zero()) continue;
    result.vertices.push_back(static_cast<std::uint32_t>(v));
    result.deltas.push_back(narrowed(deltas[v]));
  }
  return result;
}

}  // namespace

rig::Cage runtime_cage(const AuthoredHead& head) {
  const HeadTemplate& rest = head.rest;
  rig::Cage cage;
  for (const Vec& p : rest.positions) cage.positions.push_back(narrowed(p));
  for (const Triangle& t : rest.triangles) cage.triangles.push_back({index(t[0]), index(t[1]), index(t[2])});
  for (const int v : rest.mirror) cage.mirror.push_back(index(v));
  // The canthi stay sharp.
  for (const int canthus : {kOuterCanthus, kInnerCanthus}) {
    cage.corners.push_back(index(canthus));
    cage.corners.push_back(index(rest.mirror[canthus]));
  }
  for (const auto& ring : rest.mouth_bag.rings) cage.mouth_bag.emplace_back(ring.begin(), ring.end());
  cage.mouth_bag.push_back({index(rest.mouth_bag.back)});
  for (const NostrilPocket& nostril : rest.nostrils) {
    for (const auto& ring : nostril.rings) cage.nostrils.insert(cage.nostrils.end(), ring.begin(), ring.end());
    cage.nostrils.push_back(index(nostril.top));
  }
  cage.eye_radius = static_cast<float>(kEyeRadiusCm);
  cage.right_eye = narrowed(right_eye_centre());
  cage.jaw = {.hinge_y = static_cast<float>(kJawHingeY),
              .hinge_z = static_cast<float>(kJawHingeZ),
              .open_deg = static_cast<float>(kJawOpenDeg),
              .swing_cm = static_cast<float>(kJawSwingCm),
              .swing_reach_cm = static_cast<float>(kJawSwingReachCm),
              .forward = narrowed(jaw_forward())};
  for (const auto& [channel, deltas] : head.shapes) cage.shapes[static_cast<std::size_t>(channel)] = sparse(deltas);
  for (const Corrective& corrective : head.correctives)
    cage.correctives.push_back({corrective.first, corrective.second, sparse(corrective.deltas)});
  return cage;
}

}  // namespace emo3d::head
