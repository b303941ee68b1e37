#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

// The corner goes up, out and back (zygomaticus major); the cheek is pushed up and the fold beside the nose deepens.
constexpr Handle kSmile[] = {
    // nose
    {129, {-0.17, 0.2, -0.05}},
    {98, {-0.16, 0.15, -0.08}},
    // under the nose
    {165, {-0.36, 0.41, -0.33}},
    {164, {-0.01, 0.08, -0.09}},
    {167, {-0.13, 0.17, -0.15}},
    // under the eye
    {117, {-0.14, 0.26, 0.13}},
    {118, {-0.12, 0.26, 0.13}},
    // cheek
    {205, {-0.44, 0.45, 0.16}},
    {50, {-0.35, 0.46, 0.29}},
    {101, {-0.18, 0.31, 0.15}},
    {36, {-0.27, 0.31, 0.08}},
    {192, {-0.52, 0.61, -0.07}},
    {207, {-0.59, 0.6, -0.06}},
    {214, {-0.48, 0.7, -0.18}},
    {187, {-0.56, 0.53, 0.14}},
    {147, {-0.46, 0.41, 0.11}},
    {213, {-0.47, 0.43, 0.02}},
    // fold from nose to mouth
    {206, {-0.47, 0.6, -0.29}},
    {216, {-0.63, 0.81, -0.47}},
    {203, {-0.29, 0.35, -0.13}},
    {92, {-0.53, 0.65, -0.53}},
    {186, {-0.69, 0.92, -0.69}},
    // corner of the mouth
    {57, {-0.72, 1.07, -0.72}},
    {43, {-0.53, 0.95, -0.62}},
    {212, {-0.58, 0.9, -0.48}},
    {202, {-0.41, 0.78, -0.39}},
    // chin
    {106, {-0.35, 0.63, -0.39}},
    {204, {-0.24, 0.56, -0.25}},
    {182, {-0.22, 0.41, -0.22}},
    {18, {0, 0.15, 0}},
    {200, {0, 0.14, 0.01}},
    // jaw
    {210, {-0.27, 0.62, -0.16}},
};
constexpr LipMoves kSmileLips = {
    .upper =
        LipLine{
            {{-0.64, 0.86, -0.64}, {-0.50, 0.60, -0.50}, {-0.33, 0.34, -0.34}, {-0.16, 0.16, -0.20}, {0, 0.08, -0.10}}},
    .lower =
        LipLine{
            {{-0.64, 0.86, -0.62}, {-0.50, 0.62, -0.48}, {-0.34, 0.38, -0.32}, {-0.17, 0.18, -0.18}, {0, 0.08, -0.08}}},
    .corner = {-0.72, 1.00, -0.72}};

// On top of the above: stretched over the teeth, the red of the lips grows thin.
constexpr Handle kSmileThinsLips[] = {
    // upper lip
    {0, {0, -0.06, -0.05}},
    {37, {0, -0.10, -0.06}},
    {39, {0, -0.10, -0.05}},
    {40, {0, -0.08, -0.04}},
    {185, {0, -0.03, -0.02}},
    {11, {0, -0.03, -0.05}},
    {72, {0, -0.05, -0.06}},
    {73, {0, -0.05, -0.05}},
    {74, {0, -0.04, -0.04}},
    {267, {0, -0.03, -0.02}},
    {302, {0, -0.02, -0.02}},
    // lower lip
    {17, {0, 0.05, -0.03}},
    {84, {0, 0.08, -0.03}},
    {181, {0, 0.09, -0.03}},
    {91, {0, 0.07, -0.02}},
    {16, {0, 0.02, -0.04}},
    {85, {0, 0.03, -0.04}},
    {180, {0, 0.04, -0.04}},
    {90, {0, 0.03, -0.03}},
    {314, {0, 0.03, -0.01}},
    {315, {0, 0.01, -0.02}},
};

// The corner goes down (depressor anguli oris).
constexpr Handle kFrown[] = {
    // nose
    {98, {0, -0.07, -0.03}},
    // under the nose
    {165, {-0.01, -0.14, -0.08}},
    // cheek
    {205, {0.04, -0.15, -0.06}},
    {207, {-0.02, -0.2, -0.05}},
    {214, {-0.06, -0.22, 0}},
    {36, {0.02, -0.1, -0.04}},
    // fold from nose to mouth
    {216, {-0.05, -0.36, -0.2}},
    {206, {-0.02, -0.24, -0.14}},
    {186, {-0.07, -0.44, -0.2}},
    {92, {-0.03, -0.24, -0.12}},
    // corner of the mouth
    {57, {-0.14, -0.52, -0.2}},
    {43, {-0.12, -0.42, -0.05}},
    {212, {-0.12, -0.42, -0.12}},
    {202, {-0.08, -0.26, 0}},
    // chin
    {204, {-0.03, -0.14, 0.04}},
    {18, {0, 0.05, 0.03}},
    // jaw
    {210, {-0.03, -0.12, 0.02}},
};
constexpr LipMoves kFrownLips = {
    .upper = LipLine{{{-0.10, -0.46, -0.17}, {-0.08, -0.30, -0.13}, {-0.05, -0.14, -0.07}, {-0.01, -0.03, -0.02}, {}}},
    .lower =
        LipLine{{{-0.10, -0.44, -0.15}, {-0.08, -0.27, -0.10}, {-0.04, -0.10, -0.03}, {-0.01, 0, 0}, {0, 0.02, 0.02}}},
    .corner = {-0.11, -0.58, -0.20}};
