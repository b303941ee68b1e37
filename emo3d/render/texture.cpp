#include "emo3d/render/texture.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "emo3d/render/srgb.h"

namespace emo3d::render {
namespace {

/// Largest integer not above `x`; |x| < 2^30.
std::int32_t floored(float x) {
  const auto truncated = static_cast<std::int32_t>(x);
  return truncated - (static_cast<float>(truncated) > x ? 1 : 0);
}

/// The texel that stands at `index` of a row or column of `size` texels.
int wrapped(std::int32_t index, int size, rig::Wrap wrap) {
  if (index >= 0 && index < size) return index;
  if (wrap == rig::Wrap::kClamp) return index < 0 ? 0 : size - 1;
  const int period = wrap == rig::Wrap::kMirror ? 2 * size : size;
  const int place = index % period < 0 ? index % period + period : index % period;
  return place < size ? place : period - 1 - place;
}

Float4 texel(const image::Image& image, int x, int y) {
  const auto pixel = image.pixel(x, y);
  return Float4{linear_value(pixel[0]), linear_value(pixel[1]), linear_value(pixel[2]),
                image.channels() == 4 ? static_cast<float>(pixel[3]) * (1.0f / 255) : 1.0f};
}

Float4 bilinear(const image::Image& image, const rig::Surface& surface, float u, float v) {
  const float x = u * static_cast<float>(image.width()) - 0.5f, y = v * static_cast<float>(image.height()) - 0.5f;
  const std::int32_t left = floored(x), top = floored(y);
  const float right_share = x - static_cast<float>(left), low_share = y - static_cast<float>(top);
  const int x0 = wrapped(left, image.width(), surface.wrap_u), x1 = wrapped(left + 1, image.width(), surface.wrap_u);
  const int y0 = wrapped(top, image.height(), surface.wrap_v), y1 = wrapped(top + 1, image.height(), surface.wrap_v);
  const Float4 upper = texel(image, x0, y0) * (1 - right_share) + texel(image, x1, y0) * right_share;
  const Float4 lower = texel(image, x0, y1) * (1 - right_share) + texel(image, x1, y1) * right_share;
  return upper * (1 - low_share) + lower * low_share;
}

float area(const ScreenTriangle& t) {
  return static_cast<float>(std::int64_t{t.x[1] - t.x[0]} * (t.y[2] - t.y[0]) -
                            std::int64_t{t.y[1] - t.y[0]} * (t.x[2] - t.x[0]));
}

}  // namespace

Float4 sample(const rig::Surface& surface, float u, float v, float texels_per_pixel) {
  if (!surface.texture) return splat(1.0f);
  const std::vector<image::Image>& levels = *surface.texture;
  std::size_t level = 0;
  float step = texels_per_pixel;
  for (; step >= 2 && level + 1 < levels.size(); step *= 0.5f) ++level;
  const Float4 fine = bilinear(levels[level], surface, u, v);
  if (step <= 1 || level + 1 == levels.size()) return fine;
  const float share = std::min(step - 1, 1.0f);
  return fine * (1 - share) + bilinear(levels[level + 1], surface, u, v) * share;
}

float texels_per_pixel(const rig::Surfaces& surfaces, const ScreenTriangle& t) {
  const rig::Surface& surface = surface_of(surfaces, t);
  if (!surface.texture) return 0;
  const image::Image& image = surface.texture->front();
  const auto &a = surfaces.points[t.vertices[0]], &b = surfaces.points[t.vertices[1]],
             &c = surfaces.points[t.vertices[2]];
  const float texels = std::abs((b.u - a.u) * (c.v - a.v) - (b.v - a.v) * (c.u - a.u)) *
                       static_cast<float>(image.width()) * static_cast<float>(image.height());
  const float pixels = area(t) * (1.0f / (static_cast<float>(kSubpixels) * kSubpixels));
  return std::sqrt(texels / pixels);
}

Float4 surface_colour(const rig::Surfaces& surfaces, const ScreenTriangle& triangle,
                      const std::array<float, 3>& weights) {
  const rig::Surface& surface = surface_of(surfaces, triangle);
  if (!surface.texture) return splat(1.0f);
  float u = 0, v = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const rig::SurfacePoint& corner = surfaces.points[triangle.vertices[i]];
    u += corner.u * weights[i];
    v += corner.v * weights[i];
  }
  Float4 colour = sample(surface, u, v, texels_per_pixel(surfaces, triangle));
  colour[3] = 1.0f;
  return colour;
}

AlphaTest::AlphaTest(const rig::Surfaces& surfaces, const ScreenTriangle& t)
    : surface_(surface_of(surfaces, t)),
      corners_{surfaces.points[t.vertices[0]], surfaces.points[t.vertices[1]], surfaces.points[t.vertices[2]]},
      inverse_depth_(t.inverse_depth),
      inverse_area_(1.0f / area(t)),
      texels_per_pixel_(texels_per_pixel(surfaces, t)),
      least_(surface_.alpha_mode == rig::AlphaMode::kMask ? splat(surface_.alpha_cutoff)
                                                          : Float4{0.125f, 0.625f, 0.875f, 0.375f}) {}

Int4 AlphaTest::operator()(Int4 inside, Float4 second, Float4 third) const {
  for (int s = 0; s < kLanes; ++s) {
    if (inside[s] == 0) continue;
    const float b = second[s] * inverse_area_, c = third[s] * inverse_area_;
    const std::array<float, 3> weights{(1 - b - c) * inverse_depth_[0], b * inverse_depth_[1], c * inverse_depth_[2]};
    const float scale = 1.0f / (weights[0] + weights[1] + weights[2]);
    float u = 0, v = 0, alpha = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const float weight = weights[i] * scale;
      u += corners_[i].u * weight;
      v += corners_[i].v * weight;
      alpha += corners_[i].alpha * weight;
    }
    if (!(alpha * sample(surface_, u, v, texels_per_pixel_)[3] >= least_[s])) inside[s] = 0;
  }
  return inside;
}

}  // namespace emo3d::render
