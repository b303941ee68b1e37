#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

// Lips drawn together and pushed forward (orbicularis oris); the inner rings turn outwards.
constexpr Handle kPucker[] = {
    // nose
    {2, {0, -0.04, 0.06}},
    // under the nose
    {164, {0, 0.08, 0.4}},
    {165, {0.17, 0.09, 0.55}},
    {167, {0.06, 0.1, 0.42}},
    // cheek
    {205, {0.12, 0.08, 0.22}},
    {207, {0.24, 0.08, 0.28}},
    {214, {0.34, 0.13, 0.34}},
    {192, {0.27, 0.08, 0.19}},
    {187, {0.16, 0.03, 0.13}},
    {36, {0.06, 0.05, 0.13}},
    // fold from nose to mouth
    {216, {0.31, 0.14, 0.47}},
    {206, {0.21, 0.09, 0.44}},
    {92, {0.31, 0.1, 0.65}},
    {186, {0.48, 0.12, 0.64}},
    {203, {0.1, 0.05, 0.26}},
    // corner of the mouth
    {57, {0.5, 0.17, 0.6}},
    {212, {0.42, 0.16, 0.49}},
    {43, {0.43, 0.15, 0.68}},
    {202, {0.36, 0.18, 0.55}},
    // chin
    {18, {0, 0.02, 0.23}},
    {83, {0.1, 0.02, 0.31}},
    {182, {0.22, 0.06, 0.47}},
    {106, {0.36, 0.12, 0.61}},
    {204, {0.26, 0.17, 0.43}},
    {200, {0, 0.06, 0.08}},
    {199, {0, 0.07, 0.07}},
};
constexpr LipMoves kPuckerLips = {
    .upper = LipLine{{{0.56, 0.02, 0.80}, {0.44, 0.04, 0.86}, {0.30, 0.07, 0.88}, {0.14, 0.12, 0.86}, {0, 0.12, 0.84}}},
    .lower =
        LipLine{{{0.56, 0.02, 0.80}, {0.44, -0.03, 0.88}, {0.30, -0.07, 0.90}, {0.15, -0.12, 0.88}, {0, -0.13, 0.86}}},
    .corner = {0.62, 0.05, 0.76},
    .ring_scale = {{{0.88, 2.0, 0.85}, {0.95, 1.4, 1.03}, {1, 0.4, 1.05}, {1.05, -0.75, 1}}}};

// The lips form a tube: forward and open.
constexpr Handle kFunnel[] = {
    // under the nose
    {164, {0, 0.24, 0.3}},
    {165, {0.1, 0.16, 0.43}},
    {167, {0.03, 0.24, 0.32}},
    // cheek
    {205, {0.08, 0.1, 0.18}},
    {207, {0.2, 0.1, 0.21}},
    // fold from nose to mouth
    {216, {0.27, 0.12, 0.4}},
    {206, {0.16, 0.11, 0.35}},
    {92, {0.23, 0.11, 0.54}},
    {186, {0.37, 0.07, 0.54}},
    {203, {0.06, 0.1, 0.17}},
    // corner of the mouth
    {57, {0.42, 0.09, 0.54}},
    {212, {0.37, 0.13, 0.42}},
    {43, {0.36, 0, 0.56}},
    {202, {0.27, 0.09, 0.43}},
    // chin
    {18, {0, -0.47, 0.02}},
    {83, {0, -0.44, 0.09}},
    {182, {0.09, -0.29, 0.26}},
    {106, {0.23, -0.11, 0.44}},
    {200, {0, -0.39, -0.11}},
    {199, {0, -0.37, -0.14}},
    {152, {0, -0.3, -0.11}},
    {204, {0.15, -0.01, 0.31}},
};
constexpr LipMoves kFunnelLips = {
    .upper =
        LipLine{{{0.46, -0.02, 0.72}, {0.34, 0.10, 0.80}, {0.22, 0.18, 0.86}, {0.10, 0.23, 0.86}, {0, 0.24, 0.84}}},
    .lower =
        LipLine{{{0.46, -0.18, 0.72}, {0.31, -0.42, 0.78}, {0.19, -0.62, 0.78}, {0.08, -0.74, 0.72}, {0, -0.78, 0.70}}},
    .corner = {0.54, -0.05, 0.68},
    .ring_scale = {{{0.85, 1.3, 0.78}, {0.95, 1.2, 1}, {1.02, 0.9, 1.1}, {1.08, 0.62, 1.02}}}};

