#include "emo3d/rig/contact_teeth.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

using face::Channel;

/// What a vertex keeps of its distance from the teeth at rest: lips and cheeks may be pressed this flat.
constexpr float kKeptShare = 0.35f;
constexpr float kMostKept_cm = 0.3f;
constexpr float kLeastKept_cm = 0.03f;
/// Beyond the biting edge the wall fades out, so that lips can be drawn in between open teeth.
constexpr float kFadeStart_cm = 0.05f;
constexpr float kFadeEnd_cm = 0.4f;
/// Skin that far around what is pushed comes along, in edges of the skin's triangles.
constexpr int kSpreadRings = 8;
/// Pushes that no one sees are left out.
constexpr float kLeastPush_cm = 5e-4f;
/// Contact begins softly within this distance.
constexpr float kSoft_cm = 0.04f;

/// The front of a row of teeth: how far in front of it a point lies, and the direction out of the mouth.
struct Front {
  float distance;
  Vec3 out;
};
Front front_of(const DentalArch& arch, const Vec3& p) {
  constexpr float kIncisors_cm = 1.4f;  // the row is thin up to here and thick from the molars on
  constexpr float kMolars_cm = 2.2f;
  const float slope = 2 * arch.curvature * p.x;
  const float scale = 1 / std::sqrt(1 + slope * slope);
  const float half_depth = 0.5f * (arch.depths[0] + (arch.depths.back() - arch.depths[0]) *
                                                        smoothstep(kIncisors_cm, kMolars_cm, std::abs(p.x)));
  return {(p.z - arch.front_z + arch.curvature * p.x * p.x) * scale - half_depth, {slope * scale, 0, scale}};
}

/// How far a vertex must move out of the mouth; `kept_cm` is the distance that it keeps.
float way_out(const DentalArch& arch, const Vec3& p, const Front& front, float kept_cm) {
  const float beyond_edge = (arch.edge_y - p.y) * arch.up;
  const float lacking = kept_cm - front.distance;
  if (lacking <= -kSoft_cm || beyond_edge >= kFadeEnd_cm) return 0;
  const float way = lacking >= kSoft_cm ? lacking : (lacking + kSoft_cm) * (lacking + kSoft_cm) / (4 * kSoft_cm);
  return way * smoothstep(kFadeEnd_cm, kFadeStart_cm, beyond_edge);
}

}  // namespace

TeethContact::TeethContact(const Cage& cage, const Skin& skin) : jaw_(cage.jaw) {
  const float angle = jaw_.open_deg * std::numbers::pi_v<float> / 180;
  jaw_sin_ = std::sin(angle);
  jaw_cos_ = std::cos(angle);

  constexpr float kHalfWidth_cm = 3.6f;
  constexpr float kAbove_cm = 2;
  constexpr float kBelow_cm = 2.6f;
  constexpr float kBag = 0.3f;
  constexpr float kLeastAtRest_cm = 0.07f;  // nearer is the lining of the mouth, which lies on the teeth anyway
  for (std::uint32_t v = 0; v < skin.positions.size(); ++v) {
    const Vec3& p = skin.positions[v];
    if (skin.bag[v] > kBag || std::abs(p.x) > kHalfWidth_cm || p.y > kUpperTeeth.edge_y + kAbove_cm ||
        p.y < kLowerTeeth.edge_y - kBelow_cm)
      continue;
    const float upper = front_of(kUpperTeeth, p).distance;
    const float lower = front_of(kLowerTeeth, p).distance;
    if (std::min(upper, lower) < kLeastAtRest_cm) continue;
    const auto kept = [](float at_rest) { return std::clamp(kKeptShare * at_rest, kLeastKept_cm, kMostKept_cm); };
    guarded_.push_back({v, kept(upper), kept(lower)});
  }

  constexpr std::uint32_t kNone = ~0u;
  std::vector<std::uint32_t> number(skin.positions.size(), kNone);
  for (std::uint32_t i = 0; i < guarded_.size(); ++i) number[guarded_[i].vertex] = i;
  std::vector<std::vector<std::uint32_t>> neighbours(guarded_.size());
  for (const Triangle& t : skin.triangles)
    for (std::size_t i = 0; i < 3; ++i) {
      const std::uint32_t from = number[t[i]];
      const std::uint32_t to = number[t[(i + 1) % 3]];
      if (from != kNone && to != kNone) neighbours[from].push_back(to);
    }
  for (const auto& list : neighbours) {
    for (const std::uint32_t to : list) around_.add(to, 1 / static_cast<float>(list.size()));
    around_.end_row();
  }
}

std::vector<Vec3> TeethContact::ways_out(std::span<const Vec3> positions, const face::Expression& expression) const {
  // The jaw as emo3d/rig/mouth.cpp moves it: y' = a y - b z, z' = b y + a z about the hinge, then sideways and forward.
  const float open = expression[Channel::kJawOpen];
  const float a = 1 + open * (jaw_cos_ - 1);
  const float b = open * jaw_sin_;
  const float inverse = 1 / (a * a + b * b);
  const float swing = jaw_.swing_cm * (expression[Channel::kJawLeft] - expression[Channel::kJawRight]);
  const Vec3 forward = jaw_.forward * expression[Channel::kJawForward];
  std::vector<Vec3> ways;
  for (const Guarded& g : guarded_) {
    const Vec3& p = positions[g.vertex];
    const Front upper = front_of(kUpperTeeth, p);
    const Vec3 way = upper.out * way_out(kUpperTeeth, p, upper, g.upper_cm);

    const Vec3 moved = p + way - forward;
    const float y = moved.y - jaw_.hinge_y;
    const float z = moved.z - jaw_.hinge_z;
    Vec3 in_jaw = {moved.x, (a * y + b * z) * inverse, (a * z - b * y) * inverse};
    in_jaw.x -= swing * std::clamp(in_jaw.z / jaw_.swing_reach_cm, 0.0f, 1.1f);
    in_jaw.y += jaw_.hinge_y;
    in_jaw.z += jaw_.hinge_z;
    const Front lower = front_of(kLowerTeeth, in_jaw);
    const Vec3 out = lower.out * way_out(kLowerTeeth, in_jaw, lower, g.lower_cm);
    ways.push_back(way + Vec3{out.x, -b * out.z, a * out.z});
  }
  return ways;
}

std::vector<Vec3> TeethContact::spread(std::vector<Vec3> ways) const {
  for (int ring = 0; ring < kSpreadRings; ++ring) {
    const std::vector<Vec3> mean = apply<Vec3>(around_, ways);
    for (std::size_t i = 0; i < ways.size(); ++i)
      if (dot(mean[i], mean[i]) > dot(ways[i], ways[i])) ways[i] = mean[i];
  }
  return ways;
}

void TeethContact::resolve(std::span<Vec3> positions, const face::Expression& expression) const {
  std::vector<Vec3> ways = ways_out(positions, expression);
  if (std::ranges::none_of(ways, [](const Vec3& way) { return dot(way, way) > kLeastPush_cm * kLeastPush_cm; })) return;
  ways = spread(std::move(ways));
  for (std::size_t i = 0; i < ways.size(); ++i) positions[guarded_[i].vertex] += ways[i];
}

}  // namespace emo3d::rig