constexpr Offset kFrownScale = {1.1, 1.2, 1.05};  // found too weak on renderings as first drawn up

// The corner is drawn straight back into the cheek (buccinator), which bulges around it.
constexpr Handle kDimple[] = {
    // cheek
    {205, {-0.11, 0.11, 0.35}},
    {207, {-0.17, 0.03, 0.36}},
    {214, {-0.05, 0.11, 0.12}},
    {187, {-0.23, 0.04, 0.3}},
    {192, {-0.24, -0.02, 0.2}},
    // fold from nose to mouth
    {216, {-0.12, 0.15, -0.06}},
    {206, {-0.12, 0.06, 0.12}},
    {186, {-0.24, 0.15, -0.37}},
    // corner of the mouth
    {57, {-0.17, 0.31, -0.56}},
    {212, {0, 0.26, -0.22}},
    {43, {-0.15, 0.48, -0.49}},
    {202, {-0.03, 0.39, -0.18}},
};
constexpr LipMoves kDimpleLips = {
    .upper = LipLine{{{-0.26, 0.20, -0.52}, {-0.21, 0.11, -0.34}, {-0.13, 0.06, -0.17}, {-0.05, 0.02, -0.06}, {}}},
    .lower = LipLine{{{-0.26, 0.22, -0.52}, {-0.21, 0.13, -0.34}, {-0.13, 0.08, -0.17}, {-0.05, 0.04, -0.06}, {}}},
    .corner = {-0.28, 0.27, -0.64}};

// The corner is drawn sideways and a little down (risorius, platysma).
constexpr Handle kStretch[] = {
    // under the nose
    {165, {-0.16, -0.04, -0.14}},
    // cheek
    {207, {-0.32, -0.05, -0.02}},
    {214, {-0.38, -0.08, -0.04}},
    {192, {-0.3, 0, 0.03}},
    {205, {-0.12, 0, 0.03}},
    // fold from nose to mouth
    {216, {-0.34, -0.12, -0.28}},
    {206, {-0.25, -0.08, -0.18}},
    {186, {-0.5, -0.16, -0.5}},
    {92, {-0.32, -0.1, -0.34}},
    // corner of the mouth
    {57, {-0.62, -0.22, -0.58}},
    {212, {-0.5, -0.2, -0.46}},
    {43, {-0.48, -0.2, -0.46}},
    {202, {-0.35, -0.16, -0.3}},
    // chin
    {204, {-0.2, -0.1, -0.15}},
    {106, {-0.3, -0.12, -0.28}},
    // jaw
    {210, {-0.25, -0.1, -0.05}},
};
constexpr LipMoves kStretchLips = {.upper = LipLine{{{-0.60, -0.24, -0.56},
                                                     {-0.48, -0.17, -0.44},
                                                     {-0.31, -0.09, -0.27},
                                                     {-0.14, -0.03, -0.13},
                                                     {0, 0, -0.06}}},
                                   .lower = LipLine{{{-0.60, -0.26, -0.54},
                                                     {-0.48, -0.20, -0.42},
                                                     {-0.31, -0.12, -0.26},
                                                     {-0.14, -0.05, -0.12},
                                                     {0, -0.03, -0.06}}},
                                   .corner = {-0.68, -0.27, -0.62}};

// The upper lip is drawn up and bares the teeth (levator labii superioris).
constexpr Handle kUpperUp[] = {
    // nose
    {129, {-0.21, 0.47, 0.02}},
    {98, {-0.17, 0.44, -0.05}},
    {64, {-0.17, 0.4, 0.01}},
    {102, {-0.18, 0.41, 0.04}},
    // under the nose
    {165, {-0.18, 0.71, -0.15}},
    {167, {-0.09, 0.4, -0.14}},
    {164, {0, 0.23, -0.09}},
    // cheek
    {36, {-0.22, 0.44, 0.32}},
    {205, {-0.16, 0.39, 0.28}},
    {101, {-0.1, 0.3, 0.15}},
    // fold from nose to mouth
    {206, {-0.17, 0.62, -0.11}},
    {203, {-0.27, 0.63, -0.15}},
    {92, {-0.14, 0.72, -0.12}},
    {216, {-0.03, 0.52, -0.04}},
    {186, {-0.05, 0.58, -0.04}},
    {57, {0.02, 0.41, 0.06}},
    {207, {-0.05, 0.33, 0.2}},
};
constexpr LipMoves kUpperUpLips = {
    .upper =
        LipLine{{{-0.06, 0.44, 0.04}, {-0.14, 0.62, 0.04}, {-0.15, 0.63, 0.02}, {-0.08, 0.52, 0}, {0, 0.38, -0.01}}},
    .lower = LipLine{{{-0.01, 0.18, 0.03}, {0, 0.08, 0.02}, {0, 0.04, 0}, {0, 0.02, 0}, {}}},
    .corner = {-0.01, 0.28, 0.03}};

