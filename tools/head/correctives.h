#pragma once

#include "tools/head/shape_solver.h"

namespace emo3d::head {

/// A displacement that acts in proportion to the product of two channels.
struct Corrective {
  face::Channel first;
  face::Channel second;
  Displacement deltas;
};

/// Keeps closed lids sealed under five other shapes of the eye, for either side. A shape that moves the lower margin of
/// a closed eye away from the upper one would open a gap or make them cross (blink + squint + cheekSquint by 0.49 cm);
/// these make the upper margin follow the lower one. `shapes` must hold eyeBlink and the five shapes, on the grid.
[[nodiscard]] std::vector<Corrective> lid_correctives(const ShapeSolver& solver, const ShapeSet& shapes);

}  // namespace emo3d::head
