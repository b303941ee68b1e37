#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

// The inner brow is drawn down and together (corrugator), the glabella follows, the upper lid is pushed down.
constexpr Handle kBrowDown[] = {
    // brow
    {55, {0.25, -0.62, 0.2}},
    {107, {0.25, -0.57, 0.16}},
    {65, {0.32, -0.6, 0.22}},
    {66, {0.33, -0.56, 0.2}},
    {52, {0.33, -0.5, 0.23}},
    {105, {0.34, -0.46, 0.22}},
    {53, {0.3, -0.33, 0.22}},
    {63, {0.3, -0.28, 0.24}},
    {46, {0.2, -0.15, 0.2}},
    {70, {0.18, -0.09, 0.22}},
    {336, {-0.03, -0.05, 0.02}},
    {285, {-0.02, -0.06, 0.03}},
    // glabella and forehead
    {9, {0.02, -0.22, 0.12}},
    {8, {0.02, -0.15, 0.1}},
    {193, {0.06, -0.2, 0.06}},
    {108, {0.07, -0.16, 0.06}},
    {69, {0.12, -0.22, 0.09}},
    {151, {0, -0.08, 0.04}},
    // upper lid
    {221, {0.1, -0.24, 0.1}},
    {222, {0.12, -0.28, 0.08}},
    {223, {0.1, -0.26, 0.07}},
    {224, {0.08, -0.22, 0.06}},
    {225, {0.05, -0.12, 0.05}},
    {56, {0.02, -0.06, 0.02}},
    {28, {0, -0.06, 0.02}},
    {27, {0, -0.06, 0.02}},
    {29, {0, -0.05, 0.02}},
    {104, {0.16, -0.22, 0.16}},
    {68, {0.1, -0.1, 0.12}},
};
// The inner brow rises (medial frontalis) with the skin of the forehead above it.
constexpr Handle kBrowInnerUp[] = {
    // brow
    {55, {-0.02, 0.56, 0.08}},
    {107, {-0.03, 0.54, 0.05}},
    {65, {-0.04, 0.5, 0.04}},
    {66, {-0.05, 0.47, 0}},
    {52, {-0.02, 0.29, 0}},
    {105, {-0.02, 0.27, 0}},
    {53, {0.01, 0.13, 0}},
    {63, {0.01, 0.13, 0}},
    {46, {0.01, 0.03, 0}},
    {70, {0.01, 0.03, 0}},
    // glabella and forehead
    {9, {0, 0.42, 0.03}},
    {8, {0, 0.27, 0.03}},
    {151, {0, 0.29, 0.04}},
    {108, {-0.01, 0.29, 0.04}},
    {69, {-0.03, 0.24, 0.01}},
    {193, {0, 0.22, 0}},
    {10, {0, 0.06, 0}},
    {109, {0, 0.05, 0}},
    {67, {0, 0, 0}},
    // upper lid
    {221, {0, 0.3, 0}},
    {222, {0, 0.2, 0}},
    {56, {0, 0.06, 0}},
    {28, {0, 0.05, 0}},
    {223, {0, 0.08, 0}},
    {104, {-0.02, 0.12, 0}},
};
// The outer two thirds rise (lateral frontalis) and arch; the upper lid is drawn up a little at its outer end.
constexpr Handle kBrowOuterUp[] = {
    // brow
    {55, {-0.05, 0.23, 0.02}},
    {107, {-0.05, 0.24, -0.01}},
    {65, {-0.18, 0.69, -0.02}},
    {66, {-0.17, 0.64, -0.07}},
    {52, {-0.21, 0.89, -0.16}},
    {105, {-0.26, 0.88, -0.19}},
    {53, {-0.2, 0.92, -0.24}},
    {63, {-0.22, 0.89, -0.3}},
    {46, {-0.14, 0.79, -0.23}},
    {70, {-0.13, 0.68, -0.24}},
    {124, {-0.09, 0.6, -0.1}},
    {156, {-0.06, 0.51, -0.09}},
    // glabella and forehead
    {104, {-0.25, 0.56, -0.13}},
    {68, {-0.21, 0.54, -0.2}},
    {71, {-0.11, 0.39, -0.14}},
    {103, {0, 0, 0}},
    {54, {0, 0, 0}},
    {9, {0, 0, 0}},
    // upper lid
    {223, {-0.05, 0.39, -0.11}},
    {224, {-0.05, 0.49, -0.14}},
    {225, {-0.05, 0.53, -0.13}},
    {113, {-0.04, 0.22, -0.03}},
    {33, {0, 0.03, 0}},
    {246, {0, 0.03, -0.01}},
    {130, {-0.01, 0.07, -0.01}},
    {247, {-0.01, 0.1, -0.03}},

    {27, {0, 0.09, -0.05}},
    {29, {0.01, 0.12, -0.06}},
    {69, {-0.15, 0.37, 0}},
    {67, {-0.06, 0.07, 0.06}},
    {139, {-0.03, 0.3, -0.02}},
};
// The tables of browDown and browInnerUp were drawn up first and found too weak on renderings.
constexpr Offset kBrowDownScale = {1.15, 1.15, 1.15};
constexpr Offset kBrowInnerUpScale = {1.5, 1.5, 1.25};

}  // namespace

ShapeSet brow_shapes(const ShapeSolver& solver) {
  constexpr FieldOptions kOptions = {.radius_cm = 2.6};
  using face::Channel;
  ShapeSet shapes = solver.solve_pair(Channel::kBrowDownRight, from_table(kBrowDown, kBrowDownScale), kOptions);
  shapes.merge(solver.solve_pair(Channel::kBrowOuterUpRight, from_table(kBrowOuterUp), kOptions));
  const Handles inner_up = both_sides(from_table(kBrowInnerUp, kBrowInnerUpScale), solver.head().mirror);
  shapes[Channel::kBrowInnerUp] = solver.solve_symmetric(inner_up, kOptions);
  return shapes;
}

}  // namespace emo3d::head
