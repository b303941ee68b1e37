#include <array>

#include "tools/head/eyes.h"
#include "tools/head/face_surface.h"
#include "tools/head/handles.h"

namespace emo3d::head {
namespace {

/// How much of the closing each lip column takes part in, from next to the corner to the middle.
constexpr std::array<double, kLipPoints> kColumnShare = {0.5, 0.9, 1, 1, 1};

/// How the three outer lip rings follow the closing of the inner one.
constexpr std::array<Offset, 3> kUpperRingFollows = {{{0, -0.05, 0}, {0, -0.11, 0.05}, {0, -0.19, 0.05}}};
constexpr std::array<Offset, 3> kLowerRingFollows = {{{0, 0.07, 0}, {0, 0.13, 0.02}, {0, 0.20, 0.02}}};

/// What keeps its place while the mouth is closed: below the nose, the chin, the cheeks beside the mouth.
constexpr std::array kMouthSurroundings = {2, 97, 98, 199, 208, 200, 206, 216, 212, 202};

Handles mouth_closing(const FaceSurface& face) {
  Handles handles;
  for (std::size_t k = 0; k < kLipPoints; ++k) {
    const int upper = kUpperLip.back()[k];
    const int lower = kLowerLip.back()[k];
    const double towards_middle = static_cast<double>(k) / (kLipPoints - 1);
    Vec meeting = (face.positions[upper] + face.positions[lower]) / 2;
    meeting += Vec(0, 0.02 * towards_middle, -0.02);
    // The inner rings become smooth interior vertices once the mouth bag is attached, and subdivision pulls them apart;
    // closing them a little too far leaves a gap of at most 0.016 cm.
    const Vec beyond(0, 0.012 + 0.034 * towards_middle, 0);
    handles[upper] = meeting - face.positions[upper] - beyond;
    handles[lower] = meeting - face.positions[lower] + beyond;
    for (std::size_t ring = 0; ring < kUpperRingFollows.size(); ++ring) {
      const auto follow = [&](const Offset& o) { return Vec(vec(o) * kColumnShare[k]); };
      handles[kUpperLip[ring][k]] = follow(kUpperRingFollows[ring]);
      handles[kLowerLip[ring][k]] = follow(kLowerRingFollows[ring]);
    }
  }
  for (const int landmark : kLipCorner) handles[landmark] = Vec(0, 0, -0.03);
  handles[kLipCorner.front()].x() = 0.05;
  for (const int landmark : kMouthSurroundings) handles[landmark] = Vec::Zero();
  return both_sides(handles, face.mirror);
}

/// A fuller upper lip with a cupid's bow, and a rounder lower one. Outer ring first; the inner one stays.
constexpr LipLine kFullUpperLip[] = {
    {{{0, 0, 0.01}, {0, 0.03, 0.03}, {0, 0.07, 0.07}, {0, 0.11, 0.11}, {0, 0.05, 0.12}}},
    {{{0, 0, 0.02}, {0, 0.01, 0.05}, {0, 0.03, 0.10}, {0, 0.05, 0.14}, {0, 0.02, 0.16}}},
    {{{0, 0, 0.01}, {0, 0, 0.04}, {0, -0.01, 0.09}, {0, -0.02, 0.12}, {0, -0.03, 0.14}}}};
constexpr LipLine kFullLowerLip[] = {{{{0, 0, 0.01}, {0, 0.01, 0.02}, {0, 0.02, 0.03}, {0, 0.01, 0.03}, {0, 0, 0.03}}},
                                     {{{0, 0, 0.01}, {0, 0, 0.03}, {0, 0.01, 0.06}, {0, 0.01, 0.08}, {0, 0.01, 0.08}}},
                                     {{{0, 0, 0.01}, {0, 0, 0.02}, {0, 0, 0.04}, {0, 0, 0.05}, {0, 0, 0.05}}}};
constexpr Handle kPhiltrum[] = {
    {164, {0, 0.01, 0.05}}, {167, {0, 0.04, 0.07}}, {165, {0, 0.02, 0.03}}, {2, {0, 0, 0}}, {97, {0, 0, 0}}};
/// The canonical mesh is a mean of many faces with a long lower one: the chin comes up.
constexpr Handle kShorterChin[] = {
    {18, {0, 0.06, 0.04}},   {83, {0, 0.06, 0.03}},   {200, {0, 0.14, 0.03}}, {201, {0, 0.14, 0.02}},
    {199, {0, 0.27, 0.02}},  {208, {0, 0.27, 0.02}},  {175, {0, 0.38, 0}},    {171, {0, 0.37, 0}},
    {152, {0, 0.43, -0.03}}, {148, {0, 0.42, -0.02}}, {176, {0, 0.38, 0}},    {149, {0, 0.32, 0}},
    {150, {0, 0.24, 0}},     {136, {0, 0.15, 0}},     {172, {0, 0.07, 0}},    {58, {0, 0, 0}},
    {140, {0, 0.34, 0}},     {32, {0, 0.26, 0}},      {170, {0, 0.26, 0}},    {169, {0, 0.2, 0}},
    {211, {0, 0.22, 0}},     {204, {0, 0.12, 0}},     {194, {0, 0.16, 0}},    {210, {0, 0.1, 0}},
    {135, {0, 0.1, 0}},      {202, {0, 0.03, 0}}};
/// The front of the rim comes down, so that the nostrils open downwards and not towards the viewer.
constexpr Handle kNostrilRim[] = {{79, {0, -0.19, 0.03}},  {166, {-0.02, -0.15, 0}}, {59, {0, -0.06, 0}},
                                  {20, {0.02, -0.05, 0}},  {239, {0, -0.12, 0}},     {238, {0, -0.06, 0}},
                                  {218, {0, -0.09, 0.01}}, {219, {0, -0.10, 0}},     {237, {0, -0.06, 0}},
                                  {60, {0, -0.01, 0}},     {75, {0, -0.01, 0}}};

Handles fuller_lips(const FaceSurface& face) {
  Handles handles = from_table(kPhiltrum);
  for (std::size_t ring = 0; ring + 1 < kLipRings; ++ring)
    for (std::size_t k = 0; k < kLipPoints; ++k) {
      handles[kUpperLip[ring][k]] = vec(kFullUpperLip[ring][k]);
      handles[kLowerLip[ring][k]] = vec(kFullLowerLip[ring][k]);
    }
  for (std::size_t k = 0; k < kLipPoints; ++k)
    handles[kUpperLip.back()[k]] = handles[kLowerLip.back()[k]] = Vec::Zero();
  for (const int landmark : kLipCorner) handles[landmark] = Vec::Zero();
  return both_sides(handles, face.mirror);
}

Handles lid_opening(const FaceSurface& face) {
  const auto profile = lid_profile();
  Handles handles;
  for (std::size_t k = 0; k < kLidPoints; ++k) {
    handles[kUpperLidMargin[k]] = Vec(0, 0.05, 0) * profile[k];
    handles[kLowerLidMargin[k]] = Vec(0, -0.075, 0) * profile[k];
    handles[kUpperLidCrease[k]] = Vec(0, 0.10, -0.02) * profile[k];
    handles[kLowerLidCrease[k]] = Vec(0, -0.08, 0) * profile[k];
    handles[kUpperLidOuter[k]] = Vec(0, 0.02, 0);
  }
  handles[kOuterCanthus] = Vec(-0.02, 0.04, 0);
  handles[kInnerCanthus] = Vec(0.02, -0.03, -0.25);
  handles[kInnerCreaseEnd] = Vec(0.03, 0, -0.12);
  handles[kOuterCreaseEnd] = Vec::Zero();
  return both_sides(handles, face.mirror);
}

/// Moves a right landmark and its mirror image in depth, `share` of the way to the sphere of `radius_cm`.
void lay_on_eye(FaceSurface& face, int landmark, double radius_cm, double share, double least_depth_cm) {
  const double target = depth_on_right_eye(face.positions[landmark], radius_cm, least_depth_cm);
  const double dz = share * (target - face.positions[landmark].z());
  face.positions[landmark].z() += dz;
  face.positions[face.mirror[landmark]].z() += dz;
}

void fit_lids_to_eyes(FaceSurface& face) {
  constexpr double kMarginClearanceCm = 0.07;
  constexpr double kSteepestMarginCm = 0.30;
  lay_on_eye(face, kOuterCanthus, kEyeRadiusCm + kMarginClearanceCm, 1, kSteepestMarginCm);
  for (std::size_t k = 0; k < kLidPoints; ++k) {
    const double share = k + 1 == kLidPoints ? 0.75 : 1;  // beside the caruncle the lid leaves the ball
    lay_on_eye(face, kUpperLidMargin[k], kEyeRadiusCm + kMarginClearanceCm, share, kSteepestMarginCm);
    lay_on_eye(face, kLowerLidMargin[k], kEyeRadiusCm + kMarginClearanceCm, share, kSteepestMarginCm);
  }
  constexpr double kCreaseShare = 0.6;
  const double steepest_crease = std::sqrt(0.1);
  for (std::size_t k = 1; k + 1 < kLidPoints; ++k) {
    lay_on_eye(face, kUpperLidCrease[k], kEyeRadiusCm + 0.16, kCreaseShare, steepest_crease);
    lay_on_eye(face, kLowerLidCrease[k], kEyeRadiusCm + 0.13, kCreaseShare, steepest_crease);
  }
}

}  // namespace

FaceSurface reshape_neutral(FaceSurface face) {
  const DisplacementField field(face.positions, face.triangles);
  const auto move = [&](const Handles& handles, double radius_cm) {
    const Displacement d = field.solve(handles, {.radius_cm = radius_cm});
    for (std::size_t i = 0; i < d.size(); ++i) face.positions[i] += d[i];
  };
  move(mouth_closing(face), 4.0);
  move(fuller_lips(face), 1.2);
  move(both_sides(from_table(kShorterChin), face.mirror), 2.0);
  move(both_sides(from_table(kNostrilRim), face.mirror), 0.8);
  move(lid_opening(face), 2.0);
  fit_lids_to_eyes(face);
  return face;
}

}  // namespace emo3d::head