// Rolling a lip over the teeth is written by lip ring, from the outer edge to where the lips meet.
using RingMoves = std::array<Offset, kLipRings>;
constexpr std::array<double, kLipPoints> kRollShare = {0.25, 0.6, 0.9, 1, 1};  // next to the corner .. middle
constexpr Offset kRollCorner = {0.02, 0, -0.06};
constexpr Handle kRollLower[] = {
    // chin
    {18, {0, 0.62, 0.24}},      {83, {0.01, 0.61, 0.19}}, {182, {0.02, 0.45, 0.15}},
    {106, {-0.03, 0.25, 0.13}}, {200, {0, 0.4, 0.33}},
};
constexpr RingMoves kRollLowerLowerLip = {{{0, 0.60, -0.24}, {0, 0.56, -0.58}, {0, 0.36, -0.86}, {0, 0.10, -0.95}}};
constexpr RingMoves kRollLowerUpperLip = {{{0, -0.06, 0}, {0, -0.09, 0}, {0, -0.11, -0.03}, {0, -0.12, -0.06}}};
constexpr Handle kRollUpper[] = {
    // nose
    {2, {0, -0.17, -0.06}},
    // under the nose
    {164, {0, -0.34, -0.12}},
    {167, {-0.02, -0.38, -0.1}},
    {165, {-0.04, -0.33, -0.11}},
    // fold from nose to mouth
    {92, {-0.05, -0.26, -0.14}},
};
constexpr RingMoves kRollUpperLowerLip = {{{0, 0.06, 0}, {0, 0.08, 0}, {0, 0.10, -0.03}, {0, 0.10, -0.06}}};
constexpr RingMoves kRollUpperUpperLip = {{{0, -0.36, -0.34}, {0, -0.28, -0.66}, {0, -0.08, -0.84}, {0, 0.06, -0.88}}};

// The chin boss pushes the lower lip up (mentalis).
constexpr Handle kShrugLower[] = {
    // nose
    {2, {0, 0.01, 0}},
    // under the nose
    {164, {0, 0.02, 0.01}},
    // corner of the mouth
    {43, {-0.04, 0.23, 0.24}},
    {57, {-0.04, 0.07, 0.11}},
    // chin
    {18, {0, 0.78, 0.34}},
    {83, {0, 0.72, 0.34}},
    {182, {0, 0.56, 0.32}},
    {106, {-0.02, 0.39, 0.3}},
    {200, {0, 0.89, 0.23}},
    {201, {0.02, 0.83, 0.21}},
    {199, {0, 0.9, 0.26}},
    {208, {0.03, 0.81, 0.24}},
    {175, {0, 0.82, 0.32}},
    {171, {0.03, 0.72, 0.28}},
    {152, {0, 0.62, 0.39}},
    {148, {0.03, 0.57, 0.31}},
    {194, {0.05, 0.62, 0.23}},
    {204, {0.04, 0.39, 0.25}},
    {32, {0.06, 0.6, 0.22}},
    {140, {0.05, 0.53, 0.26}},
    {211, {0.06, 0.4, 0.2}},
    // jaw
    {176, {0.03, 0.41, 0.27}},
};
constexpr LipMoves kShrugLowerLips = {
    .upper = LipLine{{{-0.03, 0.13, 0.12}, {0, 0.20, 0.11}, {0, 0.26, 0.14}, {0, 0.29, 0.16}, {0, 0.30, 0.16}}},
    .lower =
        LipLine{{{-0.05, 0.18, 0.20}, {-0.05, 0.34, 0.32}, {-0.04, 0.44, 0.42}, {-0.02, 0.50, 0.46}, {0, 0.52, 0.47}}},
    .corner = {-0.05, 0.08, 0.12},
    .ring_scale = {{{1, 1.1, 0.95}, {1, 1.05, 1}, {1, 0.85, 1}, {1, 0.75, 0.85}}}};

constexpr Handle kShrugUpper[] = {
    // nose
    {2, {0, 0.14, 0.02}},
    {97, {0, 0.12, 0.02}},
    {98, {0, 0.07, 0}},
    {1, {0, 0.06, 0.02}},
    // under the nose
    {164, {0, 0.25, 0.05}},
    {167, {0, 0.22, 0.04}},
    {165, {0, 0.15, 0.02}},
    // fold from nose to mouth
    {92, {0, 0.12, 0.02}},
};
constexpr LipMoves kShrugUpperLips = {
    .upper = LipLine{{{0, 0.10, 0.01}, {0, 0.25, 0.05}, {0, 0.39, 0.09}, {0, 0.48, 0.11}, {0, 0.52, 0.12}}},
    .lower = LipLine{{{0, 0.04, 0}, {0, 0.08, 0.02}, {0, 0.12, 0.03}, {0, 0.14, 0.04}, {0, 0.14, 0.04}}},
    .corner = {0, 0.02, 0}};

