#include "emo3d/rig/collisions.h"

#include <algorithm>

#include "emo3d/rig/lip_sides.h"
#include "emo3d/rig/sight_lines.h"

namespace emo3d::rig {
namespace {

/// Behind this the eyeball is inside the head, in front of it one can see it.
constexpr float kEyeFront_cm = 0.3f;
/// Surfaces farther from one another than this are not in contact: something else lies between.
constexpr float kReach_cm = 1.2f;
/// Up to here the mouth bag counts as the inside of the lips that one sees.
constexpr float kSeenBag = 0.05f;

/// The point of a triangle that is nearest to the origin (Ericson, Real-Time Collision Detection, 5.1.5).
Vec3 nearest_to_origin(const Vec3& a, const Vec3& b, const Vec3& c) {
  const Vec3 ab = b - a;
  const Vec3 ac = c - a;
  const float d1 = -dot(ab, a);
  const float d2 = -dot(ac, a);
  if (d1 <= 0 && d2 <= 0) return a;
  const float d3 = -dot(ab, b);
  const float d4 = -dot(ac, b);
  if (d3 >= 0 && d4 <= d3) return b;
  const float d5 = -dot(ab, c);
  const float d6 = -dot(ac, c);
  if (d6 >= 0 && d5 <= d6) return c;
  const float vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return a + ab * (d1 / (d1 - d3));
  const float vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return a + ac * (d2 / (d2 - d6));
  const float va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 >= d3 && d5 >= d6) return b + (c - b) * ((d4 - d3) / (d4 - d3 + d5 - d6));
  const float scale = 1 / (va + vb + vc);
  return a + ab * (vb * scale) + ac * (vc * scale);
}

}  // namespace

float Collisions::worst() const { return std::max({lids, eyeballs, lips, teeth, tongue}); }

CollisionCheck::CollisionCheck(const Head& head) : eye_radius_(head.eyeball(kRight).radius_cm) {
  constexpr float kAroundEye_cm = 2.2f;
  const Skin& skin = head.skin();
  for (const int side : {kRight, kLeft}) {
    Eye& eye = eyes_[side];
    eye.centre = head.eyeball(side).centre;
    const Vec3 authored = eye_centre(head.cage(), side);
    const std::vector<std::uint32_t>& margin = skin.lid_margins[side];
    for (std::size_t i = 1; i < margin.size() / 2; ++i) {
      std::pair pair(margin[i], margin[margin.size() - i]);
      if (skin.positions[pair.first].y < skin.positions[pair.second].y) std::swap(pair.first, pair.second);
      eye.margins.push_back(pair);
    }
    for (const Triangle& t : skin.triangles)
      if (length(skin.positions[t[0]] - authored) < kAroundEye_cm) eye.skin.push_back(t);
  }
  find_lips(head);

  auto first = static_cast<std::uint32_t>(skin.positions.size());
  std::vector<Range> inside;  // teeth, gum, teeth, gum, tongue
  for (const HeadPart& part : head.parts()) {
    const auto end = first + static_cast<std::uint32_t>(part.positions.size());
    if (part.kind == PartKind::kMouthInside) inside.push_back({first, end});
    first = end;
  }
  tongue_ = inside.back();
  teeth_.assign(inside.begin(), inside.end() - 1);
}

