#include "emo3d/rig/skin.h"

#include "emo3d/base/error.h"
#include "emo3d/rig/landmarks.h"
#include "emo3d/rig/skin_colours.h"
#include "emo3d/rig/smoothstep.h"
#include "emo3d/rig/subdivision.h"

namespace emo3d::rig {
namespace {

constexpr int kLevels = 2;

/// What the cage's vertices belong to: x lips, y mouth bag, z nostrils; each in [0,1].
std::vector<Vec3> cage_regions(const Cage& cage) {
  std::vector<Vec3> regions(cage.positions.size());
  const auto set_lip = [&](int landmark, float value) {
    regions[landmark].x = regions[cage.mirror[landmark]].x = value;
  };
  constexpr float kOuterEdge = 0.38f;
  for (const auto& lip : {landmark::kUpperLip, landmark::kLowerLip})
    for (std::size_t ring = 0; ring < lip.size(); ++ring)
      for (const int v : lip[ring]) set_lip(v, ring == 0 ? kOuterEdge : 1);
  constexpr std::array<float, landmark::kLipRings> kCorner = {0.30f, 0.75f, 1, 1};
  for (std::size_t ring = 0; ring < kCorner.size(); ++ring) set_lip(landmark::kLipCorner[ring], kCorner[ring]);

  constexpr std::array<float, 2> kBagStart = {0.05f, 0.45f};
  for (std::size_t depth = 0; depth < cage.mouth_bag.size(); ++depth)
    for (const std::uint32_t v : cage.mouth_bag[depth]) {
      regions[v].x = 1;
      regions[v].y = depth < kBagStart.size() ? kBagStart[depth] : 1;
    }
  for (const std::uint32_t v : cage.nostrils) regions[v].z = 1;
  return regions;
}

}  // namespace

Skin build_skin(const Cage& cage, const Complexion& complexion) {
  Subdivision fine = loop_subdivision(cage.positions.size(), cage.triangles, cage.corners, kLevels);
  Skin skin;
  skin.positions = apply<Vec3>(fine.stencils, cage.positions);
  skin.normals = vertex_normals(skin.positions, fine.triangles);
  for (const Vec3& region : apply<Vec3>(fine.stencils, cage_regions(cage))) {
    skin.lip.push_back(smoothstep(0.30f, 0.72f, region.x));
    skin.bag.push_back(region.y);
    skin.nostril.push_back(region.z);
  }
  const std::array<std::uint32_t, 2> canthi = {landmark::kOuterCanthus, cage.mirror[landmark::kOuterCanthus]};
  const auto margins = boundary_loops(skin.positions.size(), fine.triangles, canthi);
  for (const int side : {kRight, kLeft}) {
    check(margins[side].size() >= 8, ErrorCode::kInvalidData, "the cage has no opening at the {} eye",
          side == kRight ? "right" : "left");
    skin.lid_margins[side] = margins[side];
  }
  skin.stencils = std::move(fine.stencils);
  skin.triangles = std::move(fine.triangles);
  skin.colours = skin_colours(skin, complexion);
  return skin;
}

}  // namespace emo3d::rig
