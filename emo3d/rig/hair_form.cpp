#include "emo3d/rig/hair_form.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

#include "emo3d/base/parallel.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr float kRadians = std::numbers::pi_v<float> / 180;
constexpr Vec3 kCentre = {0, 4, -4};  ///< Of the cranium; below it hair is laid out around a vertical axis.
constexpr float kQuarter = 13.35f;    ///< From the top of a cranium of radius 8.5 cm to the height of its centre.
constexpr int kColumns = 144;
constexpr int kRows = 76;
constexpr float kRowStep = 0.5f;

/// The hairline, as ScalpPoint::down over the azimuth.
struct HairlinePoint {
  float azimuth, down;
};
constexpr HairlinePoint kHairline[] = {{0, 9.3f},    {10, 9.15f},  {22, 9.15f},  {36, 9.5f},     {50, 10.5f},
                                       {58, 11.8f},  {64, 13.4f},  {69, 15.2f},  {72.5f, 15.8f}, {75.5f, 15.0f},
                                       {79, 14.0f},  {86, 13.6f},  {94, 13.6f},  {99, 14.6f},    {103, 16.4f},
                                       {110, 18.5f}, {122, 19.9f}, {142, 20.9f}, {160, 21.6f},   {180, 21.8f}};

float hash(std::int32_t x, std::int32_t y, std::int32_t z) {
  auto h = static_cast<std::uint32_t>(x) * 0x8da6b343u ^ static_cast<std::uint32_t>(y) * 0xd8163841u ^
           static_cast<std::uint32_t>(z) * 0xcb1ab31fu;
  h ^= h >> 15;
  h *= 0x2c1b3c6du;
  h ^= h >> 12;
  h *= 0x297a2d39u;
  h ^= h >> 15;
  return static_cast<float>(h >> 8) * (2.0f / 16777215.0f) - 1;
}

float bell(float x, float width) { return std::exp(-(x / width) * (x / width)); }

float wrapped(float azimuth_deg) { return azimuth_deg - 360 * std::floor((azimuth_deg + 180) / 360); }

/// Values on the layout, between rows and columns.
float sample(const std::vector<float>& values, ScalpPoint at) {
  const float x = (wrapped(at.azimuth_deg) + 180) * kColumns / 360;
  const float y = std::clamp(at.down / kRowStep, 0.0f, kRows - 1.001f);
  const int column = std::min(static_cast<int>(x), kColumns - 1);
  const int row = static_cast<int>(y);
  const float u = x - static_cast<float>(column);
  const float v = y - static_cast<float>(row);
  const int next = (column + 1) % kColumns;
  const float* upper = &values[static_cast<std::size_t>(row) * kColumns];
  const float* lower = upper + kColumns;
  return (upper[column] * (1 - u) + upper[next] * u) * (1 - v) + (lower[column] * (1 - u) + lower[next] * u) * v;
}

ScalpPoint layout_point(int row, int column) {
  return {-180 + 360 * static_cast<float>(column) / kColumns, kRowStep * static_cast<float>(row)};
}

/// The axis point that a place is measured from.
Vec3 axis(float down) { return {kCentre.x, kCentre.y - std::max(0.0f, down - kQuarter), kCentre.z}; }

}  // namespace

float smooth_noise(const Vec3& p) {
  const auto cell = [](float v) { return static_cast<std::int32_t>(std::floor(v)); };
  const std::int32_t x = cell(p.x);
  const std::int32_t y = cell(p.y);
  const std::int32_t z = cell(p.z);
  const float u = smoothstep(0, 1, p.x - static_cast<float>(x));
  const float v = smoothstep(0, 1, p.y - static_cast<float>(y));
  const float w = smoothstep(0, 1, p.z - static_cast<float>(z));
  float sum = 0;
  for (int corner = 0; corner < 8; ++corner) {
    const int i = corner & 1;
    const int j = (corner >> 1) & 1;
    const int k = corner >> 2;
    sum += hash(x + i, y + j, z + k) * (i ? u : 1 - u) * (j ? v : 1 - v) * (k ? w : 1 - w);
  }
  return sum;
}

HairForm::HairForm(const RayCaster& skull, const HairStyle& style) : style_(style) {
  measure(skull);
  hang();
}

