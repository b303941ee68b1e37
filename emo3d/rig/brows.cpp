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

constexpr Vec3 kBrowColour = {0.25f, 0.165f, 0.115f};
constexpr int kStripColumns = 26;
constexpr int kStripRows = 5;
constexpr int kHairs = 300;

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
  explicit BrowLine(const Cage& cage) {
    constexpr Point2 kTail = {-0.25f, -0.42f};  // beyond the outermost landmarks
    constexpr std::array<float, 6> kRaise = {0.05f, 0.02f, 0.02f, 0.02f, 0.03f, 0.05f};
    for (std::size_t i = 0; i < landmark::kBrowLowerEdge.size(); ++i) {
      const Vec3 middle =
          mix(cage.positions[landmark::kBrowLowerEdge[i]], cage.positions[landmark::kBrowUpperEdge[i]], 0.5f);
      points_[i + 2] = {middle.x, middle.y};
    }
    points_[1] = points_[2] + kTail;
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

float thickness(float t) {
  return 0.62f * (smoothstep(0, 0.55f, t) * 0.85f + 0.15f) * (1 - 0.25f * smoothstep(0.8f, 1, t));
}

/// Puts vertices onto the skin under points seen from the front.
class BrowBuilder {
 public:
  BrowBuilder(const Cage& cage, const Skin& skin, const RayCaster& face, int side)
      : cage_(cage), skin_(skin), face_(face), sign_(side == kRight ? 1.0f : -1.0f) {
    part_.kind = PartKind::kBrow;
    part_.material = Material::kHair;
  }

  void add_strip() {
    const BrowLine line(cage_);
    for (int column = 0; column < kStripColumns; ++column) {
      const float t = static_cast<float>(column) / (kStripColumns - 1);
      const BrowPoint p = line.at(t);
      for (int row = 0; row < kStripRows; ++row) {
        const float across = static_cast<float>(row) / (kStripRows - 1) - 0.5f;
        const float middle = 1 - 4 * across * across;  // 1 on the line, 0 at the edges
        const float dense = 0.80f * middle * smoothstep(0, 0.12f, t) * (1 - 0.6f * smoothstep(0.86f, 1, t));
        add(p.at + p.up * (across * thickness(t) * 0.9f), 0.035f * middle + 0.004f, kBrowColour, dense);
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
    const BrowLine line(cage_);
    Random random(11);
    for (int hair = 0; hair < kHairs; ++hair) {
      // Somewhat denser towards the head of the brow, whose end is ragged.
      const double first_half = random.uniform(-0.03, 0.03);  // two steps: the order of evaluation is fixed
      const float spread = static_cast<float>(first_half + random.uniform(-0.03, 0.03));
      const float t = 0.02f + 0.95f * static_cast<float>(std::pow(random.uniform(), 0.73)) + spread;
      const float across = static_cast<float>(random.uniform(-0.46, 0.46));
      const float full_length = static_cast<float>(random.uniform(0.28, 0.48));
      const float width = static_cast<float>(random.uniform(0.024, 0.034));
      const float shade = static_cast<float>(random.uniform(0.75, 1.25));
      const BrowPoint p = line.at(t);
      // Hairs stand up at the head and lie outwards and down along the tail.
      const float head = smoothstep(0.55f, 1, t);
      const float hair_length = full_length * (1 - 0.35f * smoothstep(0.85f, 1, t));
      const Point2 direction =
          unit2(p.along * -(1 - 0.45f * head) + p.up * (-0.30f - 0.48f * across * (1 - head) + head));
      const Point2 root = p.at + p.up * (across * thickness(t) * 0.85f);
      const Point2 sideways = turned(direction) * width;
      const auto first = static_cast<std::uint32_t>(part_.positions.size());
      const Vec3 colour = kBrowColour * shade;
      add(root + sideways * -1, 0.03f, colour);
      add(root + sideways, 0.03f, colour);
      add(root + direction * (0.6f * hair_length) + sideways * 0.5f, 0.075f, colour);
      add(root + direction * hair_length, 0.05f, colour);
      add_triangle(first, first + 1, first + 2);
      add_triangle(first, first + 2, first + 3);
    }
  }

  [[nodiscard]] HeadPart take() { return std::move(part_); }

 private:
  /// `dense`: how far `colour` covers the skin's.
  void add(Point2 p, float height, const Vec3& colour, float dense = 1) {
    constexpr float kInFront = 30;
    const Vec3 origin = {p.x * sign_, p.y, kInFront};
    const auto hit = face_.nearest({origin, {0, 0, -1}, kInFront});
    check(hit.has_value(), ErrorCode::kInvalidData, "the cage has no face under its brow at ({:.2f}, {:.2f})", origin.x,
          origin.y);
    const Triangle& triangle = hit->triangle;
    const std::array<float, 3> weights = {1 - hit->u - hit->v, hit->u, hit->v};
    Vec3 position, under;
    for (std::size_t k = 0; k < 3; ++k) {
      const std::uint32_t v = triangle[k];
      part_.skin_rows.add(v, weights[k]);
      position += (skin_.positions[v] + skin_.normals[v] * height) * weights[k];
      under += skin_.colours[v] * weights[k];
    }
    part_.skin_rows.end_row();
    part_.positions.push_back(position);
    part_.colours.push_back(mix(under, colour, dense));
  }

  void add_triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    part_.triangles.push_back(sign_ > 0 ? Triangle{a, b, c} : Triangle{a, c, b});
  }

  const Cage& cage_;
  const Skin& skin_;
  const RayCaster& face_;
  float sign_;
  HeadPart part_;
};

}  // namespace

HeadPart build_brow(const Cage& cage, const Skin& skin, const RayCaster& face, int side) {
  BrowBuilder builder(cage, skin, face, side);
  builder.add_strip();
  builder.add_hairs();
  return builder.take();
}

}  // namespace emo3d::rig
