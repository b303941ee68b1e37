#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "emo3d/rig/smoothstep.h"
#include "emo3d/rig/wrinkles.h"

namespace emo3d::rig {
namespace {

using face::Channel;
constexpr float kPi = std::numbers::pi_v<float>;

/// 1 in the middle, 1/e at `width` from it.
float bell(float x, float width) { return std::exp(-(x / width) * (x / width)); }
/// 1 from `low` to `high`, fading over `soft` outside them.
float band(float x, float low, float high, float soft) {
  return smoothstep(low - soft, low, x) * smoothstep(high + soft, high, x);
}

/// The nearest place on a line, as seen from the front.
struct LinePlace {
  float distance = std::numeric_limits<float>::infinity();  ///< Above 0 to the left of the line's direction.
  float along = 0;                                          ///< 0 at the start to 1 at the end.
};

LinePlace nearest_place(const Vec3& p, const std::vector<Vec3>& line) {
  LinePlace best;
  float nearest = std::numeric_limits<float>::infinity();
  const auto segments = static_cast<float>(line.size() - 1);
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const Vec3 segment = line[i + 1] - line[i], offset = p - line[i];
    const float t = std::clamp(dot(offset, segment) / dot(segment, segment), 0.0f, 1.0f);
    const float distance = length(offset - segment * t);
    if (distance >= nearest) continue;
    nearest = distance;
    const float turn = segment.x * offset.y - segment.y * offset.x;
    best = {std::copysign(distance, turn), (static_cast<float>(i) + t) / segments};
  }
  return best;
}

/// One side of a face: its landmarks, and coordinates in which its outside is +X.
class Side {
 public:
  Side(const Cage& cage, const Skin& skin, int side) : cage_(cage), skin_(skin), is_right_(side == kRight) {}

  [[nodiscard]] Vec3 landmark(int index) const {
    return skin_.positions[is_right_ ? static_cast<std::uint32_t>(index) : cage_.mirror[index]];
  }
  [[nodiscard]] float outwards(const Vec3& p) const { return is_right_ ? -p.x : p.x; }
  [[nodiscard]] Channel channel(Channel right, Channel left) const { return is_right_ ? right : left; }
  [[nodiscard]] std::vector<Vec3> line(std::initializer_list<int> landmarks) const {
    std::vector<Vec3> points;
    for (const int index : landmarks) points.push_back(landmark(index));
    return points;
  }

