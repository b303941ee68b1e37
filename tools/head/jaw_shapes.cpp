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
    {165, 0.13},
    {167, 0},
    {164, 0},
    // under the eye
    {227, 0},
    {116, 0},
    {117, 0},
    {118, 0},
    // cheek
    {214, 0.37},
    {207, 0.21},
    {192, 0.28},
    {213, 0.2},
    {187, 0.17},
    {205, 0.12},
    {50, 0.1},
    {147, 0.14},
    {123, 0.09},
    {138, 0.32},
    {135, 0.43},
    {215, 0.21},
    {177, 0.12},
    {137, 0.06},
    {36, 0.08},
    {101, 0},
    // fold from nose to mouth
    {216, 0.26},
    {206, 0.15},
    {203, 0.1},
    {92, 0.21},
    {186, 0.31},
    // corner of the mouth
    {57, 0.43},
    {43, 0.64},
    {212, 0.4},
    {202, 0.55},
    // chin
    {18, 1},
    {200, 1},
    {199, 1},
    {175, 1},
    {152, 0.93},
    {83, 1},
    {201, 1},
    {208, 0.95},
    {171, 0.92},
    {148, 0.9},
    {182, 1},
    {194, 0.87},
    {32, 0.86},
    {140, 0.84},
    {106, 0.78},
    {204, 0.72},
    {211, 0.72},
    // jaw
    {176, 0.84},
    {170, 0.73},
    {149, 0.74},
    {150, 0.65},
    {169, 0.57},
    {136, 0.53},
    {172, 0.37},
    {58, 0.24},
    {132, 0.11},
    {93, 0},
    {234, 0},
    {210, 0.54},
};
// Next to the corner .. middle; the corner itself lies between the two.
constexpr std::array<double, kLipPoints> kUpperLipWeights = {0.40, 0.17, 0.08, 0.04, 0.03};
constexpr std::array<double, kLipPoints> kLowerLipWeights = {0.64, 0.84, 0.94, 1.00, 1.00};
constexpr double kCornerWeight = 0.50;

/// What an opening mouth adds to the rotation: the corners are drawn in, the cheeks flatten.
constexpr Handle kJawOpenSkin[] = {
    // cheek
    {205, {0.11, 0.05, -0.12}},
    {207, {0.26, 0.12, -0.23}},
    {187, {0.23, 0.07, -0.13}},
    {214, {0.43, 0.26, -0.33}},
    {192, {0.36, 0.18, -0.24}},
    {213, {0.19, 0.07, -0.09}},
    {138, {0.35, 0.25, -0.24}},
    {135, {0.32, 0.31, -0.29}},
    // fold from nose to mouth
    {216, {0.26, 0.15, -0.26}},
    {206, {0.05, 0.04, -0.09}},
    {92, {0.08, 0.07, -0.14}},
    {186, {0.26, 0.16, -0.27}},
    // corner of the mouth
    {57, {0.37, 0.21, -0.3}},
    {212, {0.41, 0.24, -0.33}},
    {43, {0.2, 0.19, -0.25}},
    {202, {0.27, 0.26, -0.32}},
    // lips
    {61, {0.29, 0.16, -0.24}},
    {76, {0.27, 0.16, -0.24}},
    {62, {0.25, 0.16, -0.23}},
    {78, {0.22, 0.17, -0.24}},
    {185, {0.22, 0.14, -0.22}},
    {146, {0.17, 0.13, -0.19}},
    {184, {0.19, 0.14, -0.21}},
    {77, {0.16, 0.13, -0.19}},
    {183, {0.16, 0.13, -0.2}},
    {96, {0.16, 0.13, -0.19}},
    {191, {0.15, 0.13, -0.2}},
    {95, {0.15, 0.14, -0.2}},
    {40, {0.07, 0.06, -0.1}},
    {91, {0.05, 0.13, -0.18}},
    {74, {0.08, 0.07, -0.11}},
    {90, {0.07, 0.1, -0.14}},
    {42, {0.07, 0.07, -0.1}},
    {89, {0.08, 0.09, -0.13}},
    {80, {0.06, 0.06, -0.1}},
    {88, {0.08, 0.08, -0.13}},
    // chin
    {106, {0.01, 0.15, -0.19}},
    {204, {0.01, 0.18, -0.21}},
    {210, {0.19, 0.24, -0.26}},
    {169, {0.1, 0.22, -0.2}},
};

/// How the skin under the chin follows the jaw's edge in front of it, from there down the neck (ICT-FaceKit's profile);
/// it hangs lower and farther forward than if it turned with the chin.
constexpr std::array<double, kSkullRings> kUnderChinShare = {1, 0.96, 0.9, 0.8, 0.64, 0.44, 0.27, 0.15, 0.07, 0, 0};
const Vec kUnderChinSlack(0, -0.5, 1.2);

