#include <algorithm>
#include <cmath>
#include <numbers>

#include "tools/head/shapes.h"

namespace emo3d::head {
namespace {

struct LandmarkWeight {
  int landmark;
  double weight;
};

/// How much of the jaw's movement the skin takes part in; the lips have tables of their own.
constexpr LandmarkWeight kJawWeights[] = {
    // nose
    {2, 0},
    {98, 0},
    {97, 0},
    {129, 0},
    {1, 0},
    // under the nose
    {165, 0.03},
    {167, 0},
    {164, 0},
    // under the eye
    {227, 0},
    {116, 0},
    {117, 0},
    {118, 0},
    // cheek
    {214, 0.47},
    {207, 0.24},
    {192, 0.33},
    {213, 0.22},
    {187, 0.14},
    {205, 0.07},
    {50, 0.03},
    {147, 0.1},
    {123, 0.03},
    {138, 0.42},
    {135, 0.6},
    {215, 0.22},
    {177, 0.1},
    {137, 0.02},
    {36, 0.02},
    {101, 0},
    // fold from nose to mouth
    {216, 0.2},
    {206, 0.07},
    {203, 0.02},
    {92, 0.09},
    {186, 0.2},
    // corner of the mouth
    {57, 0.42},
    {43, 0.66},
    {212, 0.46},
    {202, 0.7},
    // chin
    {18, 1},
    {200, 1},
    {199, 1},
    {175, 1},
    {152, 1},
    {83, 1},
    {201, 1},
    {208, 1},
    {171, 1},
    {148, 0.98},
    {182, 1},
    {194, 1},
    {32, 1},
    {140, 1},
    {106, 0.95},
    {204, 0.95},
    {211, 0.93},
    // jaw
    {176, 0.95},
    {170, 0.9},
    {149, 0.88},
    {150, 0.78},
    {169, 0.75},
    {136, 0.6},
    {172, 0.38},
    {58, 0.2},
    {132, 0.07},
    {93, 0},
    {234, 0},
    {210, 0.72},
};
// Next to the corner .. middle; the corner itself lies between the two.
constexpr std::array<double, kLipPoints> kUpperLipWeights = {0.28, 0.12, 0.05, 0.02, 0.015};
constexpr std::array<double, kLipPoints> kLowerLipWeights = {0.66, 0.90, 0.98, 1.00, 1.00};
constexpr double kCornerWeight = 0.43;

/// What an opening mouth adds to the rotation: the corners are drawn in, the cheeks flatten.
constexpr Handle kJawOpenSkin[] = {
    // cheek
    {205, {0.06, 0, -0.08}},
    {207, {0.1, 0, -0.12}},
    {187, {0.1, 0, -0.12}},
    {214, {0.1, 0, -0.1}},
    {192, {0.12, 0, -0.12}},
    // corner of the mouth
    {57, {0.14, 0, -0.05}},
    // lips
    {61, {0.16, 0, -0.04}},
    {76, {0.16, 0, -0.04}},
    {62, {0.16, 0, -0.04}},
    {78, {0.16, 0, -0.04}},
    {185, {0.1, 0, 0}},
    {146, {0.12, 0, 0}},
    {184, {0.1, 0, 0}},
    {77, {0.12, 0, 0}},
    {183, {0.1, 0, 0}},
    {96, {0.12, 0, 0}},
    {191, {0.1, 0, 0}},
    {95, {0.12, 0, 0}},
    {0, {0, -0.02, 0}},
};

/// Share of the opening that mouthClose takes back on the skin below the lower lip.
constexpr LandmarkWeight kClosingSkin[] = {{18, 0.55},  {83, 0.55},  {182, 0.50}, {106, 0.45},
                                           {43, 0.35},  {200, 0.25}, {201, 0.22}, {194, 0.20},
                                           {204, 0.25}, {57, 0.15},  {202, 0.12}, {199, 0.08}};
/// The skin above the upper lip follows it down.
constexpr Handle kClosingUpperSkin[] = {
    {164, {0, -0.25, -0.05}}, {167, {0, -0.20, -0.04}}, {165, {0, -0.10, -0.03}}, {2, {0, -0.03, 0}}};

Vec open(const Vec& p) {
  constexpr double kAngle = kJawOpenDeg * std::numbers::pi / 180;
  const double y = p.y() - kJawHingeY;
  const double z = p.z() - kJawHingeZ;
  return {0, std::cos(kAngle) * y - std::sin(kAngle) * z - y, std::sin(kAngle) * y + std::cos(kAngle) * z - z};
}

/// The jaw swings to the right about its joint: nothing at the hinge, the more the farther in front of it.
Vec swing_right(const Vec& p) {
  return {-kJawSwingCm * std::clamp((p.z() - kJawHingeZ) / kJawSwingReachCm, 0.0, 1.1), 0, 0};
}

Vec forward(const Vec&) { return vec(kJawForward); }

/// Seals the lips while jawOpen is 1: the lower lip comes up most of the gap, the upper lip down the rest.
Displacement mouth_close(const ShapeSolver& solver, const Displacement& jaw_open) {
  constexpr double kUpperShare = 0.22;
  constexpr double kUpperDepth = 0.6;  // the upper lip goes down more than it goes back
  constexpr std::array<double, kLipRings> kUpperRings = {0.75, 0.90, 1, 1};
  constexpr std::array<double, kLipRings> kLowerRings = {0.80, 0.92, 1, 1};
  const Vec corner_share(0.6, 0.25, 0.25);

  Handles handles = from_table(kClosingUpperSkin);
  for (std::size_t k = 0; k < kLipPoints; ++k) {
    const int upper = kUpperLip.back()[k];
    const int lower = kLowerLip.back()[k];
    // How far the lips were drawn apart, not how far apart they are: at rest they are closed a little beyond touching
    // because subdivision opens them again, and so they must be here.
    const Vec gap = jaw_open[lower] - jaw_open[upper];
    const Vec down = (kUpperShare * gap).cwiseProduct(Vec(1, 1, kUpperDepth));
    for (std::size_t ring = 0; ring < kLipRings; ++ring) {
      handles[kUpperLip[ring][k]] = kUpperRings[ring] * down;
      handles[kLowerLip[ring][k]] = kLowerRings[ring] * (down - gap);
    }
  }
  for (const int landmark : kLipCorner) handles[landmark] = -jaw_open[landmark].cwiseProduct(corner_share);
  for (const auto& [landmark, share] : kClosingSkin) handles[landmark] = -share * jaw_open[landmark];
  return solver.solve_symmetric(both_sides(handles, solver.head().mirror), {.radius_cm = 3.0, .harmonic_share = 0.3});
}

}  // namespace

std::vector<double> jaw_weights(const ShapeSolver& solver) {
  const HeadTemplate& head = solver.head();
  Handles handles;  // the weight as x
  const auto set = [&](int landmark, double weight) {
    handles[landmark] = handles[head.mirror[landmark]] = Vec(weight, 0, 0);
  };
  for (const auto& [landmark, weight] : kJawWeights) set(landmark, weight);
  for (std::size_t k = 0; k < kLipPoints; ++k)
    for (std::size_t ring = 0; ring < kLipRings; ++ring) {
      set(kUpperLip[ring][k], kUpperLipWeights[k]);
      set(kLowerLip[ring][k], kLowerLipWeights[k]);
    }
  for (const int landmark : kLipCorner) set(landmark, kCornerWeight);

  // The skull stays; of its first two rings only what lies under the chin follows.
  constexpr double kChinLevelY = -3;
  constexpr double kEyeLevelY = 1.5;
  for (std::size_t k = 0; k < kSkullRings; ++k)
    for (std::size_t c = 0; c < kOvalPoints; ++c)
      if (k >= 2 || head.positions[kOval[c]].y() > kChinLevelY) handles[head.skull_rings[k][c]] = Vec::Zero();
  for (int landmark = 0; landmark < kLandmarkCount; ++landmark)
    if (head.positions[landmark].y() > kEyeLevelY) handles.emplace(landmark, Vec::Zero());
  // What lies behind an opening must not pull on its rim.
  for (int v = head.nostrils.front().rings.front().front(); v < static_cast<int>(head.positions.size()); ++v)
    handles.emplace(v, Vec::Zero());

  constexpr double kEverywhere = 99;
  const Displacement field = solver.field().solve(handles, {.radius_cm = kEverywhere, .harmonic_share = 0.3});
  std::vector<double> weights;
  for (std::size_t i = 0; i < field.size(); ++i)
    weights.push_back(std::clamp((field[i].x() + field[head.mirror[i]].x()) / 2, 0.0, 1.0));
  return weights;
}

ShapeSet jaw_shapes(const ShapeSolver& solver) {
  using face::Channel;
  const HeadTemplate& head = solver.head();
  const std::vector<double> weights = jaw_weights(solver);
  const auto moved = [&](const JawMotion& motion) {
    Displacement shape;
    for (std::size_t i = 0; i < weights.size(); ++i) shape.push_back(weights[i] * motion(head.positions[i]));
    return solver.fill_cavities(std::move(shape), motion);
  };
  ShapeSet shapes;
  shapes[Channel::kJawForward] = moved(forward);
  shapes[Channel::kJawRight] = moved(swing_right);
  shapes[Channel::kJawLeft] = solver.mirrored(shapes[Channel::kJawRight]);
  Displacement& jaw_open = shapes[Channel::kJawOpen] = moved(open);
  const Displacement skin =
      solver.solve_symmetric(both_sides(from_table(kJawOpenSkin), head.mirror), {.radius_cm = 2.4});
  for (std::size_t i = 0; i < jaw_open.size(); ++i) jaw_open[i] += skin[i];
  shapes[Channel::kMouthClose] = mouth_close(solver, jaw_open);
  return shapes;
}

}  // namespace emo3d::head