void HairForm::measure(const RayCaster& skull) {
  constexpr float kOutside = 40;
  constexpr float kFallback = 8.5f;  // where the skull has a hole
  constexpr float kNone = -1;
  radii_.assign(static_cast<std::size_t>(kRows) * kColumns, kNone);
  parallel_for(kRows, 0, [&](std::size_t row) {
    for (int column = 0; column < kColumns; ++column) {
      const ScalpPoint at = layout_point(static_cast<int>(row), column);
      const Vec3 direction = outward(at);
      // From outside inwards: what counts is the outermost surface.
      const auto hit = skull.nearest({axis(at.down) + direction * kOutside, direction * -1.0f, kOutside});
      if (hit) radii_[row * kColumns + static_cast<std::size_t>(column)] = kOutside - hit->distance;
    }
  });
  for (std::size_t i = 0; i < radii_.size(); ++i)
    if (radii_[i] == kNone) radii_[i] = i < kColumns ? kFallback : radii_[i - kColumns];
}

void HairForm::hang() {
  constexpr float kOverSkin = 0.45f;   // clearance of hanging hair
  constexpr float kOverCloth = 1.15f;  // straight out; the shoulders slope
  constexpr float kThroat = kQuarter + 14, kCollar = kQuarter + 17.5f;
  heights_.resize(radii_.size());
  for (int column = 0; column < kColumns; ++column) {
    float outside = 0;  // how far out the hair above hangs
    for (int row = 0; row < kRows; ++row) {
      const ScalpPoint at = layout_point(row, column);
      const std::size_t i = static_cast<std::size_t>(row) * kColumns + static_cast<std::size_t>(column);
      const float lying = lying_thickness(at);
      const float share = hangs(at.azimuth_deg) * smoothstep(6, 9, at.down);
      const float edge = (std::abs(at.azimuth_deg) - style_.fall_from_deg) * 0.15f;  // from the curtain's front edge
      const float clearance = kOverSkin + (kOverCloth - kOverSkin) * smoothstep(kThroat, kCollar, at.down);
      const float body = clearance + (std::max(style_.sides, clearance) - clearance) * smoothstep(0, 2.2f, edge);
      const float ear =
          1.75f * bell(std::abs(at.azimuth_deg) - 92, 15) * bell(kCentre.y - (at.down - kQuarter) - 2, 3.6f);
      const float drooping = outside - radii_[i] + style_.flare * kRowStep * smoothstep(0, 2, edge);
      const float hanging = std::max({lying, body, ear, at.down > kQuarter ? drooping : 0.0f});
      heights_[i] = lying + (hanging - lying) * share;
      outside = radii_[i] + heights_[i];
      const float rim = hem(at.azimuth_deg);
      const float tucked = heights_[i] - style_.tuck * share * smoothstep(rim - 4, rim, at.down);
      heights_[i] = std::max(tucked, std::min(heights_[i], clearance));
    }
  }
  // Neighbouring columns hang alike.
  for (int pass = 0; pass < 2; ++pass)
    for (int row = 0; row < kRows; ++row) {
      const auto first = heights_.begin() + std::ptrdiff_t{row} * kColumns;
      const std::vector<float> from(first, first + kColumns);
      for (int column = 0; column < kColumns; ++column) {
        const float share = 0.5f * hangs(layout_point(row, column).azimuth_deg);
        const float beside = (from[(column + 1) % kColumns] + from[(column + kColumns - 1) % kColumns]) / 2;
        float& height = heights_[static_cast<std::size_t>(row) * kColumns + static_cast<std::size_t>(column)];
        height += share * (beside - height);
      }
    }
}

Vec3 HairForm::outward(ScalpPoint at) const {
  const float a = at.azimuth_deg * kRadians;
  const float elevation = std::max(0.0f, 1 - at.down / kQuarter) * 90 * kRadians;
  return {std::sin(a) * std::cos(elevation), std::sin(elevation), std::cos(a) * std::cos(elevation)};
}

ScalpPoint HairForm::scalp_point(const Vec3& p) const {
  const Vec3 d = p - kCentre;
  ScalpPoint at{std::atan2(d.x, d.z) / kRadians, kQuarter - d.y};
  if (d.y > 0) at.down = kQuarter * std::atan2(std::hypot(d.x, d.z), d.y) / (90 * kRadians);
  return at;
}

float HairForm::skin_radius(ScalpPoint at) const { return sample(radii_, at); }

Vec3 HairForm::point(ScalpPoint at, float height) const {
  return axis(at.down) + outward(at) * (skin_radius(at) + height);
}

float HairForm::hairline(float azimuth_deg) const {
  const float a = std::abs(wrapped(azimuth_deg));
  const auto* to = std::ranges::lower_bound(kHairline, a, {}, &HairlinePoint::azimuth);
  float down = std::begin(kHairline)->down;
  if (to != std::begin(kHairline)) {
    const HairlinePoint from = *std::prev(to);
    down = from.down + (to->down - from.down) * (a - from.azimuth) / (to->azimuth - from.azimuth);
  }
  const float temple = bell(a - 35, 14);
  return down - style_.rise * (1 - smoothstep(42, 66, a)) - style_.recession * temple - 0.35f * temple;
}