/// Share of the opening that mouthClose takes back on the skin around the lips (ICT-FaceKit: the corners in full).
constexpr LandmarkWeight kClosingSkin[] = {{18, 0.60},  {83, 0.60},  {182, 0.58}, {106, 0.60}, {43, 0.75},  {200, 0.40},
                                           {201, 0.38}, {194, 0.38}, {204, 0.42}, {57, 0.70},  {202, 0.55}, {199, 0.24},
                                           {212, 0.60}, {216, 0.50}, {186, 0.60}, {92, 0.40},  {175, 0.10}};
/// The skin above the upper lip follows it down.
constexpr Handle kClosingUpperSkin[] = {
    {164, {0, -0.2, -0.05}}, {167, {0, -0.15, -0.04}}, {165, {0, 0, 0.05}}, {2, {0, -0.03, 0}}};

Vec turned(const Vec& p, double hinge_y, double hinge_z, double angle_deg) {
  const double angle = angle_deg * std::numbers::pi / 180;
  const double y = p.y() - hinge_y;
  const double z = p.z() - hinge_z;
  return {0, std::cos(angle) * y - std::sin(angle) * z - y, std::sin(angle) * y + std::cos(angle) * z - z};
}

/// The jaw itself, with its teeth and the floor of the mouth.
Vec open(const Vec& p) { return turned(p, kJawHingeY, kJawHingeZ, kJawOpenDeg); }

/// The skin over it slides: measured on ICT-FaceKit, chin and lower lip turn less and about an axis farther back.
Vec open_skin(const Vec& p) { return turned(p, 1.42, -7.78, 18.8); }

/// The jaw swings to the right about its joint: nothing at the hinge, the more the farther in front of it.
Vec swing_right(const Vec& p) {
  return {-kJawSwingCm * std::clamp((p.z() - kJawHingeZ) / kJawSwingReachCm, 0.0, 1.1), 0, 0};
}

Vec forward(const Vec&) { return vec(kJawForward); }

/// Seals the lips while jawOpen is 1: both come to where they were at rest and a little lower.
Displacement mouth_close(const ShapeSolver& solver, const Displacement& jaw_open) {
  const Vec meeting(0, -0.5, -0.28);  // how far from rest
  constexpr std::array<double, kLipRings> kUpperRings = {0.84, 0.96, 1, 1};
  constexpr std::array<double, kLipRings> kLowerRings = {0.87, 0.97, 1, 1};
  const Vec corner_share(0.6, 0.65, 0.75);

  Handles handles = from_table(kClosingUpperSkin);
  for (std::size_t k = 0; k < kLipPoints; ++k)
    for (std::size_t ring = 0; ring < kLipRings; ++ring) {
      // What the opening did is taken back, not the gap closed: at rest the lips are closed a little beyond touching
      // because subdivision opens them again, and so they must be here.
      const int upper = kUpperLip[ring][k];
      const int lower = kLowerLip[ring][k];
      handles[upper] = kUpperRings[ring] * meeting - jaw_open[upper];
      handles[lower] = kLowerRings[ring] * (meeting - jaw_open[lower]);
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

  // The skull stays; under the chin the skin follows, less and less towards the neck.
  constexpr double kEyeLevelY = 1.5;
  for (std::size_t k = 0; k < kSkullRings; ++k)
    for (std::size_t c = 0; c < kOvalPoints; ++c) {
      const auto chin = handles.find(kOval[c]);
      const double weight = chin == handles.end() ? 0 : chin->second.x() * kUnderChinShare[k];
      handles[head.skull_rings[k][c]] = Vec(weight, 0, 0);
    }
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
  const auto moved = [&](const JawMotion& bone, const JawMotion& skin) {
    Displacement shape;
    for (std::size_t i = 0; i < weights.size(); ++i) shape.push_back(weights[i] * skin(head.positions[i]));
    return solver.fill_cavities(std::move(shape), bone);
  };
  ShapeSet shapes;
  shapes[Channel::kJawForward] = moved(forward, forward);
  shapes[Channel::kJawRight] = moved(swing_right, swing_right);
  shapes[Channel::kJawLeft] = solver.mirrored(shapes[Channel::kJawRight]);
  Displacement& jaw_open = shapes[Channel::kJawOpen] = moved(open, open_skin);
  const Displacement skin =
      solver.solve_symmetric(both_sides(from_table(kJawOpenSkin), head.mirror), {.radius_cm = 2.4});
  for (std::size_t i = 0; i < jaw_open.size(); ++i) jaw_open[i] += skin[i];
  for (std::size_t k = 0; k < kSkullRings; ++k) {
    const Vec slack = std::min(1.0, static_cast<double>(k + 1) / 4) * kUnderChinSlack;
    for (const int v : head.skull_rings[k]) jaw_open[v] += weights[v] * slack;
  }
  shapes[Channel::kMouthClose] = mouth_close(solver, jaw_open);
  return shapes;
}

}  // namespace emo3d::head
