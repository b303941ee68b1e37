#include "tools/head/eyelids.h"
#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

// Air behind closed lips: the cheeks swell outwards, the lips are pushed forward.
constexpr Handle kCheekPuff[] = {
    // nose
    {2, {0, 0.02, 0.1}},
    // cheek
    {205, {-0.24, 0.12, 0.7}},
    {207, {-0.64, 0.1, 0.92}},
    {187, {-0.76, 0.08, 0.7}},
    {192, {-0.88, 0.04, 0.75}},
    {214, {-0.72, 0.02, 0.9}},
    {50, {-0.34, 0.12, 0.38}},
    {147, {-0.6, 0.04, 0.42}},
    {213, {-0.76, 0.02, 0.62}},
    {36, {-0.03, 0.1, 0.28}},
    {101, {0.01, 0.09, 0.1}},
    {138, {-0.6, 0.02, 0.66}},
    {135, {-0.56, 0, 0.7}},
    // fold from nose to mouth
    {216, {-0.34, 0.1, 0.95}},
    {206, {-0.18, 0.12, 0.68}},
    {92, {0.02, 0.08, 0.8}},
    {186, {0, 0.08, 0.95}},
    // corner of the mouth
    {212, {-0.28, 0.06, 1.02}},
    {57, {-0.03, 0.05, 1.0}},
    {43, {0, 0, 0.98}},
    {202, {-0.2, 0.02, 0.9}},
    // chin
    {204, {-0.02, -0.03, 0.65}},
    {18, {0, -0.02, 0.36}},
    // jaw
    {210, {-0.48, 0.0, 0.75}},
    {177, {-0.4, 0, 0.35}},
    {215, {-0.6, 0, 0.5}},
    {172, {-0.48, 0, 0.35}},
    {58, {-0.42, 0, 0.2}},
    {123, {-0.32, 0.05, 0.25}},
    {137, {-0.24, 0, 0.2}},
    {132, {-0.22, 0, 0.08}},
    {93, {-0.1, 0, 0}},
    {136, {-0.35, -0.02, 0.35}},
    // the lower lid stays
    {31, {0, 0, 0}},
    {228, {0, 0, 0}},
    {229, {0, 0, 0}},
    {230, {0, 0, 0}},
    {231, {0, 0, 0}},
};
constexpr LipMoves kCheekPuffLips = {
    .upper = LipLine{{{0.16, 0.02, 0.82}, {0.16, 0.01, 0.74}, {0.13, 0, 0.64}, {0.07, -0.02, 0.55}, {0, -0.03, 0.52}}},
    .lower = LipLine{{{0.16, 0.02, 0.82}, {0.16, 0.01, 0.74}, {0.13, 0.01, 0.64}, {0.07, 0.01, 0.55}, {0, 0.01, 0.52}}},
    .corner = {0.16, 0.02, 0.86}};

// The cheek rises under the eye (orbicularis oculi, outer part) and lifts the lower lid.
constexpr Handle kCheekSquint[] = {
    // nose
    {129, {-0.03, 0.09, -0.02}},
    // under the eye
    {117, {0.08, 0.49, 0.24}},
    {118, {0.08, 0.48, 0.23}},
    {119, {0.07, 0.4, 0.17}},
    {111, {0.07, 0.37, 0.22}},
    {100, {0.05, 0.25, 0.08}},
    // cheek
    {50, {0.01, 0.56, 0.3}},
    {205, {-0.06, 0.42, 0.19}},
    {101, {0.05, 0.42, 0.2}},
    {36, {-0.02, 0.29, 0.09}},
    {123, {0.03, 0.47, 0.25}},
    {187, {-0.06, 0.47, 0.21}},
    {147, {-0.01, 0.41, 0.22}},
    // fold from nose to mouth
    {206, {-0.1, 0.25, -0.04}},
    {216, {-0.11, 0.24, -0.07}},
    {203, {-0.06, 0.18, -0.02}},
};
constexpr LidMoves kCheekSquintLids = {.upper_margin = {{0, -0.04, 0}},
                                       .lower_margin = {{0.03, 0.20, 0.06}},
                                       .upper_crease = {{0, -0.02, 0}},
                                       .lower_crease = {{0.06, 0.23, 0.10}},
                                       .lower_outer = {{0.07, 0.32, 0.16}}};

