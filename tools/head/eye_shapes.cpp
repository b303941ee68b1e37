#include "tools/head/eyelids.h"
#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

// The lower lid does the work; without some help from the upper one the eye would look up through the slit.
constexpr LidMoves kSquint = {.upper_margin = {{0, -0.09, 0.02}},
                              .lower_margin = {{0.05, 0.24, 0.07}},
                              .upper_crease = {{0, -0.06, 0.03}},
                              .lower_crease = {{0.12, 0.27, 0.12}},
                              .upper_outer = {{0, -0.07, 0.02}},
                              .lower_outer = {{0.12, 0.22, 0.11}}};
constexpr LidMoves kWide = {.upper_margin = {{0, 0.40, -0.09}},
                            .lower_margin = {{0, -0.08, 0}},
                            .upper_crease = {{-0.02, 0.33, -0.12}},
                            .lower_crease = {{0, -0.06, 0}},
                            .upper_outer = {{0, 0.10, -0.02}}};
constexpr LidMoves kLookUp = {.upper_margin = {{0, 0.29, -0.07}},
                              .lower_margin = {{0, 0.14, 0.04}},
                              .upper_crease = {{0, 0.25, -0.09}},
                              .lower_crease = {{0, 0.11, 0.04}},
                              .upper_outer = {{0, 0.10, -0.02}}};
// Sideways the cornea drags the lids along.
constexpr LidMoves kLookOut = {.upper_margin = {{-0.07, 0.02, -0.02}},
                               .lower_margin = {{-0.05, 0, -0.01}},
                               .upper_crease = {{-0.06, 0, -0.02}},
                               .lower_crease = {{-0.04, 0, 0}},
                               .canthi = {-0.02, 0, 0}};
constexpr LidMoves kLookIn = {.upper_margin = {{0.07, -0.01, 0.02}},
                              .lower_margin = {{0.05, 0, 0.02}},
                              .upper_crease = {{0.06, 0, 0.02}},
                              .lower_crease = {{0.04, 0, 0.01}},
                              .canthi = {0.02, 0, 0}};

/// Looking down: the upper lid goes along, part of the way it goes in a blink; the lower lid gives way.
Handles look_down(const Handles& blink) {
  constexpr double kShareOfBlink = 0.64;
  Handles handles = lids_right({.lower_margin = {{0, -0.17, -0.06}}, .lower_crease = {{0, -0.15, -0.06}}});
  for (const LidRow& row : {kUpperLidMargin, kUpperLidCrease, kUpperLidOuter})
    for (const int landmark : row) handles[landmark] = kShareOfBlink * blink.at(landmark);
  return handles;
}

}  // namespace

ShapeSet eye_shapes(const ShapeSolver& solver) {
  using face::Channel;
  const Handles blink = blink_right(solver.head());
  ShapeSet shapes = solver.solve_pair(Channel::kEyeBlinkRight, blink, {.radius_cm = 1.6});
  shapes.merge(solver.solve_pair(Channel::kEyeSquintRight, lids_right(kSquint), {.radius_cm = 1.8}));
  shapes.merge(solver.solve_pair(Channel::kEyeWideRight, lids_right(kWide), {.radius_cm = 1.6}));
  shapes.merge(solver.solve_pair(Channel::kEyeLookDownRight, look_down(blink), {.radius_cm = 1.6}));
  shapes.merge(solver.solve_pair(Channel::kEyeLookUpRight, lids_right(kLookUp), {.radius_cm = 1.6}));
  shapes.merge(solver.solve_pair(Channel::kEyeLookOutRight, lids_right(kLookOut), {.radius_cm = 1.5}));
  shapes.merge(solver.solve_pair(Channel::kEyeLookInRight, lids_right(kLookIn), {.radius_cm = 1.5}));
  return shapes;
}

}  // namespace emo3d::head
