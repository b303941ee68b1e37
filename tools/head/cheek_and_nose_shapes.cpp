#include "tools/head/eyelids.h"
#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

// Air behind closed lips: the cheeks swell outwards, the lips are pushed forward.
constexpr Handle kCheekPuff[] = {
    // nose
    {2, {0, 0, 0.05}},
    // cheek
    {205, {-0.16, 0.12, 0.72}},
    {207, {-0.5, 0.03, 0.95}},
    {187, {-0.6, 0, 0.72}},
    {192, {-0.68, -0.02, 0.72}},
    {214, {-0.5, -0.06, 0.85}},
    {50, {-0.3, 0.1, 0.38}},
    {147, {-0.42, 0, 0.32}},
    {213, {-0.55, -0.02, 0.42}},
    {36, {-0.05, 0.08, 0.28}},
    {101, {0, 0.06, 0.1}},
    {138, {-0.3, -0.05, 0.25}},
    {135, {-0.3, -0.1, 0.3}},
    // fold from nose to mouth
    {216, {-0.3, 0.06, 0.85}},
    {206, {-0.12, 0.08, 0.62}},
    {92, {0.02, 0.05, 0.45}},
    {186, {0.02, 0.02, 0.5}},
    // corner of the mouth
    {212, {-0.12, -0.02, 0.68}},
    {57, {0.02, 0, 0.5}},
    {43, {0.03, -0.06, 0.48}},
    {202, {-0.12, -0.1, 0.55}},
    // chin
    {204, {0, -0.03, 0.3}},
    {18, {0, -0.02, 0.15}},
    // jaw
    {210, {-0.32, -0.12, 0.5}},
};
constexpr LipMoves kCheekPuffLips = {
    .upper =
        LipLine{{{0.10, 0, 0.40}, {0.08, -0.01, 0.38}, {0.05, -0.02, 0.34}, {0.02, -0.03, 0.30}, {0, -0.04, 0.28}}},
    .lower = LipLine{{{0.10, 0, 0.40}, {0.08, 0.01, 0.36}, {0.05, 0.02, 0.32}, {0.02, 0.03, 0.28}, {0, 0.03, 0.26}}},
    .corner = {0.12, 0, 0.40}};

// The cheek rises under the eye (orbicularis oculi, outer part) and lifts the lower lid.
constexpr Handle kCheekSquint[] = {
    // nose
    {129, {-0.03, 0.06, 0}},
    // under the eye
    {117, {-0.02, 0.42, 0.22}},
    {118, {0.02, 0.42, 0.24}},
    {119, {0.03, 0.38, 0.2}},
    {111, {-0.02, 0.28, 0.14}},
    {100, {0.02, 0.22, 0.1}},
    // cheek
    {50, {-0.02, 0.5, 0.32}},
    {205, {-0.06, 0.4, 0.2}},
    {101, {0.03, 0.4, 0.22}},
    {36, {-0.03, 0.26, 0.07}},
    {123, {-0.04, 0.32, 0.2}},
    {187, {-0.06, 0.34, 0.14}},
    {147, {-0.03, 0.22, 0.12}},
    // fold from nose to mouth
    {206, {-0.08, 0.2, -0.03}},
    {216, {-0.06, 0.14, -0.05}},
    {203, {-0.03, 0.14, 0}},
};
constexpr LidMoves kCheekSquintLids = {.upper_margin = {{0, -0.02, 0}},
                                       .lower_margin = {{0.02, 0.16, 0.04}},
                                       .upper_crease = {{0, -0.02, 0}},
                                       .lower_crease = {{0.04, 0.20, 0.09}},
                                       .lower_outer = {{0.03, 0.28, 0.15}}};

// The wing of the nose and the upper lip are drawn up beside the nose (levator labii superioris alaeque nasi), the
// brow's inner end down.
constexpr Handle kNoseSneer[] = {
    // brow
    {55, {0.06, -0.2, 0.04}},
    {107, {0.04, -0.18, 0.03}},
    {65, {0.06, -0.2, 0}},
    // glabella and forehead
    {193, {0.03, -0.12, 0.04}},
    {9, {0, -0.08, 0.04}},
    {8, {0, -0.06, 0.05}},
    // upper lid
    {221, {0.04, -0.12, 0.02}},
    // nose
    {129, {0, 0.4, 0.1}},
    {102, {0, 0.38, 0.08}},
    {48, {0, 0.36, 0.08}},
    {49, {0.02, 0.36, 0.1}},
    {64, {-0.03, 0.32, 0.05}},
    {98, {-0.03, 0.26, 0.02}},
    {142, {0.05, 0.42, 0.18}},
    {126, {0.04, 0.28, 0.12}},
    {209, {0.03, 0.38, 0.12}},
    {217, {0.02, 0.16, 0.08}},
    {198, {0.02, 0.24, 0.1}},
    {174, {0.02, 0.1, 0.06}},
    {2, {0, 0.05, 0.02}},
    {97, {-0.01, 0.12, 0.02}},
    {1, {0, 0.06, 0}},
    {47, {0.03, 0.22, 0.12}},
    // under the nose
    {165, {-0.02, 0.4, 0.03}},
    {167, {0, 0.25, 0}},
    {164, {0, 0.12, 0}},
    // under the eye
    {100, {0.03, 0.26, 0.14}},
    // cheek
    {36, {0.06, 0.5, 0.22}},
    {101, {0.05, 0.36, 0.18}},
    {205, {0.08, 0.4, 0.2}},
    {50, {0.04, 0.3, 0.16}},
    // fold from nose to mouth
    {203, {0.02, 0.52, 0.15}},
    {206, {0.06, 0.46, 0.05}},
    {216, {0.08, 0.32, 0.05}},
    {92, {0, 0.4, 0.03}},
};
constexpr LipMoves kNoseSneerLips = {
    .upper = LipLine{{{0, 0.22, 0.02}, {0, 0.36, 0.03}, {0, 0.38, 0.02}, {0, 0.27, 0}, {0, 0.13, 0}}},
    .lower = LipLine{{{0, 0.05, 0}, {0, 0.03, 0}, {}, {}, {}}},
    .corner = {0.02, 0.14, 0.02}};

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
