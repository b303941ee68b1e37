#include "emo3d/rig/creases.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

namespace emo3d::rig {
namespace {

using face::Channel;
constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kLeastLoss = 1.0f / 512;

/// The nearest place on a polyline.
struct LinePlace {
  float distance = std::numeric_limits<float>::infinity();
  float along = 0;  ///< 0 at the line's start, 1 at its end; every segment counts the same.
};

LinePlace nearest_place(const Vec3& p, std::span<const Vec3> line) {
  LinePlace best;
  const auto segments = static_cast<float>(line.size() - 1);
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const Vec3 segment = line[i + 1] - line[i];
    const Vec3 offset = p - line[i];
    const float t = std::clamp(dot(offset, segment) / dot(segment, segment), 0.0f, 1.0f);
    const float distance = length(offset - segment * t);
    if (distance < best.distance) best = {distance, (static_cast<float>(i) + t) / segments};
  }
  return best;
}

/// A fold along a line: a groove of gaussian section.
struct Fold {
  std::vector<Vec3> line;
  float width = 0.2f;
  float first_phase = 0, last_phase = 1;  ///< Of the half sine that fades the fold towards its ends.
};

/// Depth of the fold at one vertex of the skin, 0 to 1, and where along its line.
struct FoldPoint {
  std::uint32_t vertex = 0;
  float depth = 0, along = 0;
};

std::vector<FoldPoint> fold_points(const std::vector<Vec3>& positions, const Fold& fold) {
  constexpr float kReach = 2.6f;  // in widths; less than kLeastLoss is left there
  const float reach = kReach * fold.width;
  Vec3 low = fold.line.front();
  Vec3 high = low;
  for (const Vec3& p : fold.line) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  std::vector<FoldPoint> points;
  for (std::uint32_t v = 0; v < positions.size(); ++v) {
    const Vec3& p = positions[v];
    if (p.x < low.x - reach || p.y < low.y - reach || p.z < low.z - reach || p.x > high.x + reach ||
        p.y > high.y + reach || p.z > high.z + reach)
      continue;
    const LinePlace place = nearest_place(p, fold.line);
    const float q = place.distance / fold.width;
    const float phase = std::clamp(fold.first_phase + (fold.last_phase - fold.first_phase) * place.along, 0.0f, 1.0f);
    points.push_back({v, std::exp(-q * q) * std::sin(kPi * phase), place.along});
  }
  return points;
}

/// How a channel deepens a fold: only where the fold's `along` lies between the limits.
struct Deepening {
  Channel right, left;
  float amount;
  float from = -1, to = 2;
};

class CreaseBuilder {
 public:
  CreaseBuilder(const Cage& cage, const Skin& skin) : cage_(cage), skin_(skin) {}

  [[nodiscard]] Vec3 landmark(int index, int side) const {
    return cage_.positions[side == kRight ? static_cast<std::uint32_t>(index) : cage_.mirror[index]];
  }

  void add(const std::vector<FoldPoint>& points, const Deepening& deepening, int side) {
    Crease crease{side == kRight ? deepening.right : deepening.left, {}, {}};
    for (const FoldPoint& p : points) {
      const float loss = deepening.amount * p.depth;
      if (loss < kLeastLoss || p.along <= deepening.from || p.along >= deepening.to) continue;
      crease.vertices.push_back(p.vertex);
      crease.loss.push_back(loss);
    }
    creases_.push_back(std::move(crease));
  }

