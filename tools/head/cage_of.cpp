#include "tools/head/cage_of.h"

#include "tools/head/eyes.h"
#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

rig::Vec3 single(const Vec& v) {
  return {static_cast<float>(v.x()), static_cast<float>(v.y()), static_cast<float>(v.z())};
}

/// The vertices that move by at least one step of the grid; displacements lie on it.
rig::SparseDeltas sparse(const Displacement& deltas) {
  rig::SparseDeltas result;
  for (std::size_t i = 0; i < deltas.size(); ++i) {
    if (deltas[i].lpNorm<Eigen::Infinity>() < kGridCm / 2) continue;
    result.vertices.push_back(static_cast<std::uint32_t>(i));
    result.deltas.push_back(single(deltas[i]));
  }
  return result;
}

template <typename Indices>
std::vector<std::uint32_t> indices(const Indices& values) {
  return {values.begin(), values.end()};
}

}  // namespace

rig::Cage cage_of(const AuthoredHead& head) {
  rig::Cage cage;
  for (const Vec& p : head.rest.positions) cage.positions.push_back(single(p));
  for (const Triangle& t : head.rest.triangles)
    cage.triangles.push_back(
        {static_cast<std::uint32_t>(t[0]), static_cast<std::uint32_t>(t[1]), static_cast<std::uint32_t>(t[2])});
  cage.mirror = indices(head.rest.mirror);
  for (const int canthus : {kOuterCanthus, kInnerCanthus}) {
    cage.corners.push_back(static_cast<std::uint32_t>(canthus));
    cage.corners.push_back(cage.mirror[canthus]);
  }
  for (const auto& ring : head.rest.mouth_bag.rings) cage.mouth_bag.push_back(indices(ring));
  cage.mouth_bag.push_back({static_cast<std::uint32_t>(head.rest.mouth_bag.back)});
  for (const NostrilPocket& nostril : head.rest.nostrils) {
    for (const auto& ring : nostril.rings) cage.nostrils.insert(cage.nostrils.end(), ring.begin(), ring.end());
    cage.nostrils.push_back(static_cast<std::uint32_t>(nostril.top));
  }
  cage.eye_radius = static_cast<float>(kEyeRadiusCm);
  cage.right_eye = single(right_eye_centre());
  cage.jaw = {.hinge_y = static_cast<float>(kJawHingeY),
              .hinge_z = static_cast<float>(kJawHingeZ),
              .open_deg = static_cast<float>(kJawOpenDeg),
              .swing_cm = static_cast<float>(kJawSwingCm),
              .swing_reach_cm = static_cast<float>(kJawSwingReachCm),
              .forward = single(vec(kJawForward))};
  for (const auto& [channel, deltas] : head.shapes) cage.shapes[static_cast<std::size_t>(channel)] = sparse(deltas);
  for (const Corrective& c : head.correctives) cage.correctives.push_back({c.first, c.second, sparse(c.deltas)});
  return cage;
}

}  // namespace emo3d::head
