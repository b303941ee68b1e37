#include "emo3d/render/resolve.h"

#include <algorithm>
#include <array>

#include "emo3d/render/skin_relief.h"
#include "emo3d/render/srgb.h"

namespace emo3d::render {
namespace {

constexpr std::size_t kRowFragments = std::size_t{kTileSize} * kLanes;

/// Numbers of a VertexDetail: rest position and pores, marks, folds; and how much of the surface a pixel spans.
constexpr std::size_t kDetailNumbers = 17;
constexpr std::size_t kPixelSpan = kDetailNumbers - 1;

Float4x3 splat3(const rig::Vec3& v) { return {splat(v.x), splat(v.y), splat(v.z)}; }

/// The part of a pixel that shows one triangle. Arrays over the fragments of a row of a tile, so that four can be
/// loaded side by side.
struct RowFragments {
  std::array<std::array<float, kRowFragments>, 3> normal;
  std::array<std::array<float, kRowFragments>, 3> albedo;
  std::array<float, kRowFragments> occlusion;
  std::array<float, kRowFragments> x;  ///< Middle of the covered samples on the screen, in pixels.
  std::array<float, kRowFragments> y;
  std::array<float, kRowFragments> key_light;
  std::array<std::array<float, kRowFragments>, kDetailNumbers> detail;  ///< Only set where has_detail is.
  std::array<std::uint8_t, kRowFragments> has_detail;
  std::array<std::uint8_t, kRowFragments> material;
  std::array<std::uint8_t, kRowFragments> column;
  std::array<std::uint8_t, kRowFragments> samples;  ///< How many of the pixel's samples it covers, 1 to 4.
  std::size_t count = 0;
};

/// Appends the fragment of triangle `index` whose samples are centred `dx`, `dy` subpixels from the corner of a pixel.
void append(RowFragments& row, const Scene& scene, std::int32_t index, int column, int samples, float dx, float dy,
            std::int32_t pixel_x, std::int32_t pixel_y) {
  const ScreenTriangle& t = scene.bins.triangle(static_cast<std::uint32_t>(index));
  const std::size_t at = row.count++;

  // Edge functions at the middle of the samples, times 1/depth: perspective-correct weights of the corners up to scale.
  std::array<float, 3> to_x{}, to_y{}, weight{};
  for (std::size_t i = 0; i < 3; ++i) {
    to_x[i] = static_cast<float>(t.x[i] - pixel_x) - dx;
    to_y[i] = static_cast<float>(t.y[i] - pixel_y) - dy;
  }
  float sum = 1e-30f, area = 1e-30f;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t j = (i + 1) % 3, k = (i + 2) % 3;
    const float opposite = std::max(to_x[j] * to_y[k] - to_y[j] * to_x[k], 0.0f);
    weight[i] = opposite * t.inverse_depth[i];
    area += opposite;
    sum += weight[i];
  }
  const float scale = 1.0f / sum;
  Float4 normal_occlusion{}, colour{};
  for (std::size_t i = 0; i < 3; ++i) {
    const VertexAttributes& corner = scene.attributes[t.vertices[i]];
    normal_occlusion += corner.normal_occlusion * (weight[i] * scale);
    colour += corner.colour * (weight[i] * scale);
  }
  if (scene.surfaces != nullptr)
    colour *= surface_colour(*scene.surfaces, t, {weight[0] * scale, weight[1] * scale, weight[2] * scale});
  const float side = t.back_facing ? -1.0f : 1.0f;
  for (std::size_t i = 0; i < 3; ++i) {
    row.normal[i][at] = normal_occlusion[i] * side;
    row.albedo[i][at] = colour[i];
  }
  row.occlusion[at] = normal_occlusion[3];
  row.key_light[at] = colour[3];
  const bool has_detail = std::max({t.vertices[0], t.vertices[1], t.vertices[2]}) < scene.detail.size();
  row.has_detail[at] = has_detail;
  if (has_detail) {
    std::array<Float4, 4> detail{};
    for (std::size_t i = 0; i < 3; ++i) {
      const VertexDetail& corner = scene.detail[t.vertices[i]];
      const float share = weight[i] * scale;
      detail[0] += corner.rest_pores * share;
      detail[1] += corner.marks * share;
      detail[2] += corner.folds[0] * share;
      detail[3] += corner.folds[1] * share;
    }
    for (std::size_t i = 0; i < kPixelSpan; ++i) row.detail[i][at] = detail[i / kLanes][i % kLanes];
    row.detail[kPixelSpan][at] = area / (sum * scene.viewport.scale);
  }
  row.x[at] = (static_cast<float>(pixel_x) + dx) * (1.0f / kSubpixels);
  row.y[at] = (static_cast<float>(pixel_y) + dy) * (1.0f / kSubpixels);
  row.material[at] = static_cast<std::uint8_t>(scene.materials[t.vertices[0]]);
  row.column[at] = static_cast<std::uint8_t>(column);
  row.samples[at] = static_cast<std::uint8_t>(samples);
}

/// Appends one fragment for each distinct triangle in the samples of a pixel; returns how many samples see none.
int append_pixel(RowFragments& row, const Scene& scene, Int4 seen, int column, std::int32_t pixel_x,
                 std::int32_t pixel_y) {
  if (seen[0] == seen[1] && seen[0] == seen[2] && seen[0] == seen[3]) {
    if (seen[0] == kNoTriangle) return kLanes;
    constexpr float kMiddle = 0.5f * kSubpixels;
    append(row, scene, seen[0], column, kLanes, kMiddle, kMiddle, pixel_x, pixel_y);
    return 0;
  }
  int empty = 0;
  for (int s = 0; s < kLanes; ++s) {
    const std::int32_t index = seen[s];
    if (index == kNoTriangle) {
      ++empty;
      continue;
    }
    std::int32_t sum_x = 0, sum_y = 0;
    int samples = 0;
    bool seen_before = false;
    for (int other = 0; other < kLanes; ++other) {
      if (seen[other] != index) continue;
      seen_before = seen_before || other < s;
      sum_x += kSampleX[static_cast<std::size_t>(other)];
      sum_y += kSampleY[static_cast<std::size_t>(other)];
      ++samples;
    }
    if (seen_before) continue;
    const float share = 1.0f / static_cast<float>(samples);
    append(row, scene, index, column, samples, static_cast<float>(sum_x) * share, static_cast<float>(sum_y) * share,
           pixel_x, pixel_y);
  }
  return empty;
}

DetailSamples detail_samples(const RowFragments& row, std::size_t start) {
  const auto number = [&](std::size_t i) { return load(&row.detail[i][start]); };
  const auto direction = [&](std::size_t i) { return Float4x3{number(i), number(i + 1), number(i + 2)}; };
  return {.rest = direction(0),
          .pores = number(3),
          .freckles = number(4),
          .spots = number(5),
          .folds = {{{.phase = number(11), .slope = direction(8)}, {.phase = number(15), .slope = direction(12)}}},
          .pixel_cm = number(kPixelSpan)};
}

/// Puts the skin's relief onto those of four fragments that have detail.
void add_relief(SurfaceSamples& samples, const RowFragments& row, std::size_t start, const ViewAxes& axes) {
  Int4 detailed{};
  for (int i = 0; i < kLanes; ++i) detailed[i] = row.has_detail[start + static_cast<std::size_t>(i)] ? -1 : 0;
  if (!any(detailed)) return;
  const DetailSamples detail = detail_samples(row, start);
  const Relief relief = skin_relief(detail, samples.normal, axes);
  const auto where = [&](Float4 there, Float4 elsewhere) { return detailed ? there : elsewhere; };
  const Float4x3 bent = samples.normal - relief.tilt;
  samples.normal = {where(bent.x, samples.normal.x), where(bent.y, samples.normal.y), where(bent.z, samples.normal.z)};
  const Float4x3 tinted = samples.albedo * relief.tint;
  samples.albedo = {where(tinted.x, samples.albedo.x), where(tinted.y, samples.albedo.y),
                    where(tinted.z, samples.albedo.z)};
  samples.occlusion = where(samples.occlusion * relief.open, samples.occlusion);
  samples.oil = where(detail.pores, samples.oil);
  // Skin without oil is matt; lips have no pores and shine.
  constexpr float kMatt = 0.30f;
  Int4 dry = detailed;
  for (int i = 0; i < kLanes; ++i)
    if (row.material[start + static_cast<std::size_t>(i)] != static_cast<std::uint8_t>(rig::Material::kSkin))
      dry[i] = 0;
  samples.gloss = dry ? kMatt + (1.0f - kMatt) * smoothstep(0.0f, 0.11f, detail.pores) : samples.gloss;
}

/// Shades the fragments of a row and adds each to its pixel's sum over the samples.
void shade_row(RowFragments& row, const Scene& scene, std::array<Float4, kTileSize>& sums) {
  const float inverse_scale = 1.0f / scene.viewport.scale;
  const ViewFrame& frame = scene.viewport.frame;
  const ViewAxes axes{splat3(frame.right), splat3(frame.up), splat3(frame.backward)};
  for (std::size_t start = 0; start < row.count; start += kLanes) {
    for (std::size_t spare = row.count; spare < start + kLanes; ++spare) {
      row.material[spare] = row.material[start];
      row.has_detail[spare] = 0;
    }
    const Float4x3 to_eye{(scene.viewport.centre_x - load(&row.x[start])) * inverse_scale,
                          (load(&row.y[start]) - scene.viewport.centre_y) * inverse_scale, splat(1.0f)};
    const Float4x3 normal =
        normalized({load(&row.normal[0][start]), load(&row.normal[1][start]), load(&row.normal[2][start])});
    SurfaceSamples samples{
        .normal = normal,
        .to_eye = normalized(to_eye),
        .albedo = {load(&row.albedo[0][start]), load(&row.albedo[1][start]), load(&row.albedo[2][start])},
        .occlusion = load(&row.occlusion[start]),
        .soft_normal = normal,
        .key_light = load(&row.key_light[start]),
        .material = {row.material[start], row.material[start + 1], row.material[start + 2], row.material[start + 3]}};
    add_relief(samples, row, start, axes);
    const Float4x3 colour = scene.shader.shade(samples);
    for (std::size_t i = 0; i < kLanes && start + i < row.count; ++i)
      sums[row.column[start + i]] +=
          Float4{colour.x[i], colour.y[i], colour.z[i], 0.0f} * static_cast<float>(row.samples[start + i]);
  }
}

std::array<std::uint8_t, 3> encoded(const rig::Vec3& colour) {
  return {srgb_code(colour.x), srgb_code(colour.y), srgb_code(colour.z)};
}

int columns_in(int tile_x, const image::Image& picture) { return std::min(kTileSize, picture.width() - tile_x); }
int rows_in(int tile_y, const image::Image& picture) { return std::min(kTileSize, picture.height() - tile_y); }

/// The mean colour of all samples of a pixel.
void write_opaque(std::uint8_t* out, Float4 sum) {
  constexpr float kShare = 1.0f / kLanes;
  for (int i = 0; i < 3; ++i) out[i] = srgb_code(sum[i] * kShare);
}

/// The mean colour of the samples that show the mesh, and their share as alpha.
void write_with_alpha(std::uint8_t* out, Float4 sum, int covered) {
  constexpr std::array<std::uint8_t, kLanes + 1> kAlpha = {0, 64, 128, 191, 255};
  const float share = covered > 0 ? 1.0f / static_cast<float>(covered) : 0.0f;
  for (int i = 0; i < 3; ++i) out[i] = srgb_code(sum[i] * share);
  out[3] = kAlpha[static_cast<std::size_t>(covered)];
}

}  // namespace