// The wing of the nose and the upper lip are drawn up beside the nose (levator labii superioris alaeque nasi), the
// brow's inner end down.
constexpr Handle kNoseSneer[] = {
    // brow
    {55, {0.06, -0.27, -0.05}},
    {107, {0.04, -0.29, -0.01}},
    {65, {0.07, -0.22, 0}},
    // glabella and forehead
    {193, {0.03, -0.13, 0.04}},
    {9, {0, -0.14, 0.04}},
    {8, {0, -0.12, 0.04}},
    // upper lid
    {221, {0.04, -0.13, 0.02}},
    // nose
    {129, {0.01, 0.68, 0.15}},
    {102, {0, 0.62, 0.15}},
    {48, {-0.02, 0.49, 0.15}},
    {49, {0.02, 0.53, 0.17}},
    {64, {-0.04, 0.56, 0.13}},
    {98, {-0.03, 0.51, 0.08}},
    {142, {0.07, 0.72, 0.27}},
    {126, {0.08, 0.55, 0.23}},
    {209, {0.07, 0.55, 0.22}},
    {217, {0.06, 0.34, 0.16}},
    {198, {0.05, 0.38, 0.17}},
    {174, {0.03, 0.19, 0.08}},
    {2, {0, 0.15, 0.03}},
    {97, {-0.03, 0.25, 0.03}},
    {1, {0, 0.14, 0.03}},
    {47, {0.09, 0.43, 0.16}},
    // under the nose
    {165, {0, 0.71, -0.02}},
    {167, {-0.03, 0.37, -0.03}},
    {164, {0, 0.22, -0.01}},
    // under the eye
    {100, {0.09, 0.57, 0.18}},
    // cheek
    {36, {0.09, 0.74, 0.27}},
    {101, {0.07, 0.6, 0.18}},
    {205, {0.14, 0.68, 0.28}},
    {50, {0.08, 0.53, 0.23}},
    // fold from nose to mouth
    {203, {0.08, 0.77, 0.11}},
    {206, {0.15, 0.77, 0.07}},
    {216, {0.18, 0.66, 0.08}},
    {92, {0.05, 0.76, -0.01}},
    {186, {0.1, 0.68, 0.03}},
    {57, {0.12, 0.53, 0.11}},
};
constexpr LipMoves kNoseSneerLips = {
    .upper =
        LipLine{{{0.03, 0.34, 0.05}, {-0.02, 0.42, 0.04}, {-0.04, 0.38, 0.03}, {-0.03, 0.24, 0.02}, {0, 0.12, 0.01}}},
    .lower = LipLine{{{0.03, 0.26, 0.03}, {0.02, 0.16, 0.03}, {0, 0.10, 0.02}, {0, 0.06, 0.02}, {0, 0.04, 0.01}}},
    .corner = {0.06, 0.34, 0.04}};

}  // namespace

ShapeSet cheek_and_nose_shapes(const ShapeSolver& solver) {
  using face::Channel;
  const std::vector<int>& mirror = solver.head().mirror;
  const Handles squint = merged(lids_right(kCheekSquintLids), from_table(kCheekSquint));
  const Handles sneer = merged(from_table(kNoseSneer), lips_right(kNoseSneerLips, mirror));
  const Handles puff = merged(lips_both(kCheekPuffLips, mirror), both_sides(from_table(kCheekPuff), mirror));
  ShapeSet shapes = solver.solve_pair(Channel::kCheekSquintRight, squint, {.radius_cm = 2.6});
  shapes.merge(solver.solve_pair(Channel::kNoseSneerRight, sneer, {.radius_cm = 2.6}));
  shapes[Channel::kCheekPuff] = solver.solve_symmetric(puff, {.radius_cm = 4.0});
  return shapes;
}

}  // namespace emo3d::head
