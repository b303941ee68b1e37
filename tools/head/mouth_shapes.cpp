#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

// Lips drawn together and pushed forward (orbicularis oris); the inner rings turn outwards.
constexpr Handle kPucker[] = {
    // nose
    {2, {0, -0.03, 0.06}},
    // under the nose
    {164, {0, 0.02, 0.42}},
    {165, {0.12, 0.05, 0.48}},
    {167, {0.04, 0.03, 0.42}},
    // cheek
    {205, {0.14, 0.05, 0.2}},
    {207, {0.26, 0.03, 0.2}},
    {214, {0.26, 0, 0.22}},
    {192, {0.16, 0, 0.1}},
    {187, {0.12, 0, 0.08}},
    {36, {0.05, 0.03, 0.12}},
    // fold from nose to mouth
    {216, {0.3, 0.1, 0.36}},
    {206, {0.22, 0.08, 0.38}},
    {92, {0.34, 0.06, 0.56}},
    {186, {0.6, 0.04, 0.48}},
    {203, {0.08, 0.04, 0.2}},
    // corner of the mouth
    {57, {0.56, 0.06, 0.4}},
    {212, {0.42, 0.02, 0.36}},
    {43, {0.42, -0.02, 0.44}},
    {202, {0.3, -0.02, 0.4}},
    // chin
    {18, {0, -0.02, 0.28}},
    {83, {0.08, -0.02, 0.32}},
    {182, {0.2, -0.02, 0.38}},
    {106, {0.36, 0, 0.42}},
    {204, {0.18, 0, 0.24}},
    {200, {0, 0, 0.1}},
    {199, {0, 0.03, 0.06}},
};
constexpr LipMoves kPuckerLips = {
    .upper = LipLine{{{0.62, 0, 0.55}, {0.50, 0.06, 0.70}, {0.34, 0.10, 0.80}, {0.16, 0.13, 0.84}, {0, 0.14, 0.84}}},
    .lower =
        LipLine{{{0.62, 0, 0.55}, {0.50, -0.05, 0.70}, {0.34, -0.08, 0.78}, {0.16, -0.10, 0.80}, {0, -0.10, 0.80}}},
    .corner = {0.70, 0, 0.44},
    .ring_scale = {{{0.85, 1.3, 0.70}, {0.97, 1.1, 1}, {1, 0.35, 1.05}, {1, -0.9, 0.97}}}};

// The lips form a tube: forward and open.
constexpr Handle kFunnel[] = {
    // under the nose
    {164, {0, 0.2, 0.36}},
    {165, {0.1, 0.2, 0.4}},
    {167, {0.03, 0.22, 0.38}},
    // cheek
    {205, {0.1, 0.08, 0.18}},
    {207, {0.2, 0.05, 0.16}},
    // fold from nose to mouth
    {216, {0.28, 0.1, 0.36}},
    {206, {0.18, 0.1, 0.36}},
    {92, {0.28, 0.16, 0.48}},
    {186, {0.45, 0.06, 0.42}},
    {203, {0.06, 0.1, 0.16}},
    // corner of the mouth
    {57, {0.5, 0.02, 0.4}},
    {212, {0.4, -0.02, 0.36}},
    {43, {0.42, -0.1, 0.4}},
    {202, {0.25, -0.1, 0.3}},
    // chin
    {18, {0, -0.48, 0.14}},
    {83, {0.05, -0.44, 0.2}},
    {182, {0.16, -0.34, 0.28}},
    {106, {0.28, -0.2, 0.34}},
    {200, {0, -0.3, 0}},
    {199, {0, -0.25, -0.05}},
    {152, {0, -0.2, -0.06}},
    {204, {0.14, -0.15, 0.2}},
};
constexpr LipMoves kFunnelLips = {
    .upper = LipLine{{{0.52, 0.10, 0.55}, {0.40, 0.24, 0.66}, {0.26, 0.38, 0.74}, {0.12, 0.46, 0.76}, {0, 0.48, 0.76}}},
    .lower =
        LipLine{{{0.52, -0.12, 0.55}, {0.40, -0.34, 0.60}, {0.26, -0.56, 0.58}, {0.12, -0.70, 0.54}, {0, -0.72, 0.52}}},
    .corner = {0.62, -0.02, 0.46},
    .ring_scale = {{{0.85, 0.85, 0.65}, {0.97, 1, 0.95}, {1, 1, 1.1}, {1, 0.85, 1.05}}}};

// Rolling a lip over the teeth is written by lip ring, from the outer edge to where the lips meet.
using RingMoves = std::array<Offset, kLipRings>;
constexpr std::array<double, kLipPoints> kRollShare = {0.25, 0.6, 0.9, 1, 1};  // next to the corner .. middle
constexpr Offset kRollCorner = {0.02, 0, -0.06};
constexpr Handle kRollLower[] = {
    // chin
    {18, {0, 0.3, 0.06}}, {83, {0, 0.28, 0.06}}, {182, {0, 0.2, 0.05}}, {106, {0, 0.1, 0.03}}, {200, {0, 0.14, 0.06}},
};
constexpr RingMoves kRollLowerLowerLip = {{{0, 0.34, -0.14}, {0, 0.36, -0.38}, {0, 0.20, -0.62}, {0, 0.04, -0.72}}};
constexpr RingMoves kRollLowerUpperLip = {{{0, -0.06, 0}, {0, -0.09, 0}, {0, -0.11, -0.03}, {0, -0.12, -0.06}}};
constexpr Handle kRollUpper[] = {
    // nose
    {2, {0, -0.03, 0}},
    // under the nose
    {164, {0, -0.1, -0.03}},
    {167, {0, -0.1, -0.03}},
    {165, {0, -0.07, 0}},
    // fold from nose to mouth
    {92, {0, -0.06, 0}},
};
constexpr RingMoves kRollUpperLowerLip = {{{0, 0.06, 0}, {0, 0.08, 0}, {0, 0.10, -0.03}, {0, 0.10, -0.06}}};
constexpr RingMoves kRollUpperUpperLip = {{{0, -0.16, -0.14}, {0, -0.20, -0.36}, {0, -0.10, -0.58}, {0, 0.04, -0.68}}};