// The lower lip is drawn down and bares the teeth (depressor labii inferioris).
constexpr Handle kLowerDown[] = {
    // corner of the mouth
    {43, {-0.07, -0.14, -0.03}},
    {57, {-0.02, -0.04, 0}},
    // chin
    {83, {-0.03, -0.3, -0.1}},
    {18, {0, -0.24, -0.08}},
    {182, {-0.07, -0.28, -0.1}},
    {106, {-0.08, -0.24, -0.06}},
    {200, {0, -0.1, -0.05}},
    {201, {-0.02, -0.12, -0.05}},
    {194, {-0.04, -0.12, -0.04}},
    {204, {-0.05, -0.12, -0.02}},
};
constexpr LipMoves kLowerDownLips = {.lower = LipLine{{{-0.02, -0.16, -0.02},
                                                       {-0.07, -0.38, -0.06},
                                                       {-0.09, -0.48, -0.08},
                                                       {-0.06, -0.46, -0.08},
                                                       {0, -0.34, -0.07}}},
                                     .corner = {-0.01, -0.05, 0}};

// The lips are pressed together, most where they meet.
constexpr Handle kPress[] = {
    // cheek
    {205, {-0.09, 0.08, 0.10}},
    {207, {-0.10, 0.04, 0.12}},
    // fold from nose to mouth
    {206, {-0.06, 0.03, 0.12}},
    {216, {-0.08, 0.05, 0.06}},
    // corner of the mouth
    {57, {-0.09, 0.06, -0.07}},
    {43, {-0.03, 0.20, 0.12}},
    {202, {-0.03, 0.14, 0.13}},
    // chin
    {106, {0, 0.24, 0.14}},
    {182, {0, 0.22, 0.12}},
    {204, {0, 0.20, 0.12}},
    {18, {0, 0.19, 0.13}},
    {200, {0, 0.20, 0.10}},
    {199, {0, 0.14, 0.07}},
};
constexpr LipMoves kPressLips = {
    .upper =
        LipLine{{{-0.08, 0.02, -0.10}, {0, -0.08, -0.09}, {0, -0.14, -0.11}, {0, -0.15, -0.12}, {0, -0.10, -0.08}}},
    .lower = LipLine{{{-0.08, 0.14, -0.08}, {0, 0.20, -0.05}, {0, 0.23, -0.06}, {0, 0.20, -0.06}, {0, 0.13, -0.04}}},
    .corner = {-0.17, 0.09, -0.22},
    .ring_scale = {{{0.8, 1.6, 0.6}, {1, 1.2, 1}, {1, 0.75, 1.1}, {1, 0.6, 1.1}}}};

}  // namespace

ShapeSet mouth_side_shapes(const ShapeSolver& solver) {
  using face::Channel;
  struct Recipe {
    Channel channel;
    std::span<const Handle> skin;
    const LipMoves& lips;
    double radius_cm;
    Offset scale = {1, 1, 1};
    std::span<const Handle> added = {};
  };
  const Recipe recipes[] = {
      {Channel::kMouthSmileRight, kSmile, kSmileLips, 3.2, {1, 1, 1}, kSmileThinsLips},
      {Channel::kMouthFrownRight, kFrown, kFrownLips, 2.8, kFrownScale},
      {Channel::kMouthDimpleRight, kDimple, kDimpleLips, 2.6},
      {Channel::kMouthStretchRight, kStretch, kStretchLips, 3.0},
      {Channel::kMouthUpperUpRight, kUpperUp, kUpperUpLips, 2.6},
      {Channel::kMouthLowerDownRight, kLowerDown, kLowerDownLips, 2.4},
      {Channel::kMouthPressRight, kPress, kPressLips, 2.4},
  };
  ShapeSet shapes;
  for (const Recipe& recipe : recipes) {
    Handles handles = merged(from_table(recipe.skin), lips_right(recipe.lips, solver.head().mirror));
    for (auto& [landmark, move] : handles) move = move.cwiseProduct(vec(recipe.scale));
    for (const Handle& handle : recipe.added) handles[handle.landmark] += vec(handle.move);
    shapes.merge(solver.solve_pair(recipe.channel, handles, {.radius_cm = recipe.radius_cm}));
  }
  return shapes;
}

}  // namespace emo3d::head