 private:
  const Cage& cage_;
  const Skin& skin_;
  bool is_right_;
};

/// Lines across the forehead, along the brows.
void add_forehead(WrinkleBuilder& builder, const Side& right, const Side& left) {
  constexpr float kSpacing_cm = 0.72f;
  const float brow = right.landmark(66).y;
  const auto above = [brow](const Vec3& p) { return p.y - brow + 0.20f * std::cos(p.x * 0.75f) + 0.018f * p.x * p.x; };
  const auto rows = [above](const Vec3& p) { return p.z > 0 ? band(above(p), 1.1f, 2.9f, 0.7f) : 0.0f; };
  builder.start_field(
      0, [above](const Vec3& p) { return above(p) / kSpacing_cm; },
      [above](const Vec3& p) { return p.z > 0 && above(p) > 0.1f ? 1.0f : 0.0f; });
  builder.add([rows](const Vec3& p) { return rows(p) * bell(p.x, 2.7f); }, {{Channel::kBrowInnerUp, 1.0f}},
              {.steepness = 0.42f, .resting = 0.30f});
  for (const Side& side : {right, left})
    builder.add(
        [rows, side](const Vec3& p) {
          const float x = side.outwards(p);
          return rows(p) * smoothstep(-0.6f, 1.6f, x) * smoothstep(6.2f, 4.2f, x);
        },
        {{side.channel(Channel::kBrowOuterUpRight, Channel::kBrowOuterUpLeft), 0.9f}},
        {.steepness = 0.42f, .resting = 0.22f});
}

/// Upright lines between the brows, and one across the root of the nose.
void add_frown(WrinkleBuilder& builder, const Side& right, const Side& left) {
  const float brow = right.landmark(55).y;
  builder.start_field(
      1, [brow](const Vec3& p) { return (std::abs(p.x) - 0.40f - 0.07f * (p.y - brow)) / 0.85f; },
      [brow](const Vec3& p) {
        return p.z > 3 && std::abs(p.x) < 1.6f ? band(p.y, brow - 1.0f, brow + 1.9f, 0.2f) : 0;
      });
  for (const Side& side : {right, left})
    builder.add(
        [brow, side](const Vec3& p) {
          const float x = side.outwards(p);
          return band(p.y, brow - 0.25f, brow + 0.75f, 0.75f) * smoothstep(-0.1f, 0.15f, x) * smoothstep(1.1f, 0.8f, x);
        },
        {{side.channel(Channel::kBrowDownRight, Channel::kBrowDownLeft), 1.0f},
         {Channel::kBrowInnerUp, 0.12f},
         {side.channel(Channel::kNoseSneerRight, Channel::kNoseSneerLeft), 0.25f}},
        {.steepness = 0.50f, .resting = 0.30f});

  const float root = right.landmark(168).y + 0.15f;
  builder.start_field(
      0, [root](const Vec3& p) { return (p.y - root + 0.15f * p.x * p.x) / 0.75f; },
      [root](const Vec3& p) {
        return p.z > 3 && std::abs(p.x) < 1.5f ? band(p.y, root - 0.7f, root + 0.7f, 0.1f) : 0;
      });
  builder.add([root](const Vec3& p) { return band(p.y, root - 0.25f, root + 0.25f, 0.3f) * bell(p.x, 0.75f); },
              {{Channel::kNoseSneerRight, 0.4f},
               {Channel::kNoseSneerLeft, 0.4f},
               {Channel::kBrowDownRight, 0.25f},
               {Channel::kBrowDownLeft, 0.25f}},
              {.steepness = 0.40f, .resting = 0.22f});
}

/// Lines on the sides of the nose's bridge.
void add_bunny_lines(WrinkleBuilder& builder, const Side& side) {
  const float bridge = side.landmark(197).y + 0.35f;
  const auto extent = [bridge, side](const Vec3& p) {
    return p.z > 3 ? bell(side.outwards(p) - 0.85f, 0.42f) * band(p.y, bridge - 0.35f, bridge + 0.45f, 0.45f) : 0;
  };
  builder.start_field(
      1, [bridge, side](const Vec3& p) { return (p.y - bridge - 0.55f * (side.outwards(p) - 0.85f)) / 0.46f; },
      [extent](const Vec3& p) { return extent(p) - 0.003f; });
  builder.add(extent, {{side.channel(Channel::kNoseSneerRight, Channel::kNoseSneerLeft), 1.0f}},
              {.steepness = 0.36f, .resting = 0.05f});
}

/// Lines that fan out from the outer corner of the eye.
void add_crows_feet(WrinkleBuilder& builder, const Side& side) {
  constexpr float kInside_cm = 0.9f;  // the lines' centre lies this far inside the corner
  constexpr float kLineEvery = 17 * kPi / 180;
  const Vec3 corner = side.landmark(33);
  struct Polar {
    float radius, angle;
  };
  const auto polar = [corner, side](const Vec3& p) {
    const float out = side.outwards(p) - side.outwards(corner), back = corner.z - p.z;
    // The temple curves back; distance along it.
    const float u = std::copysign(std::sqrt(out * out + std::max(back, 0.0f) * back), out) + kInside_cm;
    const float v = p.y - corner.y - 0.05f;
    return Polar{std::sqrt(u * u + v * v), std::atan2(v, u)};
  };
  const auto in_reach = [corner, side](const Vec3& p) {
    return side.outwards(p) > side.outwards(corner) - 0.25f && p.z > corner.z - 4.5f;
  };
  builder.start_field(
      0, [polar](const Vec3& p) { return polar(p).angle / kLineEvery + 0.5f; },
      [polar, in_reach](const Vec3& p) {
        const Polar at = polar(p);
        return in_reach(p) && at.radius < 4.2f && std::abs(at.angle) < 1.3f ? 1.0f : 0.0f;
      });
  builder.add(
      [polar, in_reach](const Vec3& p) {
        const Polar at = polar(p);
        return in_reach(p) ? band(at.radius, kInside_cm + 0.55f, kInside_cm + 1.15f, 0.6f) *
                                 band(at.angle, -0.75f, 0.22f, 0.30f)
                           : 0;
      },
      {{side.channel(Channel::kEyeSquintRight, Channel::kEyeSquintLeft), 0.55f},
       {side.channel(Channel::kCheekSquintRight, Channel::kCheekSquintLeft), 0.60f},
       {side.channel(Channel::kMouthSmileRight, Channel::kMouthSmileLeft), 0.25f}},
      {.steepness = 0.42f, .resting = 0.55f});
}

/// Lines below the lower lid.
void add_under_eye(WrinkleBuilder& builder, const Side& side) {
  const std::vector<Vec3> line = side.line({31, 228, 229, 230, 231});
  const float sign = side.outwards({1, 0, 0});  // the line runs to the left on the right side of the face
  const auto height = [line, sign](const Vec3& p) { return sign * -nearest_place(p, line).distance; };
  const auto near = [line, height](const Vec3& p) {
    return p.z > 1.5f && std::abs(height(p)) < 1.3f && std::abs(p.x - line[2].x) < 2.1f;
  };
  builder.start_field(
      1, [height](const Vec3& p) { return height(p) / 0.52f; },
      [near](const Vec3& p) { return near(p) ? 1.0f : 0.0f; });
  builder.add(
      [line, height, near](const Vec3& p) {
        if (!near(p)) return 0.0f;
        const float along = nearest_place(p, line).along;
        return band(height(p), -0.15f, 0.55f, 0.20f) * std::sin(kPi * along);
      },
      {{side.channel(Channel::kEyeSquintRight, Channel::kEyeSquintLeft), 0.50f},
       {side.channel(Channel::kCheekSquintRight, Channel::kCheekSquintLeft), 0.55f}},
      {.steepness = 0.30f, .resting = 0.55f});
}

/// A single fold along `line`, of about `width_cm` on each side.
void start_single_fold(WrinkleBuilder& builder, std::size_t layer, const std::vector<Vec3>& line, float width_cm) {
  builder.start_field(
      layer, [line, width_cm](const Vec3& p) { return nearest_place(p, line).distance / width_cm; },
      [line, width_cm](const Vec3& p) { return 0.95f - std::abs(nearest_place(p, line).distance) / width_cm; });
}
/// Strength along such a fold; none at its ends, past which its phase would jump.
float along_fold(const Vec3& p, const std::vector<Vec3>& line, float width_cm) {
  const LinePlace place = nearest_place(p, line);
  const float across = band(place.distance / width_cm, -0.45f, 0.45f, 0.3f);
  return across * std::sqrt(std::max(std::sin(kPi * place.along), 0.0f));
}

/// From the wing of the nose round the corner of the mouth, and on beside the chin.
void add_mouth_folds(WrinkleBuilder& builder, const Side& side) {
  struct Between {
    int from, to;
    float share;
  };
  constexpr Between kLine[] = {
      {64, 129, 0.6f}, {98, 203, 0.62f}, {165, 206, 0.72f}, {92, 216, 0.68f}, {57, 212, 0.45f}};
  constexpr float kWidth = 1.15f;
  std::vector<Vec3> line;
  for (const Between& b : kLine) line.push_back(mix(side.landmark(b.from), side.landmark(b.to), b.share));
  start_single_fold(builder, 0, line, kWidth);
  builder.add([line](const Vec3& p) { return along_fold(p, line, kWidth); },
              {{side.channel(Channel::kMouthSmileRight, Channel::kMouthSmileLeft), 0.85f},
               {side.channel(Channel::kMouthUpperUpRight, Channel::kMouthUpperUpLeft), 0.40f},
               {side.channel(Channel::kNoseSneerRight, Channel::kNoseSneerLeft), 0.60f},
               {side.channel(Channel::kMouthDimpleRight, Channel::kMouthDimpleLeft), 0.25f},
               {side.channel(Channel::kMouthFrownRight, Channel::kMouthFrownLeft), 0.20f}},
              {.steepness = 0.44f, .resting = 0.60f});

  constexpr float kBesideChin = 0.8f;
  std::vector<Vec3> below = {mix(side.landmark(61), side.landmark(57), 0.5f),
                             mix(side.landmark(43), side.landmark(202), 0.3f),
                             mix(side.landmark(106), side.landmark(204), 0.8f), side.landmark(211)};
  start_single_fold(builder, 1, below, kBesideChin);
  builder.add([below](const Vec3& p) { return along_fold(p, below, kBesideChin); },
              {{side.channel(Channel::kMouthFrownRight, Channel::kMouthFrownLeft), 0.55f},
               {side.channel(Channel::kMouthStretchRight, Channel::kMouthStretchLeft), 0.20f}},
              {.steepness = 0.36f, .resting = 0.50f});
}

/// The fold between lower lip and chin.
void add_chin(WrinkleBuilder& builder, const Side& right, const Side& left) {
  constexpr float kWidth = 0.85f;
  const std::vector<Vec3> line = {right.landmark(106), right.landmark(182), right.landmark(18), left.landmark(182),
                                  left.landmark(106)};
  start_single_fold(builder, 0, line, kWidth);
  builder.add([line](const Vec3& p) { return along_fold(p, line, kWidth); },
              {{Channel::kMouthShrugLower, 0.8f},
               {Channel::kMouthPressRight, 0.15f},
               {Channel::kMouthPressLeft, 0.15f},
               {Channel::kMouthFrownRight, 0.15f},
               {Channel::kMouthFrownLeft, 0.15f}},
              {.steepness = 0.40f, .resting = 0.20f});
}

/// Upright lines of the lips and, when they purse, of the skin around them.
void add_lip_lines(WrinkleBuilder& builder, const Side& right) {
  const float corner = right.outwards(right.landmark(61));
  const float top = right.landmark(0).y, bottom = right.landmark(17).y;
  const auto across = [corner](const Vec3& p) { return smoothstep(corner + 0.1f, corner - 0.5f, std::abs(p.x)); };
  builder.start_field(
      1, [](const Vec3& p) { return (p.x + 0.10f * p.x * std::abs(p.y + 4.3f)) / 0.34f; },
      [=](const Vec3& p) {
        return p.z > 2 && std::abs(p.x) < corner + 0.25f ? band(p.y, bottom - 0.9f, top + 1.0f, 0.05f) : 0.0f;
      });
  builder.add([=](const Vec3& p) { return across(p) * band(p.y, bottom - 0.1f, top + 0.2f, 0.45f); },
              {{Channel::kMouthPucker, 0.9f}, {Channel::kMouthFunnel, 0.3f}}, {.steepness = 0.30f, .resting = 0.45f});
}

void add_neck_rings(WrinkleBuilder& builder, const Side& right) {
  const float chin = right.landmark(152).y;
  const auto below = [chin](const Vec3& p) { return chin - p.y - 0.03f * p.x * p.x; };
  const auto extent = [below](const Vec3& p) { return p.z > -3 ? band(below(p), 2.0f, 5.0f, 1.0f) : 0.0f; };
  builder.start_field(
      1, [below](const Vec3& p) { return below(p) / 1.6f; }, [extent](const Vec3& p) { return extent(p); });
  builder.add([extent](const Vec3& p) { return extent(p) * bell(p.x, 4); }, {}, {.steepness = 0.22f, .resting = 0.5f});
}

}  // namespace

void add_face_wrinkles(WrinkleBuilder& builder, const Cage& cage, const Skin& skin) {
  const Side right(cage, skin, kRight), left(cage, skin, kLeft);
  add_forehead(builder, right, left);
  add_frown(builder, right, left);
  for (const Side& side : {right, left}) {
    add_bunny_lines(builder, side);
    add_crows_feet(builder, side);
    add_under_eye(builder, side);
    add_mouth_folds(builder, side);
  }
  add_chin(builder, right, left);
  add_lip_lines(builder, right);
  add_neck_rings(builder, right);
}

}  // namespace emo3d::rig