float HairForm::inside_hairline(ScalpPoint at) const {
  const float from_front = hairline(at.azimuth_deg) - at.down;
  if (style_.bald_crown <= 0) return from_front;
  return std::min(from_front, at.down - upper_edge(at.azimuth_deg));
}

float HairForm::upper_edge(float azimuth_deg) const {
  const float a = std::abs(wrapped(azimuth_deg));
  const float wreath = 10.3f - 1.0f * smoothstep(95, 150, a) + 1.1f * (1 - smoothstep(54, 76, a));
  return style_.bald_crown * std::min(wreath, hem(azimuth_deg));
}

float HairForm::hangs(float azimuth_deg) const {
  if (style_.fall <= 0) return 0;
  constexpr float kRamp_deg = 7;
  return smoothstep(style_.fall_from_deg, style_.fall_from_deg + kRamp_deg, std::abs(wrapped(azimuth_deg)));
}

float HairForm::hem(float azimuth_deg) const {
  const float a = wrapped(azimuth_deg);
  const float lying =
      hairline(a) + style_.fringe * (1 - smoothstep(style_.fall_from_deg - 14, style_.fall_from_deg, std::abs(a)));
  const float fallen = std::max(lying, kQuarter + style_.fall);
  return lying + (fallen - lying) * hangs(a);
}

float HairForm::lying_thickness(ScalpPoint at) const {
  const float a = std::abs(at.azimuth_deg);
  const float around = style_.sides + (style_.back - style_.sides) * smoothstep(85, 130, a);
  float full = around + (style_.top - around) * (1 - smoothstep(5.5f, 11.5f, at.down));
  const float inside = inside_hairline(at);
  const float front = 1 - smoothstep(25, 60, a);
  full += style_.front_lift * front * bell(inside - 1.6f, 1.6f);
  const Vec3 on_skin = point(at, 0);
  if (style_.parted > 0) {
    const float across = on_skin.x - style_.parting;
    const float on_line = (on_skin.z > -8 && at.down < 12 ? 1.0f : bell(on_skin.z + 8, 1.5f));
    full *= 1 - 0.55f * std::min(1.0f, style_.parted) * bell(across, 0.45f) * on_line;
  }
  if (style_.bald_crown > 0) full *= smoothstep(0, 2.5f, at.down - upper_edge(at.azimuth_deg));
  constexpr float kSunk = 0.08f;  // the shell's edge lies in the skin
  const float hidden = 1 - std::clamp(inside / style_.taper, 0.0f, 1.0f);
  float thinned = full * std::sqrt(1 - hidden * hidden);
  if (style_.fringe > 0 && inside < 4) {
    // Hair falls over the hairline without touching the forehead, raised brows included.
    constexpr float kOverBrow = 0.45f;
    const float falling = 1 - smoothstep(style_.fall_from_deg - 14, style_.fall_from_deg + 6, a);
    const float over_brow = kOverBrow + (0.75f * full - kOverBrow) * smoothstep(-style_.fringe, 3, inside);
    thinned += (std::max(thinned, over_brow) - thinned) * falling;
  }
  return thinned - kSunk * bell(inside, 0.3f) * (style_.fringe > 0 ? 0.0f : 1.0f);
}

float HairForm::thickness(ScalpPoint at) const { return sample(heights_, at); }

Vec3 HairForm::knot() const { return point({180, 9.5f}, style_.back); }

Vec3 HairForm::flow(ScalpPoint at) const {
  const Vec3 p = point(at, 0);
  const Vec3 out = outward(at);
  constexpr ScalpPoint kWhorl = {170, 4.8f};
  Vec3 way = unit(p - point(kWhorl, 0)) * style_.whorl;
  const float on_top = 1 - smoothstep(8, 14, at.down);
  const float side = std::clamp((p.x - style_.parting) / 0.6f, -1.0f, 1.0f);
  way += Vec3{side, 0, 0} * (style_.parted * on_top);
  way += Vec3{0, 0, 1} * (style_.forward * (0.35f + 0.65f * on_top));
  way += unit(knot() - p) * (2 * style_.tied);
  way += Vec3{0, -1, 0} * ((1 - style_.tied) * (0.15f + smoothstep(6, 15, at.down) * (1 + 3 * hangs(at.azimuth_deg))));
  return unit(way - out * dot(way, out));
}

}  // namespace emo3d::rig