// The mouth moves to the right as a whole; this table holds both sides and the middle.
constexpr Handle kMouthRight[] = {
    // nose
    {2, {-0.62, 0.15, -0.1}},
    {98, {-0.37, 0.3, -0.2}},
    {327, {-0.56, -0.06, 0.41}},
    {1, {-0.32, 0.08, -0.03}},
    {129, {-0.18, 0.32, -0.12}},
    {358, {-0.36, -0.06, 0.52}},
    // under the nose
    {164, {-0.93, 0.16, -0.11}},
    // cheek
    {205, {-0.19, 0.27, 0.23}},
    {207, {-0.29, 0.33, 0.11}},
    {425, {-0.42, 0.04, 0.51}},
    {36, {-0.09, 0.24, 0.15}},
    // fold from nose to mouth
    {216, {-0.34, 0.47, -0.2}},
    {206, {-0.27, 0.36, -0.09}},
    {436, {-0.86, -0.05, 0.81}},
    {426, {-0.67, -0.03, 0.71}},
    // corner of the mouth
    {57, {-0.44, 0.55, -0.33}},
    {212, {-0.36, 0.52, -0.27}},
    {43, {-0.56, 0.42, -0.37}},
    {202, {-0.45, 0.43, -0.32}},
    {287, {-1.25, -0.09, 0.91}},
    {432, {-1.04, -0.12, 0.9}},
    {273, {-1.38, -0.12, 0.79}},
    {422, {-1.12, -0.14, 0.78}},
    // chin
    {18, {-1.07, 0.08, -0.3}},
    {200, {-0.73, 0.13, -0.2}},
    {199, {-0.5, 0.11, -0.07}},
    {152, {-0.21, 0.01, 0.08}},
    {83, {-0.99, 0.15, -0.43}},
    {313, {-1.21, 0.03, -0.13}},
};

Handles roll(const RingMoves& upper, const RingMoves& lower, std::span<const Handle> skin,
             std::span<const int> mirror) {
  Handles handles = from_table(skin);
  for (std::size_t k = 0; k < kLipPoints; ++k)
    for (std::size_t ring = 0; ring < kLipRings; ++ring) {
      handles[kUpperLip[ring][k]] = vec(upper[ring]) * kRollShare[k];
      handles[kLowerLip[ring][k]] = vec(lower[ring]) * kRollShare[k];
    }
  for (const int landmark : kLipCorner) handles[landmark] = vec(kRollCorner);
  return both_sides(handles, mirror);
}

/// The lips of mouthRight: the right half is pulled back around the teeth, the left half comes forward.
Handles lips_to_the_right(std::span<const int> mirror) {
  Handles handles;
  for (const auto* lip : {&kUpperLip, &kLowerLip})
    for (std::size_t k = 0; k < kLipPoints; ++k)
      for (std::size_t ring = 0; ring < kLipRings; ++ring) {
        const double t = static_cast<double>(k) / (kLipPoints - 1);
        const int landmark = (*lip)[ring][k];
        handles[mirror[landmark]] = Vec(-1.25 - 0.10 * t * (1 - t), -0.02 * (1 - t), -0.26 + 0.94 * (1 - t));
        handles[landmark] = Vec(-0.66 - 0.59 * t, 0.44 * (1 - t), -0.40 + 0.14 * t);
      }
  for (const int landmark : kLipCorner) {
    handles[landmark] = Vec(-0.60, 0.50, -0.34);
    handles[mirror[landmark]] = Vec(-1.28, -0.02, 0.78);
  }
  return handles;
}

}  // namespace

ShapeSet mouth_shapes(const ShapeSolver& solver) {
  using face::Channel;
  const std::vector<int>& mirror = solver.head().mirror;
  const auto both = [&](const LipMoves& lips, std::span<const Handle> skin, double radius_cm) {
    const Handles handles = merged(lips_both(lips, mirror), both_sides(from_table(skin), mirror));
    return solver.solve_symmetric(handles, {.radius_cm = radius_cm});
  };
  const auto rolled = [&](const RingMoves& upper, const RingMoves& lower, std::span<const Handle> skin,
                          double radius_cm) {
    return solver.solve_symmetric(roll(upper, lower, skin, mirror), {.radius_cm = radius_cm});
  };
  const Handles right = merged(lips_to_the_right(mirror), from_table(kMouthRight));
  ShapeSet shapes = solver.solve_pair(Channel::kMouthRight, right, {.radius_cm = 3.4});
  shapes[Channel::kMouthPucker] = both(kPuckerLips, kPucker, 3.6);
  shapes[Channel::kMouthFunnel] = both(kFunnelLips, kFunnel, 3.4);
  shapes[Channel::kMouthRollLower] = rolled(kRollLowerUpperLip, kRollLowerLowerLip, kRollLower, 2.4);
  shapes[Channel::kMouthRollUpper] = rolled(kRollUpperUpperLip, kRollUpperLowerLip, kRollUpper, 2.2);
  shapes[Channel::kMouthShrugLower] = both(kShrugLowerLips, kShrugLower, 3.0);
  shapes[Channel::kMouthShrugUpper] = both(kShrugUpperLips, kShrugUpper, 2.4);
  return shapes;
}

}  // namespace emo3d::head
