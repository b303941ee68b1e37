#include "emo3d/render/texture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "emo3d/image/pyramid.h"
#include "emo3d/render/key_shadow.h"
#include "emo3d/render/render.h"
#include "tests/support/errors.h"

namespace emo3d::render {
namespace {

using image::Format;
using image::Image;
using rig::AlphaMode;
using rig::Surface;
using rig::Wrap;

std::shared_ptr<const std::vector<Image>> levels_of(Image image) {
  return std::make_shared<const std::vector<Image>>(image::pyramid(std::move(image), 4096));
}

void paint(Image& image, int x, int y, std::array<int, 4> colour) {
  const auto pixel = image.pixel(x, y);
  for (std::size_t i = 0; i < pixel.size(); ++i) pixel[i] = static_cast<std::uint8_t>(colour[i]);
}

/// Red, green over blue, white.
Image quarters() {
  Image image(2, 2);
  paint(image, 0, 0, {255, 0, 0, 0});
  paint(image, 1, 0, {0, 255, 0, 0});
  paint(image, 0, 1, {0, 0, 255, 0});
  paint(image, 1, 1, {255, 255, 255, 0});
  return image;
}

void expect_colour(Float4 actual, std::array<float, 4> expected) {
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(actual[i], expected[static_cast<std::size_t>(i)], 1e-5f) << i;
}

TEST(Texture, IsExactAtTexelsAndLinearBetween) {
  const Surface surface{.texture = levels_of(quarters())};
  expect_colour(sample(surface, 0.25f, 0.25f, 1), {1, 0, 0, 1});
  expect_colour(sample(surface, 0.75f, 0.25f, 1), {0, 1, 0, 1});
  expect_colour(sample(surface, 0.25f, 0.75f, 1), {0, 0, 1, 1});
  expect_colour(sample(surface, 0.5f, 0.25f, 1), {0.5f, 0.5f, 0, 1});
  expect_colour(sample(surface, 0.5f, 0.5f, 1), {0.5f, 0.5f, 0.5f, 1});
  expect_colour(sample(Surface{}, 0.5f, 0.5f, 1), {1, 1, 1, 1});
}

TEST(Texture, DecodesSrgb) {
  Image grey(1, 1);
  paint(grey, 0, 0, {188, 188, 188, 0});
  EXPECT_NEAR(sample({.texture = levels_of(grey)}, 0.5f, 0.5f, 1)[0], 0.5f, 0.005f);
}

TEST(Texture, WrapsAsTheSurfaceSays) {
  const auto at = [&](Wrap wrap, float u) {
    return sample({.texture = levels_of(quarters()), .wrap_u = wrap, .wrap_v = Wrap::kClamp}, u, 0.25f, 1);
  };
  expect_colour(at(Wrap::kRepeat, 1.25f), {1, 0, 0, 1});
  expect_colour(at(Wrap::kRepeat, -0.25f), {0, 1, 0, 1});
  expect_colour(at(Wrap::kMirror, 1.25f), {0, 1, 0, 1});
  expect_colour(at(Wrap::kMirror, -0.25f), {1, 0, 0, 1});
  expect_colour(at(Wrap::kMirror, 2.25f), {1, 0, 0, 1});
  expect_colour(at(Wrap::kClamp, 9), {0, 1, 0, 1});
  expect_colour(at(Wrap::kClamp, -9), {1, 0, 0, 1});
}

TEST(Texture, TakesCoarserLevelsForSmallerPictures) {
  const auto levels = levels_of(quarters());
  const Surface surface{.texture = levels};
  const Float4 coarsest = sample(surface, 0.25f, 0.25f, 100);
  const float mean = sample({.texture = levels_of(levels->back())}, 0.5f, 0.5f, 1)[0];
  EXPECT_EQ(coarsest[0], mean);
  const Float4 between = sample(surface, 0.25f, 0.25f, 1.5f);
  EXPECT_NEAR(between[0], 0.5f + 0.5f * mean, 1e-5f);
}

/// A square that fills the picture, its texture coordinates from (0,0) at the upper left.
rig::Mesh square(Surface surface, float alpha = 1) {
  rig::Mesh mesh;
  mesh.positions = {{-20, -20, 0}, {20, -20, 0}, {20, 20, 0}, {-20, 20, 0}};
  mesh.normals.assign(4, {0, 0, 1});
  mesh.colours.assign(4, {1, 1, 1});
  mesh.occlusion.assign(4, 1);
  mesh.materials.assign(4, rig::Material::kSkin);
  mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
  mesh.surfaces = std::make_shared<const rig::Surfaces>(
      rig::Surfaces{{std::move(surface)},
                    std::vector<std::uint32_t>(4, 0),
                    {{0, 1, alpha}, {1, 1, alpha}, {1, 0, alpha}, {0, 0, alpha}}});
  return mesh;
}

Image drawn(const rig::Mesh& mesh, Camera camera = {.target = {0, 0, 0}}) {
  return render(mesh, {.width = 64, .height = 64, .camera = camera, .background = {{0, 0, 1}, {0, 0, 1}}});
}

bool is_background(std::span<const std::uint8_t> pixel) { return pixel[0] == 0 && pixel[1] == 0 && pixel[2] == 255; }

/// Share of the pixels that are nothing but background.
double background_share(const Image& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) count += is_background(image.pixel(x, y)) ? 1 : 0;
  return count / (64.0 * 64.0);
}

TEST(Texture, LiesOnTheSurfaceTheRightWayUp) {
  const Image picture = drawn(square({.texture = levels_of(quarters())}));
  const auto strongest = [&](int x, int y) {
    const auto pixel = picture.pixel(x, y);
    return std::ranges::max_element(pixel) - pixel.begin();
  };
  EXPECT_EQ(strongest(20, 20), 0) << "red, upper left";
  EXPECT_EQ(strongest(44, 20), 1) << "green, upper right";
  EXPECT_EQ(strongest(20, 44), 2) << "blue, lower left";
}

TEST(Texture, WhitePicturesChangeNothing) {
  Image white(4, 4);
  std::ranges::fill(white.bytes(), std::uint8_t{255});
  rig::Mesh plain = square({});
  plain.surfaces = nullptr;
  EXPECT_EQ(drawn(square({.texture = levels_of(white)})), drawn(plain));
  EXPECT_EQ(drawn(square({})), drawn(plain));
}

TEST(Texture, AlphaOfOpaqueSurfacesChangesNothing) {
  Image seen(1, 1, Format::kRgba), unseen(1, 1, Format::kRgba);
  paint(seen, 0, 0, {200, 150, 100, 255});
  paint(unseen, 0, 0, {200, 150, 100, 0});
  EXPECT_EQ(drawn(square({.texture = levels_of(unseen)})), drawn(square({.texture = levels_of(seen)})));
}

TEST(Texture, WhatMayBeSeenThroughCastsNoShadow) {
  // The least light that reaches a square behind a larger pane.
  const auto least_behind = [](AlphaMode mode) {
    rig::Mesh mesh = square({});
    rig::Surfaces surfaces = *mesh.surfaces;
    surfaces.list.push_back({.texture = nullptr, .alpha_mode = mode});
    surfaces.of_vertex.resize(8, 1);
    surfaces.points.resize(8);
    for (const rig::Vec3& corner : square({}).positions) mesh.positions.push_back(corner * 2 + rig::Vec3{0, 0, 20});
    mesh.normals.resize(8, {0, 0, 1});
    mesh.materials.resize(8, rig::Material::kSkin);
    mesh.triangles.push_back({4, 5, 6});
    mesh.triangles.push_back({4, 6, 7});
    mesh.surfaces = std::make_shared<const rig::Surfaces>(std::move(surfaces));
    return std::ranges::min(key_visibility(mesh, view_frame(Camera{}), {{0, 0, 1}}, 1));
  };
  EXPECT_EQ(least_behind(AlphaMode::kOpaque), 0);
  EXPECT_EQ(least_behind(AlphaMode::kBlend), 1);
  EXPECT_EQ(least_behind(AlphaMode::kMask), 1);
}

TEST(Texture, MasksCutWhatIsBelowTheCutoff) {
  Image half(2, 1, Format::kRgba);
  paint(half, 0, 0, {255, 255, 255, 255});
  paint(half, 1, 0, {255, 255, 255, 0});
  Surface surface{.texture = levels_of(half), .wrap_u = Wrap::kClamp, .alpha_mode = AlphaMode::kMask};
  EXPECT_NEAR(background_share(drawn(square(surface))), 0.5, 0.02);
  surface.alpha_cutoff = 0.9f;
  EXPECT_GT(background_share(drawn(square(surface))), 0.55);
  surface.alpha_mode = AlphaMode::kOpaque;
  EXPECT_EQ(background_share(drawn(square(surface))), 0);
}

TEST(Texture, BlendedSurfacesCoverAsMuchAsTheirAlpha) {
  const Surface surface{.texture = nullptr, .alpha_mode = AlphaMode::kBlend};
  const Image opaque = drawn(square(surface)), none = drawn(square(surface, 0.05f));
  EXPECT_EQ(background_share(opaque), 0);
  EXPECT_EQ(background_share(none), 1) << "lash cards and corneas are no black bars";
  const auto half = drawn(square(surface, 0.5f)).pixel(32, 32)[0];
  EXPECT_GT(half, none.pixel(32, 32)[0]);
  EXPECT_LT(half, opaque.pixel(32, 32)[0]);
}

TEST(Texture, SingleSidedSurfacesAreNotSeenFromBehind) {
  const Camera behind{.target = {0, 0, 0}, .yaw_deg = 180};
  EXPECT_EQ(background_share(drawn(square({.texture = nullptr, .double_sided = true}), behind)), 0);
  EXPECT_EQ(background_share(drawn(square({.texture = nullptr, .double_sided = false}), behind)), 1);
  EXPECT_EQ(background_share(drawn(square({.texture = nullptr, .double_sided = false}))), 0);
}

TEST(Texture, DoesNotSparkleFarAway) {
  // A fine chequer is grey from afar, wherever its edges fall.
  Image chequer(256, 256);
  for (int y = 0; y < 256; ++y)
    for (int x = 0; x < 256; ++x)
      if ((x + y) % 2 == 0) paint(chequer, x, y, {255, 255, 255, 0});
  const Image picture = drawn(square({.texture = levels_of(chequer)}));
  int low = 255, high = 0;
  for (int y = 24; y < 40; ++y)
    for (int x = 24; x < 40; ++x) {
      low = std::min<int>(low, picture.pixel(x, y)[1]);
      high = std::max<int>(high, picture.pixel(x, y)[1]);
    }
  EXPECT_LE(high - low, 12);
}

TEST(Texture, MeshesWithUnsoundSurfacesAreRefused) {
  const auto refusal = [](auto spoil) {
    rig::Mesh mesh = square({});
    rig::Surfaces surfaces = *mesh.surfaces;
    spoil(surfaces);
    mesh.surfaces = std::make_shared<const rig::Surfaces>(std::move(surfaces));
    return testing::error_message([&] { (void)drawn(mesh); });
  };
  EXPECT_EQ(refusal([](rig::Surfaces& s) { s.points.pop_back(); }),
            "render: mesh has 3 surface points for 4 positions");
  EXPECT_EQ(refusal([](rig::Surfaces& s) { s.of_vertex[2] = 9; }), "render: mesh has surface 9 of 1");
  EXPECT_NE(refusal([](rig::Surfaces& s) { s.points[0].u = 1e9f; }).find("is out of range"), std::string::npos);
  EXPECT_NE(refusal([](rig::Surfaces& s) { s.points[0].v = NAN; }).find("is out of range"), std::string::npos);
  EXPECT_EQ(refusal([](rig::Surfaces& s) { s.list[0].texture = std::make_shared<std::vector<Image>>(); }),
            "render: a surface's picture has no levels");
}

}  // namespace
}  // namespace emo3d::render
