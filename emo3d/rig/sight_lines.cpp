#include "emo3d/rig/sight_lines.h"

#include <array>
#include <limits>

namespace emo3d::rig {
namespace {

constexpr float kBin_cm = 0.16f;
/// Triangles seen almost edge-on say nothing about depth.
constexpr float kLeastFacing = 0.05f;

int cell(float x, float low) { return static_cast<int>((x - low) * (1 / kBin_cm)); }

}  // namespace

SightLines::Point SightLines::seen(const Vec3& p) const {
  return axis_ == Axis::kY ? Point{p.z, p.x, p.y * sign_} : Point{p.x, p.y, p.z * sign_};
}

SightLines::SightLines(std::span<const Vec3> positions, std::span<const Triangle> triangles, Axis axis, float sign)
    : axis_(axis), sign_(sign) {
  constexpr float kFar = std::numeric_limits<float>::max();
  low_u_ = low_v_ = kFar;
  float high_u = -kFar;
  float high_v = -kFar;
  facets_.reserve(triangles.size());
  for (const Triangle& t : triangles) {
    const Point a = seen(positions[t[0]]);
    const Point b = seen(positions[t[1]]);
    const Point c = seen(positions[t[2]]);
    // The normal in (u, v, height); (z, x, y) and (x, y, z) are both right-handed.
    const Vec3 n = cross({b.u - a.u, b.v - a.v, b.height - a.height}, {c.u - a.u, c.v - a.v, c.height - a.height});
    const float up = n.z * sign_;  // the mirrored height has turned the triangle round
    const float size = length(n);
    if (up <= kLeastFacing * size) continue;
    Facet facet{{a.u, b.u, c.u}, {a.v, b.v, c.v}, 0, -n.x / n.z, -n.y / n.z, up / size, {}};
    const Vec3 out = n * (sign_ / size);  // in (u, v, height against the axis)
    facet.normal = axis_ == Axis::kY ? Vec3{out.y, out.z * sign_, out.x} : Vec3{out.x, out.y, out.z * sign_};
    facet.base = a.height - facet.slope_u * a.u - facet.slope_v * a.v;
    if (sign_ < 0) {
      std::swap(facet.u[1], facet.u[2]);
      std::swap(facet.v[1], facet.v[2]);
    }
    for (int i = 0; i < 3; ++i) {
      low_u_ = std::min(low_u_, facet.u[i]);
      low_v_ = std::min(low_v_, facet.v[i]);
      high_u = std::max(high_u, facet.u[i]);
      high_v = std::max(high_v, facet.v[i]);
    }
    facets_.push_back(facet);
  }
  if (facets_.empty()) return;
  columns_ = cell(high_u, low_u_) + 1;
  rows_ = cell(high_v, low_v_) + 1;
  struct Bins {
    int first_row, last_row, first_column, last_column;
  };
  std::vector<Bins> bins;
  bins.reserve(facets_.size());
  starts_.assign(static_cast<std::size_t>(columns_) * rows_ + 1, 0);
  const auto for_each = [&](const Bins& b, auto&& visit) {
    for (int row = b.first_row; row <= b.last_row; ++row)
      for (int column = b.first_column; column <= b.last_column; ++column) visit(row * columns_ + column);
  };
  for (const Facet& f : facets_) {
    bins.push_back({cell(std::min({f.v[0], f.v[1], f.v[2]}), low_v_), cell(std::max({f.v[0], f.v[1], f.v[2]}), low_v_),
                    cell(std::min({f.u[0], f.u[1], f.u[2]}), low_u_),
                    cell(std::max({f.u[0], f.u[1], f.u[2]}), low_u_)});
    for_each(bins.back(), [&](int bin) { ++starts_[bin + 1]; });
  }
  for (std::size_t bin = 1; bin < starts_.size(); ++bin) starts_[bin] += starts_[bin - 1];
  entries_.resize(starts_.back());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (std::uint32_t i = 0; i < facets_.size(); ++i) for_each(bins[i], [&](int bin) { entries_[next[bin]++] = i; });
}

SightLines::Distance SightLines::nearest(const Vec3& p, float side, float reach_cm) const {
  const Point at = seen(p);
  if (facets_.empty() || at.u < low_u_ || at.v < low_v_) return {};
  const int column = cell(at.u, low_u_);
  const int row = cell(at.v, low_v_);
  if (column >= columns_ || row >= rows_) return {};
  const int b = row * columns_ + column;
  Distance result{std::numeric_limits<float>::max(), {}};
  for (std::uint32_t i = starts_[b]; i < starts_[b + 1]; ++i) {
    const Facet& f = facets_[entries_[i]];
    const float apart = (f.base + f.slope_u * at.u + f.slope_v * at.v - at.height) * side;
    if (apart <= 0 || apart > reach_cm) continue;
    const auto left_of = [&](int from, int to) {
      return (f.u[to] - f.u[from]) * (at.v - f.v[from]) - (f.v[to] - f.v[from]) * (at.u - f.u[from]) >= 0;
    };
    if (!left_of(0, 1) || !left_of(1, 2) || !left_of(2, 0)) continue;
    const float across = apart * f.facing;
    // On an edge both neighbours count, or the mirror image of a face would differ from it.
    constexpr float kSame_cm = 1e-5f;
    if (across < result.across_cm - kSame_cm) {
      result = {across, f.normal};
    } else if (across < result.across_cm + kSame_cm) {
      result.normal = unit(result.normal + f.normal);
    }
  }
  return result.across_cm == std::numeric_limits<float>::max() ? Distance{} : result;
}

}  // namespace emo3d::rig
