#include "emo3d/rig/cavity_light.h"

#include <algorithm>
#include <cmath>

#include "emo3d/rig/landmarks.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

std::vector<Vec3> rim_positions(const std::vector<std::uint32_t>& rim, std::span<const Vec3> skin) {
  std::vector<Vec3> points;
  points.reserve(rim.size());
  for (const std::uint32_t v : rim) points.push_back(skin[v]);
  std::ranges::sort(points, {}, &Vec3::x);
  return points;
}

/// The point of a polyline at `x`, its ends beyond them.
Vec3 at_x(const std::vector<Vec3>& line, float x) {
  const auto to = std::ranges::upper_bound(line, x, {}, &Vec3::x);
  if (to == line.begin()) return line.front();
  if (to == line.end()) return line.back();
  const Vec3& from = *std::prev(to);
  return mix(from, *to, (x - from.x) / (to->x - from.x));
}

/// From `low` in the dark to 1 in the light.
float between(float low, float t) { return low + (1 - low) * t; }

}  // namespace

OpeningRims eye_rims(const Skin& skin, int side) {
  const std::vector<std::uint32_t>& margin = skin.lid_margins[side];
  const auto x = [&](std::uint32_t v) { return skin.positions[v].x; };
  const auto corners = std::ranges::minmax_element(margin, {}, x);
  const auto first = std::min(corners.min, corners.max), last = std::max(corners.min, corners.max);
  OpeningRims rims{{first, last + 1}, {last, margin.end()}};
  rims.lower.insert(rims.lower.end(), margin.begin(), first + 1);
  const auto mean_y = [&](const std::vector<std::uint32_t>& rim) {
    float sum = 0;
    for (const std::uint32_t v : rim) sum += skin.positions[v].y;
    return sum / static_cast<float>(rim.size());
  };
  if (mean_y(rims.upper) < mean_y(rims.lower)) std::swap(rims.upper, rims.lower);
  return rims;
}

OpeningRims mouth_rims(const Cage& cage) {
  constexpr std::size_t kInner = landmark::kLipRings - 1;
  const auto rim = [&](const landmark::LipRow& row) {
    std::vector<std::uint32_t> vertices{static_cast<std::uint32_t>(landmark::kLipCorner[kInner]),
                                        cage.mirror[landmark::kLipCorner[kInner]]};
    for (const int v : row) {
      vertices.push_back(static_cast<std::uint32_t>(v));
      if (cage.mirror[v] != static_cast<std::uint32_t>(v)) vertices.push_back(cage.mirror[v]);
    }
    return vertices;
  };
  return {rim(landmark::kUpperLip[kInner]), rim(landmark::kLowerLip[kInner])};
}

Opening::Opening(const OpeningRims& rims, std::span<const Vec3> skin)
    : upper_(rim_positions(rims.upper, skin)), lower_(rim_positions(rims.lower, skin)) {
  first_x_ = std::max(upper_.front().x, lower_.front().x);
  last_x_ = std::min(upper_.back().x, lower_.back().x);
  for (const Vec3& p : upper_) gap_ = std::max(gap_, p.y - at_x(lower_, p.x).y);
}

Opening::Section Opening::at(float x) const {
  const Vec3 upper = at_x(upper_, x), lower = at_x(lower_, x);
  return {upper.y, lower.y, (upper.z + lower.z) / 2};
}

float Opening::light_on_eye(const Vec3& p) const {
  const Section section = at(p.x);
  const float from_corner = std::min(p.x - first_x_, last_x_ - p.x);
  return between(0.20f, smoothstep(-0.06f, 0.52f, section.upper_y - p.y)) *
         between(0.60f, smoothstep(-0.05f, 0.18f, p.y - section.lower_y)) *
         between(0.40f, smoothstep(-0.05f, 0.70f, from_corner)) * between(0.30f, smoothstep(0.05f, 0.70f, gap_));
}

float Opening::light_on_seam(float x) const {
  const Section section = at(x);
  return between(0.25f, smoothstep(0.02f, 0.40f, section.upper_y - section.lower_y));
}

float Opening::light_in_mouth(const Vec3& p) const {
  constexpr float kFrontShare = 0.85f;
  constexpr float kSpread = 0.22f;  // how fast light thins out behind the opening
  const Section section = at(p.x);
  const float depth = section.z - p.z;
  if (depth <= 0) return 1;
  const float area = std::max(gap_, 0.0f) * std::max(last_x_ - first_x_, 0.0f) / 4;
  const float reached = area / (area + kSpread * depth * depth + 0.05f);
  const float from_corner = std::min(p.x - first_x_, last_x_ - p.x);
  const float covered = between(0.30f, smoothstep(-0.15f, 0.45f, section.upper_y - p.y)) *
                        between(0.45f, smoothstep(-0.15f, 0.30f, p.y - section.lower_y)) *
                        between(0.10f, smoothstep(-0.30f, 0.90f, from_corner));
  constexpr float kSoft_cm = 0.5f;  // over which the light of the open air fades behind the lips
  // Front teeth stand close behind parted lips and catch what comes in from all sides.
  const float parted = smoothstep(0.02f, 0.30f, section.upper_y - section.lower_y);
  const float beside =
      kFrontShare * parted * (1 - smoothstep(0.5f, 2.2f, depth)) * smoothstep(-0.1f, 0.7f, from_corner);
  return between(reached * covered, std::max(1 - smoothstep(0, kSoft_cm, depth), beside));
}

}  // namespace emo3d::rig
