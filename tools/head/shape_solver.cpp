#include "tools/head/shape_solver.h"

namespace emo3d::head {
namespace {

/// How a ring of the mouth bag moves.
struct BagFollow {
  double lips;  ///< Share of the movement of the lips in front of it; the rest is the jaw's.
  double jaw;   ///< Share of the jaw's movement that its lower half takes over.
};
constexpr std::array<BagFollow, kMouthBagRings> kBagFollow = {{{1, 1}, {0.7, 1}, {0.35, 1}, {0.1, 1}, {0, 0.5}}};
constexpr double kBagCornerJaw = 0.50;  // the jaw weight of the lip corner

}  // namespace

ShapeSolver::ShapeSolver(const HeadTemplate& head) : head_(head), field_(head.positions, head.triangles) {}

Displacement ShapeSolver::solve(const Handles& handles, const FieldOptions& options) const {
  Handles pinned = handles;
  for (std::size_t k = 1; k < kSkullRings; ++k)
    for (const int v : head_.skull_rings[k]) pinned.emplace(v, Vec::Zero());
  return fill_cavities(field_.solve(pinned, options));
}

ShapeSet ShapeSolver::solve_pair(face::Channel right, const Handles& handles, const FieldOptions& options) const {
  Displacement shape = solve(handles, options);
  ShapeSet pair;
  pair[face::mirrored(right)] = mirrored(shape);
  pair[right] = std::move(shape);
  return pair;
}

Displacement ShapeSolver::solve_symmetric(const Handles& handles, const FieldOptions& options) const {
  Displacement shape = solve(handles, options);
  const Displacement image = mirrored(shape);
  for (std::size_t i = 0; i < shape.size(); ++i) shape[i] = (shape[i] + image[i]) / 2;
  return shape;
}

Displacement ShapeSolver::fill_cavities(Displacement shape, const JawMotion& jaw) const {
  const MouthBag& bag = head_.mouth_bag;
  for (std::size_t k = 0; k < kMouthBagRings; ++k)
    for (std::size_t i = 0; i < kMouthLoopPoints; ++i) {
      const int v = bag.rings[k][i];
      shape[v] = kBagFollow[k].lips * shape[bag.loop[i]];
      if (!jaw) continue;
      const double lowered = bag.side[i] > 0 ? 0 : (bag.side[i] < 0 ? 1 : kBagCornerJaw);
      shape[v] += (1 - kBagFollow[k].lips) * kBagFollow[k].jaw * lowered * jaw(head_.positions[v]);
    }
  shape[bag.back] = Vec::Zero();
  for (const int v : bag.rings.back()) shape[bag.back] += shape[v] / kMouthLoopPoints;

  for (const NostrilPocket& nostril : head_.nostrils) {
    shape[nostril.top] = Vec::Zero();
    for (std::size_t i = 0; i < nostril.loop.size(); ++i) {
      const Vec rim = shape[nostril.loop[i]];
      for (const auto& ring : nostril.rings) shape[ring[i]] = rim;
      shape[nostril.top] += rim / static_cast<double>(nostril.loop.size());
    }
  }
  return shape;
}

Displacement ShapeSolver::mirrored(const Displacement& shape) const {
  Displacement image(shape.size());
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const Vec& d = shape[head_.mirror[i]];
    image[i] = Vec(-d.x(), d.y(), d.z());
  }
  return image;
}

}  // namespace emo3d::head
