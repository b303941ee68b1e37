#include <algorithm>
#include <array>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/random.h"
#include "emo3d/rig/head_part.h"
#include "emo3d/rig/landmarks.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr int kStripColumns = 30;
constexpr int kStripRows = 9;
constexpr float kUsualHairs = 420;
constexpr int kMostHairs = 800;

struct Point2 {
  float x = 0, y = 0;
};
Point2 operator+(Point2 a, Point2 b) { return {a.x + b.x, a.y + b.y}; }
Point2 operator*(Point2 a, float s) { return {a.x * s, a.y * s}; }
Point2 unit2(Point2 a) { return a * (1 / std::sqrt(a.x * a.x + a.y * a.y)); }
/// A quarter turn counter-clockwise.
Point2 turned(Point2 a) { return {-a.y, a.x}; }

/// Where a point of the brow lies, seen from the front, and the directions there.
struct BrowPoint {
  Point2 at;
  Point2 along;  ///< Towards the nose; unit length.
  Point2 up;     ///< Across, pointing up; unit length.
};

/// The middle line of the right brow from its tail (t = 0) to its head (t = 1), and a little beyond: a Catmull-Rom
/// curve.
class BrowLine {
 public:
  BrowLine(const Cage& cage, float arch) {
    constexpr Point2 kTail = {-0.25f, -0.42f};  // beyond the outermost landmarks
    constexpr std::array<float, 6> kRaise = {0.05f, 0.02f, 0.02f, 0.02f, 0.03f, 0.05f};
    for (std::size_t i = 0; i < landmark::kBrowLowerEdge.size(); ++i) {
      const Vec3 middle =
          mix(cage.positions[landmark::kBrowLowerEdge[i]], cage.positions[landmark::kBrowUpperEdge[i]], 0.5f);
      points_[i + 2] = {middle.x, middle.y};
    }
    points_[1] = points_[2] + kTail;
    constexpr std::array<float, 5> kArch = {-0.10f, 0.06f, 0.16f, 0.04f, -0.06f};  // at arch 1
    for (std::size_t i = 0; i < kArch.size(); ++i) points_[i + 2].y += arch * kArch[i];
    for (std::size_t i = 0; i < kRaise.size(); ++i) points_[i + 1].y += kRaise[i];
    points_[0] = points_[1] * 2 + points_[2] * -1;
    points_[7] = points_[6] * 2 + points_[5] * -1;
  }

  [[nodiscard]] BrowPoint at(float t) const {
    constexpr int kSpans = 5;
    const float scaled = t * kSpans;
    const int span = std::clamp(static_cast<int>(scaled), 0, kSpans - 1);
    const float u = scaled - static_cast<float>(span);
    const Point2* p = &points_[span];
    const Point2 c1 = (p[2] + p[0] * -1) * 0.5f;
    const Point2 c2 = p[0] + p[1] * -2.5f + p[2] * 2 + p[3] * -0.5f;
    const Point2 c3 = (p[3] + p[0] * -1) * 0.5f + (p[1] + p[2] * -1) * 1.5f;
    BrowPoint result;
    result.at = p[1] + (c1 + (c2 + c3 * u) * u) * u;
    result.along = unit2(c1 + (c2 * 2 + c3 * (3 * u)) * u);
    result.up = turned(result.along);
    if (result.up.y < 0) result.up = result.up * -1;
    return result;
  }

 private:
  std::array<Point2, 8> points_{};  ///< With one more at either end.
};

/// Puts vertices onto the skin under points seen from the front.
class BrowBuilder {
 public:
  BrowBuilder(const BrowSite& site, const BrowShape& shape, int side)
      : shape_(shape),
        line_(site.cage, shape.arch),
        skin_(site.skin),
        face_(site.face),
        sign_(side == kRight ? 1.0f : -1.0f) {
    part_.kind = PartKind::kBrow;
    part_.material = Material::kHair;
  }

  /// A stain on the skin that fades on all sides: the hairs too fine to draw.
  void add_strip() {
    for (int column = 0; column < kStripColumns; ++column) {
      const float t = -0.04f + 1.06f * static_cast<float>(column) / (kStripColumns - 1);
      const BrowPoint p = line_.at(t);
      for (int row = 0; row < kStripRows; ++row) {
        const float across =
            2 * static_cast<float>(row) / (kStripRows - 1) - 1;  // 0 on the line, -1 and 1 at the edges
        const float middle = 1 - across * across;
        const float ends =
            smoothstep(-0.03f, 0.18f, t) * (1 - 0.75f * smoothstep(0.80f, 0.99f, t)) * (t < 1 ? 1.0f : 0.0f);
        const float dense = std::min(0.85f, 0.62f * shape_.density) * middle * middle * ends;
        // Where it is faint it dips below the skin.
        add(p.at + p.up * (0.58f * across * thickness(t)), std::min(0.02f, 0.12f * dense - 0.010f), shape_.colour,
            1 - dense);
      }
    }
    for (std::uint32_t column = 0; column + 1 < kStripColumns; ++column)
      for (std::uint32_t row = 0; row + 1 < kStripRows; ++row) {
        const std::uint32_t a = column * kStripRows + row;
        add_triangle(a, a + kStripRows, a + 1);
        add_triangle(a + 1, a + kStripRows, a + kStripRows + 1);
      }
  }

