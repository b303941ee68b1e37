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

/// The right half of the triangles and its mirror image. The diagonals of the bands behind the face all lean the same
/// way round in the authored mesh, so that its left half is no mirror image, and subdivision would show it.
std::vector<rig::Triangle> symmetric_triangles(const HeadTemplate& rest) {
  std::vector<rig::Triangle> triangles;
  for (const Triangle& t : rest.triangles) {
    const double x = rest.positions[t[0]].x() + rest.positions[t[1]].x() + rest.positions[t[2]].x();
    if (x > 0) continue;
    const auto vertex = [](int v) { return static_cast<std::uint32_t>(v); };
    triangles.push_back({vertex(t[0]), vertex(t[1]), vertex(t[2])});
    if (x < 0) triangles.push_back({vertex(rest.mirror[t[0]]), vertex(rest.mirror[t[2]]), vertex(rest.mirror[t[1]])});
  }
  return triangles;
}

}  // namespace

rig::Cage cage_of(const AuthoredHead& head) {
  rig::Cage cage;
  for (const Vec& p : head.rest.positions) cage.positions.push_back(single(p));
  cage.triangles = symmetric_triangles(head.rest);
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
