#include "emo3d/rig/contact_lids.h"

#include <algorithm>

#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

/// Skin stays this far off the eyeballs.
constexpr float kLidClearance_cm = 0.055f;
/// Lids that would cross by this much are joined in depth and sideways too.
constexpr float kJoined_cm = 0.03f;
/// Eyes that are open by less than this at their widest close: a sliver of the eyeball looks like a hole. From
/// kClearlyOpen_cm on they are left as they are.
constexpr float kSliver_cm = 0.22f;
constexpr float kClearlyOpen_cm = 0.38f;
constexpr ContactBand::Reach kAroundMargin = {.share = 1, .reach_cm = 1.1f};

/// Skin that a lid may push against the eyeball; `p` is relative to the eye.
bool near_eye(const Vec3& p) {
  constexpr float kAround_cm = 1.75f;
  constexpr float kBehind_cm = 0.4f;
  return p.x * p.x + p.y * p.y < kAround_cm * kAround_cm && p.z > -kBehind_cm;
}

}  // namespace

LidContact::LidContact(const Cage& cage, const Skin& skin) : eye_radius_(cage.eye_radius) {
  for (const int side : {kRight, kLeft}) {
    Eye& eye = eyes_[side];
    eye.centre = eye_centre(cage, side);
    for (std::uint32_t v = 0; v < skin.positions.size(); ++v)
      if (near_eye(skin.positions[v] - eye.centre)) eye.near.push_back(v);

    // The loop starts at the outer canthus; the inner one lies half way round.
    const std::vector<std::uint32_t>& margin = skin.lid_margins[side];
    const std::size_t half = margin.size() / 2;
    for (std::size_t i = 0; i <= half; ++i) {
      eye.upper.push_back(margin[i]);
      eye.lower.push_back(margin[(margin.size() - i) % margin.size()]);
    }
    if (skin.positions[eye.upper[half / 2]].y < skin.positions[eye.lower[half / 2]].y) std::swap(eye.upper, eye.lower);

    std::vector<Vec3> upper_line;
    std::vector<Vec3> lower_line;
    for (std::size_t i = 0; i <= half; ++i) {
      upper_line.push_back(skin.positions[eye.upper[i]]);
      lower_line.push_back(skin.positions[eye.lower[i]]);
    }
    // Each vertex follows the margin that it is nearer to.
    const auto distance = [&](std::uint32_t v, const std::vector<Vec3>& line) {
      float least = length(skin.positions[v] - line[0]);
      for (const Vec3& p : line) least = std::min(least, length(skin.positions[v] - p));
      return least;
    };
    std::vector<std::uint32_t> above;
    std::vector<std::uint32_t> below;
    for (const std::uint32_t v : eye.near)
      (distance(v, upper_line) < distance(v, lower_line) ? above : below).push_back(v);
    eye.upper_band.add_around(skin.positions, above, upper_line, kAroundMargin);
    eye.lower_band.add_around(skin.positions, below, lower_line, kAroundMargin);
  }
}

void LidContact::seal(const Eye& eye, std::span<Vec3> positions) const {
  std::vector<Vec3> up(eye.upper.size());
  std::vector<Vec3> down(eye.upper.size());
  std::vector<Vec3> upwards(eye.upper.size());
  std::vector<float> crossed(eye.upper.size());
  for (std::size_t i = 1; i + 1 < eye.upper.size(); ++i) {
    const Vec3& upper = positions[eye.upper[i]];
    const Vec3& lower = positions[eye.lower[i]];
    const Vec3 out = unit(mix(upper, lower, 0.5f) - eye.centre);
    upwards[i] = unit(Vec3{0, 1, 0} - out * out.y);
    crossed[i] = dot(upwards[i], lower - upper);
  }
  const auto [most_open, most_crossed] = std::ranges::minmax(crossed);
  const float closed = 1 - smoothstep(kSliver_cm, kClearlyOpen_cm, -most_open);
  if (most_crossed <= 0 && closed <= 0) return;
  for (std::size_t i = 1; i + 1 < eye.upper.size(); ++i) {
    const Vec3 apart = positions[eye.lower[i]] - positions[eye.upper[i]];
    const Vec3 along = upwards[i] * crossed[i];
    const float joined = std::max(smoothstep(0, kJoined_cm, crossed[i]), closed);
    up[i] = (along * (crossed[i] > 0 ? 1.0f : closed) + (apart - along) * joined) * 0.5f;
    down[i] = up[i] * -1;
  }
  eye.upper_band.move(positions, up);
  eye.lower_band.move(positions, down);
}

void LidContact::lift_off(const Eye& eye, std::span<Vec3> positions) const {
  const float least = eye_radius_ + kLidClearance_cm;
  for (const std::uint32_t v : eye.near) {
    const Vec3 d = positions[v] - eye.centre;
    const float r = length(d);
    if (r < least && d.z > 0) positions[v] = eye.centre + d * (least / r);
  }
}

void LidContact::resolve(std::span<Vec3> positions) const {
  for (const Eye& eye : eyes_) {
    seal(eye, positions);
    lift_off(eye, positions);
  }
}

}  // namespace emo3d::rig