void resolve(const Tile& tile, const Scene& scene, image::Image& picture) {
  const int columns = columns_in(tile.x, picture);
  const int rows = rows_in(tile.y, picture);
  const bool has_alpha = picture.format() == image::Format::kRgba;
  RowFragments row{};  // spare lanes of the last four are shaded too, whatever they hold
  for (int y = 0; y < rows; ++y) {
    const rig::Vec3& behind = scene.background[static_cast<std::size_t>(tile.y) + static_cast<std::size_t>(y)];
    const Float4 behind_sample = has_alpha ? Float4{} : Float4{behind.x, behind.y, behind.z, 0.0f};
    const std::array<std::uint8_t, 3> behind_code = encoded(behind);
    std::array<Float4, kTileSize> sums;
    std::array<int, kTileSize> empty;
    row.count = 0;
    for (int x = 0; x < columns; ++x) {
      const Int4 seen = tile.triangle[Tile::index(x, y)];
      empty[x] = append_pixel(row, scene, seen, x, (tile.x + x) * kSubpixels, (tile.y + y) * kSubpixels);
      sums[x] = behind_sample * static_cast<float>(empty[x]);
    }
    shade_row(row, scene, sums);
    std::uint8_t* out = picture.pixel(tile.x, tile.y + y).data();
    for (int x = 0; x < columns; ++x, out += picture.channels()) {
      if (has_alpha) {
        write_with_alpha(out, sums[x], kLanes - empty[x]);
      } else if (empty[x] == kLanes) {
        std::copy(behind_code.begin(), behind_code.end(), out);
      } else {
        write_opaque(out, sums[x]);
      }
    }
  }
}

void fill_background(int x, int y, const Scene& scene, image::Image& picture) {
  if (picture.format() == image::Format::kRgba) return;  // transparent from the start
  const int columns = columns_in(x, picture);
  for (int row = y; row < y + rows_in(y, picture); ++row) {
    const std::array<std::uint8_t, 3> code = encoded(scene.background[static_cast<std::size_t>(row)]);
    std::uint8_t* out = picture.pixel(x, row).data();
    for (int column = 0; column < columns; ++column, out += 3) std::copy(code.begin(), code.end(), out);
  }
}

}  // namespace emo3d::render