void CollisionCheck::find_lips(const Head& head) {
  constexpr float kLeastSide = 0.02f;
  constexpr float kAwayFromCorners = 0.3f;
  constexpr float kMouthTop_cm = 2.3f;  // above the middle of the mouth
  constexpr float kMouthBottom_cm = 3.6f;
  constexpr float kMouthHalfWidth_cm = 4.0f;
  const Skin& skin = head.skin();
  const std::vector<float> sides = apply<float>(skin.stencils, lip_sides(head.cage()));
  const auto all = [&](const Triangle& t, auto&& holds) { return holds(t[0]) && holds(t[1]) && holds(t[2]); };
  float mouth_y = 0;
  for (const std::uint32_t v : head.cage().mouth_bag.front())
    mouth_y += skin.positions[v].y / static_cast<float>(head.cage().mouth_bag.front().size());
  for (const Triangle& t : skin.triangles) {
    if (!all(t, [&](std::uint32_t v) { return skin.bag[v] < 2 * kSeenBag; })) continue;
    if (all(t, [&](std::uint32_t v) { return sides[v] > kLeastSide; })) upper_.triangles.push_back(t);
    if (all(t, [&](std::uint32_t v) { return sides[v] < -kLeastSide; })) lower_.triangles.push_back(t);
    const Vec3& p = skin.positions[t[0]];
    if (p.z > 0 && std::abs(p.x) < kMouthHalfWidth_cm && p.y < mouth_y + kMouthTop_cm &&
        p.y > mouth_y - kMouthBottom_cm)
      front_.push_back(t);
  }
  for (std::uint32_t v = 0; v < sides.size(); ++v) {
    if (skin.bag[v] > kSeenBag) continue;
    if (sides[v] > kAwayFromCorners) upper_.vertices.push_back(v);
    if (sides[v] < -kAwayFromCorners) lower_.vertices.push_back(v);
  }
}

float CollisionCheck::lids(const Mesh& pose) const {
  float worst = 0;
  for (const Eye& eye : eyes_)
    for (const auto& [upper, lower] : eye.margins) {
      const Vec3 out = unit(mix(pose.positions[upper], pose.positions[lower], 0.5f) - eye.centre);
      const Vec3 up = unit(Vec3{0, 1, 0} - out * out.y);
      worst = std::max(worst, dot(up, pose.positions[lower] - pose.positions[upper]));
    }
  return worst;
}

float CollisionCheck::eyeballs(const Mesh& pose) const {
  float worst = 0;
  for (const Eye& eye : eyes_)
    for (const Triangle& t : eye.skin) {
      const Vec3 nearest = nearest_to_origin(pose.positions[t[0]] - eye.centre, pose.positions[t[1]] - eye.centre,
                                             pose.positions[t[2]] - eye.centre);
      if (nearest.z > kEyeFront_cm) worst = std::max(worst, eye_radius_ - length(nearest));
    }
  return worst;
}

Collisions CollisionCheck::operator()(const Mesh& pose) const {
  Collisions found;
  found.lids = lids(pose);
  found.eyeballs = eyeballs(pose);

  const std::span<const Vec3> positions = pose.positions;
  const SightLines front(positions, front_, Axis::kZ, 1);
  const SightLines upper_below(positions, upper_.triangles, Axis::kY, -1);
  const SightLines upper_front(positions, upper_.triangles, Axis::kZ, 1);
  const SightLines lower_above(positions, lower_.triangles, Axis::kY, 1);
  const SightLines lower_front(positions, lower_.triangles, Axis::kZ, 1);
  // Inside a lip is what lies behind both its edge and its front; the nearer of the two is the way out.
  const auto in_upper = [&](const Vec3& p) {
    const float depth = upper_below.below(p, kReach_cm).across_cm;
    return depth > 0 ? std::min(depth, upper_front.below(p, kReach_cm).across_cm) : 0;
  };
  const auto in_lower = [&](const Vec3& p) {
    const float depth = lower_above.below(p, kReach_cm).across_cm;
    return depth > 0 ? std::min(depth, lower_front.below(p, kReach_cm).across_cm) : 0;
  };
  for (const std::uint32_t v : upper_.vertices) found.lips = std::max(found.lips, in_lower(positions[v]));
  for (const std::uint32_t v : lower_.vertices) found.lips = std::max(found.lips, in_upper(positions[v]));
  for (std::uint32_t v = tongue_.first; v < tongue_.end; ++v)
    found.tongue = std::max({found.tongue, in_upper(positions[v]), in_lower(positions[v])});
  for (const Range& range : teeth_)
    for (std::uint32_t v = range.first; v < range.end; ++v)
      found.teeth = std::max(found.teeth, front.above(positions[v], kReach_cm).across_cm);
  return found;
}

}  // namespace emo3d::rig
