#include "emo3d/landmark/perspective.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

namespace emo3d::landmark {
namespace {

constexpr std::size_t kUnknowns = 8;
using Row = std::array<double, kUnknowns + 1>;  // the last one is the right side

/// Lower left, upper left, upper right, lower right before rotation; as cv::RotatedRect::points() computes them.
std::array<Point, 4> corners(const Region& region) {
  // MediaPipe hands degrees over as float.
  const auto degrees = static_cast<float>(region.rotation * 180.0 / std::numbers::pi);
  const double radians = static_cast<double>(degrees) * std::numbers::pi / 180.0;
  const float half_cos = static_cast<float>(std::cos(radians)) * 0.5F;
  const float half_sin = static_cast<float>(std::sin(radians)) * 0.5F;
  const float cx = region.center_x;
  const float cy = region.center_y;
  const Point lower_left = {cx - half_sin * region.height - half_cos * region.width,
                            cy + half_cos * region.height - half_sin * region.width};
  const Point upper_left = {cx + half_sin * region.height - half_cos * region.width,
                            cy - half_cos * region.height - half_sin * region.width};
  return {lower_left, upper_left, Point{2 * cx - lower_left.x, 2 * cy - lower_left.y},
          Point{2 * cx - upper_left.x, 2 * cy - upper_left.y}};
}

/// Gaussian elimination with the largest pivot of each column.
std::array<double, kUnknowns> solve(std::array<Row, kUnknowns> rows) {
  for (std::size_t i = 0; i < kUnknowns; ++i) {
    std::size_t pivot = i;
    for (std::size_t j = i + 1; j < kUnknowns; ++j)
      if (std::abs(rows[j][i]) > std::abs(rows[pivot][i])) pivot = j;
    std::swap(rows[i], rows[pivot]);
    const double negative_inverse = -1 / rows[i][i];
    for (std::size_t j = i + 1; j < kUnknowns; ++j) {
      const double factor = rows[j][i] * negative_inverse;
      for (std::size_t k = i + 1; k <= kUnknowns; ++k) rows[j][k] += factor * rows[i][k];
    }
  }
  std::array<double, kUnknowns> x{};
  for (std::size_t i = kUnknowns; i-- > 0;) {
    double sum = rows[i][kUnknowns];
    for (std::size_t k = i + 1; k < kUnknowns; ++k) sum -= rows[i][k] * x[k];
    x[i] = sum / rows[i][i];
  }
  return x;
}

/// The perspective map, with 1 in its last place, that takes each point of `from` to that of `to`.
std::array<double, 9> perspective(const std::array<Point, 4>& from, const std::array<Point, 4>& to) {
  std::array<Row, kUnknowns> rows{};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto [x, y] = from[i];
    // the products are rounded to float, as there
    rows[i] = {x, y, 1, 0, 0, 0, -x * to[i].x, -y * to[i].x, to[i].x};
    rows[i + 4] = {0, 0, 0, x, y, 1, -x * to[i].y, -y * to[i].y, to[i].y};
  }
  const auto x = solve(rows);
  return {x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], 1};
}

std::array<double, 9> inverse(const std::array<double, 9>& m) {
  const double determinant =
      m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
  const double d = 1 / determinant;
  return {(m[4] * m[8] - m[5] * m[7]) * d, (m[2] * m[7] - m[1] * m[8]) * d, (m[1] * m[5] - m[2] * m[4]) * d,
          (m[5] * m[6] - m[3] * m[8]) * d, (m[0] * m[8] - m[2] * m[6]) * d, (m[2] * m[3] - m[0] * m[5]) * d,
          (m[3] * m[7] - m[4] * m[6]) * d, (m[1] * m[6] - m[0] * m[7]) * d, (m[0] * m[4] - m[1] * m[3]) * d};
}

}  // namespace

std::array<double, 9> crop_to_image(const Region& region, int side_px) {
  const auto side = static_cast<float>(side_px);
  const std::array<Point, 4> square = {Point{0, side}, Point{0, 0}, Point{side, 0}, Point{side, side}};
  return inverse(perspective(corners(region), square));
}

}  // namespace emo3d::landmark