  /// From the wing of the nose round the corner of the mouth.
  void add_nasolabial(int side) {
    struct Between {
      int from, to;
      float share;
    };
    constexpr Between kLine[] = {
        {64, 129, 0.6f}, {98, 203, 0.62f}, {165, 206, 0.72f}, {92, 216, 0.68f}, {57, 212, 0.45f}};
    Fold fold{.line = {}, .width = 0.38f, .first_phase = 0.12f, .last_phase = 0.92f};
    for (const Between& b : kLine) fold.line.push_back(mix(landmark(b.from, side), landmark(b.to, side), b.share));
    std::vector<FoldPoint> points = fold_points(skin_.positions, fold);
    for (FoldPoint& p : points) p.depth *= 1 - skin_.lip[p.vertex];
    for (const Deepening& d : {Deepening{Channel::kMouthSmileRight, Channel::kMouthSmileLeft, 0.22f},
                               {Channel::kMouthUpperUpRight, Channel::kMouthUpperUpLeft, 0.12f},
                               {Channel::kNoseSneerRight, Channel::kNoseSneerLeft, 0.18f, -1, 0.75f},
                               {Channel::kMouthDimpleRight, Channel::kMouthDimpleLeft, 0.10f, 0.5f},
                               {Channel::kMouthFrownRight, Channel::kMouthFrownLeft, 0.12f, 0.6f}})
      add(points, d, side);
  }

  /// Upright lines between the brows and the shadow at their inner ends.
  void add_frown(int side) {
    constexpr Deepening kLines = {Channel::kBrowDownRight, Channel::kBrowDownLeft, 0.14f};
    constexpr Deepening kShadow = {Channel::kBrowDownRight, Channel::kBrowDownLeft, 0.22f};
    constexpr float kPlane = 5.3f;  // the line lies in front of the skin; distance is measured as seen from the front
    const float sign = side == kRight ? -1.0f : 1.0f;
    const Fold fold{.line = {{sign * 0.42f, 3.75f, kPlane}, {sign * 0.40f, 4.4f, kPlane}, {sign * 0.50f, 5.2f, kPlane}},
                    .width = 0.17f,
                    .first_phase = 0.05f,
                    .last_phase = 0.95f};
    std::vector<Vec3> flat = skin_.positions;
    for (Vec3& p : flat) p.z = p.z > 3 ? kPlane : -kPlane;
    add(fold_points(flat, fold), kLines, side);

    constexpr float kShadowRadius = 0.7f;
    const Vec3 inner = landmark(193, side);
    std::vector<FoldPoint> shadow;
    for (std::uint32_t v = 0; v < skin_.positions.size(); ++v) {
      const Vec3 d = skin_.positions[v] - inner;
      const float q = dot(d, d) / (kShadowRadius * kShadowRadius);
      if (q < 7) shadow.push_back({v, std::exp(-q), 0});
    }
    add(shadow, kShadow, side);
  }

  void add_under_eye(int side) {
    Fold fold{.line = {}, .width = 0.22f};
    for (const int v : {31, 228, 229, 230, 231}) fold.line.push_back(landmark(v, side));
    const std::vector<FoldPoint> points = fold_points(skin_.positions, fold);
    add(points, {Channel::kCheekSquintRight, Channel::kCheekSquintLeft, 0.10f}, side);
    add(points, {Channel::kEyeSquintRight, Channel::kEyeSquintLeft, 0.08f}, side);
  }

  void add_chin() {
    const Fold fold{.line = {landmark(106, kRight), landmark(182, kRight), landmark(18, kRight), landmark(182, kLeft),
                             landmark(106, kLeft)},
                    .width = 0.3f};
    add(fold_points(skin_.positions, fold), {Channel::kMouthShrugLower, Channel::kMouthShrugLower, 0.15f}, kRight);
  }

  [[nodiscard]] std::vector<Crease> take() { return std::move(creases_); }

 private:
  const Cage& cage_;
  const Skin& skin_;
  std::vector<Crease> creases_;
};

}  // namespace

std::vector<Crease> build_creases(const Cage& cage, const Skin& skin) {
  CreaseBuilder builder(cage, skin);
  for (const int side : {kRight, kLeft}) {
    builder.add_nasolabial(side);
    builder.add_frown(side);
    builder.add_under_eye(side);
  }
  builder.add_chin();
  return builder.take();
}

}  // namespace emo3d::rig
