#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/base/random.h"
#include "emo3d/rig/head_part.h"

namespace emo3d::rig {
namespace {

constexpr Vec3 kLashColour = {0.12f, 0.085f, 0.07f};

struct LashRow {
  bool upper;
  int count;
  float length, half_width;
  float rise, depth;            ///< Direction; sideways follows from where the lash stands.
  float middle_lift, tip_lift;  ///< Curl.
};
constexpr LashRow kRows[] = {
    {true, 54, 0.46f, 0.011f, 0.42f, 0.70f, -0.03f, 0.09f},
    {false, 28, 0.20f, 0.008f, -0.65f, 0.55f, 0.02f, -0.02f},
};

/// What the tips of the upper lashes do beyond following the lid, so that they point down when it closes.
struct TipMove {
  face::Channel right, left;
  Vec3 tip;
};
using face::Channel;
constexpr TipMove kTipMoves[] = {
    {Channel::kEyeBlinkRight, Channel::kEyeBlinkLeft, {0, -0.42f, 0.05f}},
    {Channel::kEyeLookDownRight, Channel::kEyeLookDownLeft, {0, -0.22f, 0.03f}},
    {Channel::kEyeWideRight, Channel::kEyeWideLeft, {0, 0.06f, -0.03f}},
};

/// The vertices of the upper or the lower margin between the canthi, from the outer to the inner one.
std::vector<std::uint32_t> margin_half(const Skin& skin, int side, bool upper) {
  constexpr float kFromLine = 0.015f;
  const std::vector<std::uint32_t>& margin = skin.lid_margins[side];
  const auto x = [&](std::uint32_t v) { return skin.positions[v].x; };
  const auto [first, last] = std::ranges::minmax(margin, {}, x);
  const Vec3 a = skin.positions[first];
  const Vec3 b = skin.positions[last];
  std::vector<std::uint32_t> half;
  for (const std::uint32_t v : margin) {
    const Vec3& p = skin.positions[v];
    const float above = p.y - (a.y + (b.y - a.y) * (p.x - a.x) / (b.x - a.x));
    if (upper ? above > kFromLine : above < -kFromLine) half.push_back(v);
  }
  std::ranges::sort(half, {}, [&](std::uint32_t v) { return side == kRight ? x(v) : -x(v); });
  return half;
}

}  // namespace

HeadPart build_lashes(const Cage& cage, const Skin& skin, int side) {
  HeadPart lashes{.kind = PartKind::kLash, .material = Material::kHair};
  const Vec3 eye = eye_centre(cage, side);
  const float outward = side == kRight ? -1.0f : 1.0f;
  std::vector<float> tip_share;  // how much of a tip's own movement each vertex takes part in
  Random random(5);
  for (const LashRow& row : kRows) {
    const std::vector<std::uint32_t> margin = margin_half(skin, side, row.upper);
    if (margin.size() < 2) continue;
    for (int lash = 0; lash < row.count; ++lash) {
      // The margin's vertices crowd at the canthi; lashes do not.
      const float even = (static_cast<float>(lash) + 0.5f) / static_cast<float>(row.count);
      const float fraction = 0.4f * even + 0.6f * std::acos(1 - 2 * even) / std::numbers::pi_v<float>;
      const float along = fraction * (static_cast<float>(margin.size()) - 1.001f);
      const auto index = static_cast<std::size_t>(along);
      const float share = along - static_cast<float>(index);
      const std::uint32_t from = margin[index];
      const std::uint32_t to = margin[index + 1];
      const float thickness = static_cast<float>(random.uniform(0.75, 1.15));
      const float splay = static_cast<float>(random.uniform(-0.10, 0.10));

      const Vec3 root = mix(skin.positions[from], skin.positions[to], share);
      const float sideways = (root.x - eye.x) / cage.eye_radius;
      const float profile = std::sqrt(std::sin(std::numbers::pi_v<float> * fraction));
      const float size = row.length * (0.35f + 0.65f * profile) * (1 + 0.10f * sideways * outward) * thickness;
      const Vec3 direction = unit({0.75f * sideways + outward * splay, row.rise, row.depth});
      const Vec3 width = {row.half_width, 0, 0};
      const auto first = static_cast<std::uint32_t>(lashes.positions.size());
      lashes.positions.push_back(root - width);
      lashes.positions.push_back(root + width);
      lashes.positions.push_back(root + direction * (0.55f * size) + Vec3{0, row.middle_lift, 0.03f});
      lashes.positions.push_back(root + direction * size + Vec3{0, row.tip_lift, 0});
      for (const float bend : {0.0f, 0.0f, 0.55f, 1.0f}) {
        tip_share.push_back(row.upper ? bend : 0.0f);
        lashes.colours.push_back(kLashColour);
        lashes.skin_rows.add(from, 1 - share);
        lashes.skin_rows.add(to, share);
        lashes.skin_rows.end_row();
      }
      lashes.triangles.push_back({first, first + 1, first + 2});
      lashes.triangles.push_back({first, first + 2, first + 3});
    }
  }
  for (const TipMove& move : kTipMoves) {
    PartShape shape{side == kRight ? move.right : move.left, {}};
    for (const float share : tip_share) shape.deltas.push_back(move.tip * share);
    lashes.shapes.push_back(std::move(shape));
  }
  return lashes;
}

}  // namespace emo3d::rig
