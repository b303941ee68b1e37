#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/rig/head_part.h"
#include "emo3d/rig/ring_triangles.h"
#include "emo3d/rig/smoothstep.h"
#include "emo3d/rig/teeth.h"

namespace emo3d::rig {
namespace {

using face::Channel;
constexpr float kPi = std::numbers::pi_v<float>;

/// How much a part takes part in the movements of the lower jaw.
struct JawShare {
  float turn = 1;     ///< Up and down, left and right.
  float forward = 1;  ///< Forward.
};

void follow_jaw(HeadPart& part, const Jaw& jaw, const JawShare& share) {
  const float angle = jaw.open_deg * kPi / 180;
  const float c = std::cos(angle);
  const float s = std::sin(angle);
  PartShape open{Channel::kJawOpen, {}};
  PartShape left{Channel::kJawLeft, {}};
  PartShape right{Channel::kJawRight, {}};
  PartShape forward{Channel::kJawForward, {}};
  for (const Vec3& p : part.positions) {
    const float y = p.y - jaw.hinge_y;
    const float z = p.z - jaw.hinge_z;
    const float swing = jaw.swing_cm * std::clamp(z / jaw.swing_reach_cm, 0.0f, 1.1f);
    open.deltas.push_back(Vec3{0, c * y - s * z - y, s * y + c * z - z} * share.turn);
    left.deltas.push_back({swing * share.turn, 0, 0});
    right.deltas.push_back({-swing * share.turn, 0, 0});
    forward.deltas.push_back(jaw.forward * share.forward);
  }
  for (PartShape* shape : {&open, &left, &right, &forward}) part.shapes.push_back(std::move(*shape));
}

constexpr std::uint32_t kTongueColumns = 22;
constexpr std::uint32_t kTongueAround = 16;
constexpr Vec3 kTongueCentre = {0, -4.80f, 1.75f};
constexpr Vec3 kTongueRadius = {1.85f, 0.48f, 2.1f};
constexpr Vec3 kTongueColour = {0.76f, 0.40f, 0.40f};

/// A flat ellipsoid, broad at the back, with a groove along its top.
HeadPart build_tongue() {
  HeadPart tongue{.kind = PartKind::kMouthInside, .material = Material::kWet};
  // First it rises over the lower teeth, then it comes out; straight on it would go through teeth and lip.
  PartShape rise{Channel::kTongueOut, {}, Pace::kEarly};
  PartShape out{Channel::kTongueOut, {}, Pace::kLate};
  for (std::uint32_t i = 0; i < kTongueColumns; ++i) {
    const float polar = kPi * static_cast<float>(i) / (kTongueColumns - 1);
    const float sine = std::max(0.0f, std::sin(polar));
    const float z = kTongueRadius.z * std::cos(polar);
    for (std::uint32_t j = 0; j < kTongueAround; ++j) {
      const float around = 2 * kPi * static_cast<float>(j) / kTongueAround;
      const float x = kTongueRadius.x * std::pow(sine, 0.66f) * std::cos(around);
      float y = kTongueRadius.y * std::pow(sine, 0.7f) * std::sin(around);
      if (y > 0) y -= 0.12f * std::exp(-(x / 0.35f) * (x / 0.35f));
      const float narrowed = 1 - 0.12f * std::max(0.0f, z) / kTongueRadius.z;
      const Vec3 p = kTongueCentre + Vec3{x * narrowed, y + 0.03f * z, z};
      tongue.positions.push_back(p);
      tongue.colours.push_back(kTongueColour);

      // The farther forward, the farther out; the tip drops.
      const float u = std::clamp((p.z + 0.35f) / 4.2f, 0.0f, 1.0f);
      rise.deltas.push_back({0, 0.95f * smoothstep(0.1f, 0.65f, u), 0});
      out.deltas.push_back({-0.02f * p.x * u, -1.9f * smoothstep(0.72f, 1.25f, u), 4.2f * std::pow(u, 1.6f)});
    }
  }
  tongue.triangles = ring_triangles({.rows = kTongueColumns, .columns = kTongueAround});
  tongue.shapes.push_back(std::move(rise));
  tongue.shapes.push_back(std::move(out));
  return tongue;
}

}  // namespace

std::vector<HeadPart> build_mouth(const Cage& cage) {
  constexpr JawShare kTeeth, kTongue = {.turn = 0.95f, .forward = 0.5f};  // it stays behind closed lips
  std::vector<HeadPart> parts = {build_teeth(kUpperTeeth), build_gum(kUpperTeeth), build_teeth(kLowerTeeth),
                                 build_gum(kLowerTeeth), build_tongue()};
  follow_jaw(parts[2], cage.jaw, kTeeth);
  follow_jaw(parts[3], cage.jaw, kTeeth);
  follow_jaw(parts[4], cage.jaw, kTongue);
  return parts;
}

}  // namespace emo3d::rig
