#include "tools/head/skull.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "tools/head/shoulders.h"

namespace emo3d::head {
namespace {

constexpr double kDegrees = std::numbers::pi / 180;

// --- The solid: sized so that it meets the canonical face's oval and has an adult's proportions.

double ellipsoid_distance(const Vec& p, const Vec& centre, const Vec& radii) {
  const Vec q = (p - centre).cwiseQuotient(radii);
  const double k0 = q.norm();
  return k0 * (k0 - 1) / (q.cwiseQuotient(radii).norm() + 1e-9);
}

double cone_distance(const Vec& p, const Vec& from, const Vec& to, double from_radius, double to_radius) {
  const Vec axis = to - from;
  const double along = std::clamp((p - from).dot(axis) / axis.squaredNorm(), 0.0, 1.0);
  return (p - from - along * axis).norm() - (from_radius + (to_radius - from_radius) * along);
}

double smooth_minimum(double a, double b, double blend_cm) {
  const double h = std::clamp(0.5 + 0.5 * (b - a) / blend_cm, 0.0, 1.0);
  return b * (1 - h) + a * h - blend_cm * h * (1 - h);
}

// --- The sweep: half-planes about a hinge line parallel to X below the throat, turning from the face to the nape.

constexpr double kHingeY = -13.0;
constexpr double kHingeZ = 3.2;
constexpr int kSweptRings = kSkullRings - kNeckRings;
constexpr int kJunctionRings = 3;  // the first of the swept rings that is kept as swept

/// Distance from the hinge to the point inside the head from which rays of a half-plane start.
double inside_distance(double angle_deg) {
  struct Knot {
    double angle_deg, distance_cm;
  };
  constexpr std::array<Knot, 4> kKnots = {{{60, 10.5}, {90, 13.0}, {130, 11.5}, {180, 8.4}}};
  if (angle_deg <= kKnots.front().angle_deg) return kKnots.front().distance_cm;
  for (std::size_t i = 1; i < kKnots.size(); ++i) {
    const auto& [a, da] = kKnots[i - 1];
    const auto& [b, db] = kKnots[i];
    if (angle_deg <= b) return da + (db - da) * (angle_deg - a) / (b - a);
  }
  return kKnots.back().distance_cm;
}

/// Where the ray at polar angle `polar` in the half-plane at `angle_deg` leaves the head.
Vec leave_head(double angle_deg, double polar) {
  const Vec in_plane(0, std::sin(angle_deg * kDegrees), std::cos(angle_deg * kDegrees));
  const Vec start = Vec(0, kHingeY, kHingeZ) + inside_distance(angle_deg) * in_plane;
  const Vec direction = std::cos(polar) * Vec::UnitX() + std::sin(polar) * in_plane;
  constexpr double kStepCm = 0.05;
  constexpr int kSteps = 360;
  int step = 1;
  while (step < kSteps && skull_distance(start + step * kStepCm * direction) <= 0) ++step;
  double inside = (step - 1) * kStepCm;
  double outside = step * kStepCm;
  for (int i = 0; i < 30; ++i) {
    const double middle = (inside + outside) / 2;
    (skull_distance(start + middle * direction) > 0 ? outside : inside) = middle;
  }
  return start + inside * direction;
}

std::array<OvalRing, kSkullRings> sweep(const OvalRing& oval) {
  std::array<OvalRing, kSkullRings> rings;
  for (std::size_t c = 0; c < kOvalPoints; ++c) {
    const double y = oval[c].y() - kHingeY;
    const double z = oval[c].z() - kHingeZ;
    const double first_angle_deg = std::atan2(y, z) / kDegrees;
    const double polar = std::atan2(std::hypot(y, z) - inside_distance(first_angle_deg), oval[c].x());
    for (int k = 1; k <= kSweptRings; ++k) {
      const double share = std::pow(static_cast<double>(k) / kSweptRings, 0.9);
      rings[k - 1][c] = leave_head(first_angle_deg + (180 - first_angle_deg) * share, polar);
    }
  }
  return rings;
}

/// Replaces the first rings by cubic curves that leave the face along its own tangent and join the skull along its own.
void join_face(std::array<OvalRing, kSkullRings>& rings, const OvalRing& oval, const OvalRing& outward) {
  for (std::size_t c = 0; c < kOvalPoints; ++c) {
    const Vec& from = oval[c];
    const Vec to = rings[kJunctionRings - 1][c];
    const double length = (to - from).norm();
    const Vec from_tangent = outward[c] * length;
    const Vec to_tangent = (rings[kJunctionRings][c] - rings[kJunctionRings - 2][c]).normalized() * length;
    for (int k = 1; k < kJunctionRings; ++k) {
      const double t = static_cast<double>(k) / kJunctionRings;
      const double t2 = t * t;
      const double t3 = t2 * t;
      rings[k - 1][c] = (2 * t3 - 3 * t2 + 1) * from + (t3 - 2 * t2 + t) * from_tangent + (3 * t2 - 2 * t3) * to +
                        (t3 - t2) * to_tangent;
    }
  }
}

/// Taubin smoothing (1995) with neighbours along rings and columns only: the triangulation's diagonals would twist the
/// rings, and plain Laplacian smoothing would shrink the cranium by centimetres.
void smooth(std::array<OvalRing, kSkullRings>& rings, const OvalRing& oval) {
  constexpr int kIterations = 2;
  for (int iteration = 0; iteration < kIterations; ++iteration)
    for (const double step : {0.35, -0.36}) {
      const auto old = rings;
      for (std::size_t k = 0; k + 1 < kSkullRings; ++k)
        for (std::size_t c = 0; c < kOvalPoints; ++c) {
          const Vec& before = k == 0 ? oval[c] : old[k - 1][c];
          const Vec mean =
              (old[k][(c + kOvalPoints - 1) % kOvalPoints] + old[k][(c + 1) % kOvalPoints] + before + old[k + 1][c]) /
              4;
          rings[k][c] += step * (mean - old[k][c]);
        }
    }
}

}  // namespace

double skull_distance(const Vec& p) {
  const double cranium = ellipsoid_distance(p, {0, 4.3, -4.1}, {7.7, 8.9, 9.3});
  const double jaw = ellipsoid_distance(p, {0, -1.5, -0.8}, {7.3, 8.0, 5.6});
  const double neck = cone_distance(p, {0, -3, -4.8}, {0, -20, -6}, 4.75, 5.3);
  return smooth_minimum(smooth_minimum(cranium, jaw, 1.5), neck, 2.2);
}

std::array<int, kOvalPoints> mirrored_columns(std::span<const int> mirror) {
  std::array<int, kOvalPoints> columns{};
  for (std::size_t c = 0; c < kOvalPoints; ++c)
    columns[c] = static_cast<int>(std::find(kOval.begin(), kOval.end(), mirror[kOval[c]]) - kOval.begin());
  return columns;
}

OvalRing oval_directions(std::span<const Vec> positions, std::span<const Triangle> triangles) {
  const std::set<int> oval(kOval.begin(), kOval.end());
  std::map<int, std::set<int>> inside;
  for (const Triangle& t : triangles)
    for (const int v : t)
      if (oval.contains(v))
        for (const int w : t)
          if (!oval.contains(w)) inside[v].insert(w);
  OvalRing raw;
  for (std::size_t c = 0; c < kOvalPoints; ++c) {
    const std::set<int>& neighbours = inside[kOval[c]];
    Vec mean = Vec::Zero();
    for (const int v : neighbours) mean += positions[v] / static_cast<double>(neighbours.size());
    raw[c] = (positions[kOval[c]] - mean).normalized();
  }
  OvalRing smoothed;
  for (std::size_t c = 0; c < kOvalPoints; ++c)
    smoothed[c] = 0.25 * raw[(c + kOvalPoints - 1) % kOvalPoints] + 0.5 * raw[c] + 0.25 * raw[(c + 1) % kOvalPoints];
  return smoothed;
}

std::array<OvalRing, kSkullRings> build_skull(const OvalRing& oval, const OvalRing& outward) {
  auto rings = sweep(oval);
  const auto below = build_shoulders(rings[kSweptRings - 1]);
  std::copy_n(below.begin(), kNeckRings, rings.begin() + kSweptRings);
  join_face(rings, oval, outward);
  smooth(rings, oval);
  return rings;
}

}  // namespace emo3d::head