// The chin boss pushes the lower lip up (mentalis).
constexpr Handle kShrugLower[] = {
    // nose
    {2, {0, 0.02, 0}},
    // under the nose
    {164, {0, 0.06, 0.03}},
    // corner of the mouth
    {43, {-0.03, 0.08, 0.1}},
    {57, {-0.03, 0.02, 0.05}},
    // chin
    {18, {0, 0.46, 0.26}},
    {83, {0, 0.44, 0.26}},
    {182, {-0.02, 0.34, 0.22}},
    {106, {-0.03, 0.2, 0.16}},
    {200, {0, 0.6, 0.18}},
    {201, {0, 0.56, 0.18}},
    {199, {0, 0.6, 0.24}},
    {208, {0, 0.55, 0.24}},
    {175, {0, 0.5, 0.28}},
    {171, {0, 0.45, 0.26}},
    {152, {0, 0.36, 0.24}},
    {148, {0, 0.32, 0.22}},
    {194, {-0.02, 0.44, 0.2}},
    {204, {-0.02, 0.25, 0.16}},
    {32, {0, 0.42, 0.2}},
    {140, {0, 0.38, 0.22}},
    {211, {-0.02, 0.26, 0.14}},
    // jaw
    {176, {0, 0.24, 0.16}},
};
constexpr LipMoves kShrugLowerLips = {
    .upper = LipLine{{{-0.01, 0.06, 0.03}, {0, 0.14, 0.07}, {0, 0.20, 0.11}, {0, 0.23, 0.13}, {0, 0.24, 0.13}}},
    .lower = LipLine{{{-0.02, 0.10, 0.08}, {0, 0.20, 0.18}, {0, 0.28, 0.26}, {0, 0.32, 0.30}, {0, 0.33, 0.30}}},
    .corner = {-0.03, 0, 0.02},
    .ring_scale = {{{0.9, 0.9, 0.9}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}}}};

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
    .upper = LipLine{{{0, 0.08, 0.01}, {0, 0.20, 0.04}, {0, 0.32, 0.08}, {0, 0.38, 0.10}, {0, 0.40, 0.10}}},
    .lower = LipLine{{{0, 0.04, 0}, {0, 0.08, 0.02}, {0, 0.12, 0.03}, {0, 0.14, 0.04}, {0, 0.14, 0.04}}},
    .corner = {0, 0.02, 0}};

// The mouth moves to the right as a whole; this table holds both sides and the middle.
constexpr Handle kMouthRight[] = {
    // nose
    {2, {-0.3, 0.04, -0.02}},
    {98, {-0.3, 0.1, -0.06}},
    {327, {-0.26, 0.03, 0.02}},
    {1, {-0.12, 0.03, 0}},
    {129, {-0.16, 0.14, -0.04}},
    {358, {-0.12, 0.02, 0.02}},
    // under the nose
    {164, {-0.75, 0.04, -0.1}},
    // cheek
    {205, {-0.24, 0.2, 0.14}},
    {207, {-0.34, 0.2, 0.14}},
    {425, {-0.2, 0.02, 0.06}},
    {36, {-0.14, 0.14, 0.05}},
    // fold from nose to mouth
    {216, {-0.42, 0.32, -0.12}},
    {206, {-0.42, 0.25, -0.1}},
    {436, {-0.5, 0.02, 0.2}},
    {426, {-0.4, 0.03, 0.12}},
    // corner of the mouth
    {57, {-0.6, 0.3, -0.3}},
    {212, {-0.5, 0.2, -0.14}},
    {43, {-0.6, 0.18, -0.2}},
    {202, {-0.45, 0.12, -0.08}},
    {287, {-0.7, -0.02, 0.26}},
    {432, {-0.6, -0.02, 0.22}},
    {273, {-0.7, 0, 0.16}},
    {422, {-0.5, 0, 0.1}},
    // chin
    {18, {-0.75, 0.05, -0.12}},
    {200, {-0.35, 0.03, -0.02}},
    {199, {-0.22, 0, 0}},
    {152, {-0.1, 0, 0.02}},
    {83, {-0.75, 0.08, -0.14}},
    {313, {-0.75, 0.03, -0.06}},
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
        handles[mirror[landmark]] = Vec(-0.98 + 0.13 * (1 - t), -0.02 * (1 - t), -0.16 + 0.36 * (1 - t));
        handles[landmark] = Vec(-0.72 - 0.28 * t, 0.22 * (1 - t), -0.34 + 0.18 * t);
      }
  for (const int landmark : kLipCorner) {
    handles[landmark] = Vec(-0.70, 0.26, -0.34);
    handles[mirror[landmark]] = Vec(-0.82, -0.03, 0.24);
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
