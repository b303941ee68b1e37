#include "tools/head/head_template.h"

#include <algorithm>
#include <cmath>

namespace emo3d::head {
namespace {

/// Links vertex and mirror image for everything behind the face.
std::vector<int> full_mirror(const HeadTemplate& head, std::vector<int> mirror) {
  mirror.resize(head.positions.size());
  const auto columns = mirrored_columns(mirror);
  const auto mirror_ring = [&](const auto& ring) {
    for (std::size_t c = 0; c < ring.size(); ++c) mirror[ring[c]] = ring[columns[c]];
  };
  std::ranges::for_each(head.skull_rings, mirror_ring);
  std::ranges::for_each(head.shoulder_rings, mirror_ring);

  const auto follow_loop = [&](const auto& loop, const auto& rings, const auto& other_loop, const auto& other_rings) {
    for (std::size_t i = 0; i < loop.size(); ++i)
      for (std::size_t j = 0; j < other_loop.size(); ++j)
        if (other_loop[j] == mirror[loop[i]])
          for (std::size_t k = 0; k < rings.size(); ++k) mirror[rings[k][i]] = other_rings[k][j];
  };
  const auto& [right, left] = head.nostrils;
  follow_loop(right.loop, right.rings, left.loop, left.rings);
  follow_loop(left.loop, left.rings, right.loop, right.rings);
  mirror[right.top] = left.top;
  mirror[left.top] = right.top;
  follow_loop(head.mouth_bag.loop, head.mouth_bag.rings, head.mouth_bag.loop, head.mouth_bag.rings);
  mirror[head.mouth_bag.back] = head.mouth_bag.back;
  return mirror;
}

/// Averages every vertex with its mirror image.
std::vector<Vec> symmetric(const std::vector<Vec>& positions, const std::vector<int>& mirror) {
  std::vector<Vec> result;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const Vec& p = positions[i];
    const Vec& q = positions[mirror[i]];
    result.emplace_back((p.x() - q.x()) / 2, (p.y() + q.y()) / 2, (p.z() + q.z()) / 2);
  }
  return result;
}

}  // namespace

Vec on_grid(const Vec& p) {
  constexpr double kStepsPerCm = 1 / kGridCm;
  const auto snap = [](double value) { return std::round(value * kStepsPerCm) / kStepsPerCm; };
  return {snap(p.x()), snap(p.y()), snap(p.z())};
}

HeadTemplate build_head_template(const CanonicalMesh& canonical) {
  const FaceSurface face = reshape_neutral(open_face(canonical));
  OvalRing oval;
  for (std::size_t c = 0; c < kOvalPoints; ++c) oval[c] = face.positions[kOval[c]];
  const auto skull = build_skull(oval, oval_directions(face.positions, face.triangles));

  HeadTemplate head;
  MeshInWork mesh{face.positions, face.triangles};
  std::array<int, kOvalPoints> front = kOval;
  for (std::size_t k = 0; k < kSkullRings; ++k) {
    for (std::size_t c = 0; c < kOvalPoints; ++c) head.skull_rings[k][c] = mesh.add_vertex(skull[k][c]);
    mesh.add_band(front, head.skull_rings[k]);
    front = head.skull_rings[k];
  }
  const std::array<int, kOvalPoints> neck = front;
  std::array<int, kNostril.size()> left_rim{};
  for (std::size_t i = 0; i < kNostril.size(); ++i) left_rim[i] = face.mirror[kNostril[i]];
  head.nostrils = {add_nostril(mesh, face.triangles, kNostril), add_nostril(mesh, face.triangles, left_rim)};
  head.mouth_bag = add_mouth_bag(mesh, face.triangles, face.mirror);
  const auto below = build_shoulders(skull[kSkullRings - kNeckRings - 1]);
  front = neck;
  for (std::size_t k = 0; k < kShoulderRings; ++k) {
    for (std::size_t c = 0; c < kOvalPoints; ++c) head.shoulder_rings[k][c] = mesh.add_vertex(below[kNeckRings + k][c]);
    mesh.add_band(front, head.shoulder_rings[k]);
    front = head.shoulder_rings[k];
  }

  head.positions = mesh.positions;
  head.triangles = mesh.triangles;
  head.mirror = full_mirror(head, face.mirror);
  head.positions = symmetric(head.positions, head.mirror);
  for (Vec& p : head.positions) p = on_grid(p);
  return head;
}

}  // namespace emo3d::head