  void add_hairs() {
    Random random(11);
    const auto uniform = [&](double low, double high) { return static_cast<float>(random.uniform(low, high)); };
    const auto hairs = static_cast<int>(std::clamp(kUsualHairs * shape_.density, 0.0f, 1.0f * kMostHairs));
    for (int hair = 0; hair < hairs; ++hair) {
      // Somewhat denser towards the head of the brow, whose end is ragged.
      const float spread = uniform(-0.03, 0.03);
      const float t = 0.01f + 0.97f * static_cast<float>(std::pow(random.uniform(), 0.80)) + spread;
      // Most grow near the middle line.
      const float first_half = uniform(-0.25, 0.25);
      const float across = first_half + uniform(-0.25, 0.25);
      const float full_length = uniform(0.22, 0.50);
      const float width = uniform(0.012, 0.020);
      const float shade = uniform(0.8, 1.35);
      const float stray = uniform(-0.22, 0.22);
      const BrowPoint p = line_.at(t);
      // Hairs stand up at the head; further out upper hairs lie down along the tail and lower ones up.
      const float head = smoothstep(0.62f, 1, t);
      const float thin = smoothstep(0, 0.10f, t) * (1 - 0.35f * smoothstep(0.85f, 1, t));
      const float hair_length = full_length * (0.55f + 0.45f * thin);
      const float lean =
          0.10f - 1.1f * across * (1 - head) + 1.15f * head - 0.25f * (1 - smoothstep(0.1f, 0.4f, t)) + stray;
      const Point2 direction = unit2(p.along * -(1 - 0.55f * head) + p.up * lean);
      const Point2 bent = unit2(p.along * -1 + p.up * (lean - 0.35f * head - 0.25f));
      const Point2 root = p.at + p.up * (across * thickness(t)) + direction * (-0.4f * hair_length);
      const Point2 middle = root + direction * (0.55f * hair_length);
      const Point2 sideways = turned(direction) * width;
      const auto first = static_cast<std::uint32_t>(part_.positions.size());
      const Vec3 colour = shape_.colour * shade;
      add(root, 0.025f, colour, 0.40f);
      add(middle + sideways * -1, 0.055f, colour, 0.12f);
      add(middle + sideways, 0.055f, colour, 0.12f);
      add(middle + bent * (0.45f * hair_length), 0.04f, colour, 0.25f);
      add_triangle(first, first + 1, first + 2);
      add_triangle(first + 1, first + 3, first + 2);
    }
  }

  [[nodiscard]] HeadPart take() { return std::move(part_); }

 private:
  [[nodiscard]] float thickness(float t) const {
    return 0.58f * shape_.thickness * (smoothstep(-0.05f, 0.55f, t) * 0.82f + 0.18f) *
           (1 - 0.22f * smoothstep(0.8f, 1, t));
  }

  /// A vertex over the skin; `bare` is the share of the skin's own colour.
  void add(Point2 p, float height, const Vec3& colour, float bare) {
    constexpr float kInFront = 30;
    const Vec3 origin = {p.x * sign_, p.y, kInFront};
    const auto hit = face_.nearest({origin, {0, 0, -1}, kInFront});
    check(hit.has_value(), ErrorCode::kInvalidData, "the cage has no face under its brow at ({:.2f}, {:.2f})", origin.x,
          origin.y);
    const Triangle& triangle = hit->triangle;
    const std::array<float, 3> weights = {1 - hit->u - hit->v, hit->u, hit->v};
    Vec3 position;
    Vec3 skin_colour;
    for (std::size_t k = 0; k < 3; ++k) {
      const std::uint32_t v = triangle[k];
      part_.skin_rows.add(v, weights[k]);
      skin_colour += skin_.colours[v] * weights[k];
      position += (skin_.positions[v] + skin_.normals[v] * height) * weights[k];
    }
    part_.skin_rows.end_row();
    part_.positions.push_back(position);
    part_.colours.push_back(mix(colour, skin_colour, bare));
  }

  void add_triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    part_.triangles.push_back(sign_ > 0 ? Triangle{a, b, c} : Triangle{a, c, b});
  }

  const BrowShape& shape_;
  BrowLine line_;
  const Skin& skin_;
  const RayCaster& face_;
  float sign_;
  HeadPart part_;
};

}  // namespace

HeadPart build_brow(const BrowSite& site, const BrowShape& shape, int side) {
  BrowBuilder builder(site, shape, side);
  builder.add_strip();
  builder.add_hairs();
  return builder.take();
}

}  // namespace emo3d::rig
