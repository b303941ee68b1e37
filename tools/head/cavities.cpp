#include "tools/head/cavities.h"

#include <algorithm>
#include <cmath>

namespace emo3d::head {
namespace {

/// `loop`, or its reverse where the face's triangles run around the opening the other way.
template <std::size_t kSize>
std::array<int, kSize> oriented(std::array<int, kSize> loop, std::span<const Triangle> face) {
  const bool along = std::any_of(face.begin(), face.end(), [&](const Triangle& t) {
    for (std::size_t i = 0; i < 3; ++i)
      if (t[i] == loop[0] && t[(i + 1) % 3] == loop[1]) return true;
    return false;
  });
  if (!along) std::reverse(loop.begin(), loop.end());
  return loop;
}

/// One ring of the mouth bag, measured from the loop where the lips meet.
struct BagRing {
  double back_cm;
  double open_cm;  ///< How far the upper and lower halves stand apart from the loop, each.
  double widen;
};
// Wide from the third ring on: narrower, and the molars poke through the cheeks.
constexpr std::array<BagRing, kMouthBagRings> kBag = {
    {{0.30, 0.05, 1.03}, {0.62, 0.30, 1.10}, {1.3, 0.95, 1.32}, {3.0, 1.5, 1.38}, {5.0, 1.6, 1.05}}};

}  // namespace

int MeshInWork::add_vertex(const Vec& p) {
  positions.push_back(p);
  return static_cast<int>(positions.size()) - 1;
}

void MeshInWork::add_band(std::span<const int> front, std::span<const int> back) {
  for (std::size_t i = 0; i < front.size(); ++i) {
    const std::size_t j = (i + 1) % front.size();
    triangles.push_back({front[j], front[i], back[i]});
    triangles.push_back({front[j], back[i], back[j]});
  }
}

void MeshInWork::add_fan(std::span<const int> loop, int tip) {
  for (std::size_t i = 0; i < loop.size(); ++i) triangles.push_back({loop[(i + 1) % loop.size()], loop[i], tip});
}

NostrilPocket add_nostril(MeshInWork& mesh, std::span<const Triangle> face, std::span<const int> rim) {
  struct Ring {
    double up_cm, scale;
  };
  constexpr std::array<Ring, kNostrilRings> kRings = {{{0.22, 0.80}, {0.75, 0.62}}};
  constexpr double kBackPerUp = 0.12;  // the pocket leans back as it rises
  const Vec top_offset(0, 1.0, -0.1);

  NostrilPocket pocket;
  std::copy(rim.begin(), rim.end(), pocket.loop.begin());
  pocket.loop = oriented(pocket.loop, face);
  Vec centre = Vec::Zero();
  for (const int v : pocket.loop) centre += mesh.positions[v] / static_cast<double>(pocket.loop.size());
  std::array<int, kNostril.size()> front = pocket.loop;
  for (std::size_t k = 0; k < kNostrilRings; ++k) {
    const Vec rise(0, kRings[k].up_cm, -kBackPerUp * kRings[k].up_cm);
    for (std::size_t i = 0; i < pocket.loop.size(); ++i) {
      const Vec on_rim = mesh.positions[pocket.loop[i]];
      pocket.rings[k][i] = mesh.add_vertex((on_rim - centre) * kRings[k].scale + centre + rise);
    }
    mesh.add_band(front, pocket.rings[k]);
    front = pocket.rings[k];
  }
  pocket.top = mesh.add_vertex(centre + top_offset);
  mesh.add_fan(front, pocket.top);
  return pocket;
}

MouthBag add_mouth_bag(MeshInWork& mesh, std::span<const Triangle> face, std::span<const int> mirror) {
  constexpr double kHalfWidthCm = 2.15;
  // From this ring back, the loop's own curve in depth is flattened, or the bag would follow the lips' arch.
  constexpr std::size_t kFirstFlatRing = 2;
  constexpr double kKeptCurve = 0.8;
  constexpr double kFlatSetbackCm = 0.3;

  MouthBag bag;
  std::size_t n = 0;
  const LipRow& upper = kUpperLip.back();
  const LipRow& lower = kLowerLip.back();
  bag.loop[n++] = kLipCorner.back();
  for (const int v : upper) bag.loop[n++] = v;
  for (std::size_t k = kLipPoints - 1; k-- > 0;) bag.loop[n++] = mirror[upper[k]];
  bag.loop[n++] = mirror[kLipCorner.back()];
  for (std::size_t k = 0; k + 1 < kLipPoints; ++k) bag.loop[n++] = mirror[lower[k]];
  for (std::size_t k = kLipPoints; k-- > 0;) bag.loop[n++] = lower[k];
  const auto unturned = bag.loop;
  bag.loop = oriented(bag.loop, face);

  double front_z = mesh.positions[bag.loop[0]].z();
  for (std::size_t i = 0; i < kMouthLoopPoints; ++i) {
    const auto place = std::find(unturned.begin(), unturned.end(), bag.loop[i]) - unturned.begin();
    bag.side[i] = place == 0 || place == 10 ? 0 : (place < 10 ? 1 : -1);
    front_z = std::max(front_z, mesh.positions[bag.loop[i]].z());
  }

  std::array<int, kMouthLoopPoints> front = bag.loop;
  for (std::size_t k = 0; k < kMouthBagRings; ++k) {
    for (std::size_t i = 0; i < kMouthLoopPoints; ++i) {
      Vec p = mesh.positions[bag.loop[i]];
      const double across = std::abs(p.x()) / kHalfWidthCm;
      const double arc = std::sqrt(std::clamp(1 - across * across, 0.0, 1.0));
      p.x() *= kBag[k].widen;
      p.y() += bag.side[i] * kBag[k].open_cm * (0.15 + 0.85 * arc);
      p.z() -= kBag[k].back_cm;
      if (k >= kFirstFlatRing)
        p.z() = kKeptCurve * p.z() + (1 - kKeptCurve) * (front_z - kBag[k].back_cm) - kFlatSetbackCm;
      bag.rings[k][i] = mesh.add_vertex(p);
    }
    mesh.add_band(front, bag.rings[k]);
    front = bag.rings[k];
  }
  Vec centre(0, 0, -0.4);
  for (const int v : front) centre += mesh.positions[v] / kMouthLoopPoints;
  bag.back = mesh.add_vertex(centre);
  mesh.add_fan(front, bag.back);
  return bag;
}

}  // namespace emo3d::head
