#include "emo3d/render/render.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>

#include "emo3d/render/srgb.h"
#include "emo3d/rig/head.h"
#include "tests/golden_renders/scenes.h"
#include "tests/support/errors.h"
#include "tests/support/synthetic_meshes.h"

namespace emo3d::render {
namespace {

using rig::Vec3;
using testing::error_message;

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Two triangles over [left, right] x [bottom, top] at depth z, facing the front camera.
void add_quad(rig::Mesh& mesh, float left, float right, float bottom, float top, float z, Vec3 colour) {
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  for (const Vec3& corner : {Vec3{left, bottom, z}, {right, bottom, z}, {right, top, z}, {left, top, z}})
    testing::add_vertex(mesh, corner, {0, 0, 1}, colour, 1, rig::Material::kSkin);
  mesh.triangles.push_back({first, first + 1, first + 2});
  mesh.triangles.push_back({first, first + 2, first + 3});
}

/// One world unit of the plane z = 0 is one pixel; the origin is the middle of the picture.
RenderOptions pixel_grid(int size) {
  RenderOptions options{.width = size, .height = size};
  options.camera = {.target = {0, 0, 0}, .distance_cm = static_cast<float>(size) / 2, .field_of_view_deg = 90};
  return options;
}

Lighting no_light() {
  Lighting lighting;
  for (Light& light : lighting.lights) light.colour = {0, 0, 0};
  lighting.ambient_above = lighting.ambient_below = {0, 0, 0};
  return lighting;
}

Lighting symmetric_light() {
  Lighting lighting;
  for (Light& light : lighting.lights) light.direction.x = 0;
  return lighting;
}

// These pictures, and the head's, are compared with committed ones by tests/golden_renders.
TEST(Render, SameBytesForAnyNumberOfThreads) {
  for (const testing::Scene& scene : testing::synthetic_scenes()) {
    const image::Image alone = testing::draw(scene, 1);
    for (const unsigned threads : {2u, 5u})
      EXPECT_EQ(testing::draw(scene, threads), alone) << scene.name << ", " << threads;
  }
}

TEST(Render, EmptyMeshShowsTheBackground) {
  const RenderOptions options{.width = 40, .height = 64};
  const image::Image picture = render({}, options);
  for (int y = 0; y < 64; ++y)
    for (int x = 1; x < 40; ++x) EXPECT_EQ(picture.pixel(x, y)[0], picture.pixel(0, y)[0]);
  EXPECT_NEAR(picture.pixel(0, 0)[1], srgb_code(options.background.top.y), 1);
  EXPECT_NEAR(picture.pixel(0, 63)[1], srgb_code(options.background.bottom.y), 1);
}

TEST(Render, ATransparentBackgroundGivesAlphaByTheShareOfCoveredSamples) {
  for (int quarters = 0; quarters <= 4; ++quarters) {
    rig::Mesh mesh;
    add_quad(mesh, -100, 3 + 0.25f * static_cast<float>(quarters), -100, 100, 0, {0.5f, 0.2f, 0.1f});
    RenderOptions options = pixel_grid(32);
    options.background.transparent = true;
    const image::Image cut_out = render(mesh, options);
    options.background.transparent = false;
    const image::Image opaque = render(mesh, options);
    ASSERT_EQ(cut_out.format(), image::Format::kRgba);
    const auto inside = cut_out.pixel(10, 16), edge = cut_out.pixel(19, 16), outside = cut_out.pixel(25, 16);
    EXPECT_TRUE(std::ranges::equal(inside.first(3), opaque.pixel(10, 16))) << "the mesh alone is as it was";
    EXPECT_EQ(inside[3], 255);
    EXPECT_NEAR(edge[3], 255 * quarters / 4.0, 0.51);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(edge[i], quarters == 0 ? 0 : inside[i], 3) << quarters;
    EXPECT_TRUE(std::ranges::equal(outside, std::array<std::uint8_t, 4>{}));
  }
  RenderOptions options = pixel_grid(40);
  options.background.transparent = true;
  const image::Image nothing = render({}, options);
  EXPECT_TRUE(std::ranges::all_of(nothing.bytes(), [](std::uint8_t byte) { return byte == 0; }));
}

TEST(Render, EdgePixelsMixByTheShareOfCoveredSamples) {
  for (const bool vertical : {true, false})
    for (int quarters = 0; quarters <= 4; ++quarters) {
      const float edge = 3 + 0.25f * static_cast<float>(quarters);
      rig::Mesh mesh;
      if (vertical)
        add_quad(mesh, -100, edge, -100, 100, 0, {1, 1, 1});
      else
        add_quad(mesh, -100, 100, -edge, 100, 0, {1, 1, 1});
      RenderOptions options = pixel_grid(32);
      options.lighting = no_light();
      options.background = {{0.8f, 0.8f, 0.8f}, {0.8f, 0.8f, 0.8f}};
      const image::Image picture = render(mesh, options);
      const float open = static_cast<float>(4 - quarters) / 4;
      const auto value = [&](int at) { return vertical ? picture.pixel(at, 20)[1] : picture.pixel(20, at)[1]; };
      EXPECT_EQ(value(18), 0);
      EXPECT_EQ(value(19), srgb_code(0.8f * open)) << quarters << (vertical ? " vertical" : " horizontal");
      EXPECT_EQ(value(20), srgb_code(0.8f));
    }
}

TEST(Render, NearerSurfacesHideFartherOnes) {
  rig::Mesh mesh;
  add_quad(mesh, -4, 4, -4, 4, 1, {1, 0, 0});
  add_quad(mesh, -8, 8, -8, 8, 0, {0, 1, 0});
  const image::Image picture = render(mesh, pixel_grid(32));
  EXPECT_GT(picture.pixel(16, 16)[0], 2 * picture.pixel(16, 16)[1]);
  EXPECT_GT(picture.pixel(9, 16)[1], 2 * picture.pixel(9, 16)[0]);
}

TEST(Render, ColoursAreInterpolatedInPerspective) {
  // A floor from 16 to 48 units away: its middle lies much nearer to the far edge on the picture.
  rig::Mesh mesh;
  add_quad(mesh, -400, 400, 0, 1, 0, {0, 0, 0});
  for (std::size_t i = 0; i < 4; ++i) mesh.positions[i] = {mesh.positions[i].x, -16, i < 2 ? 48.0f : -32.0f};
  for (std::size_t i = 2; i < 4; ++i) mesh.colours[i] = {1, 1, 1};
  RenderOptions options = pixel_grid(128);
  options.lighting = no_light();
  options.lighting.ambient_above = options.lighting.ambient_below = {1, 1, 1};
  const image::Image picture = render(mesh, options);
  // Camera at z 64; the row of depth d is 64 + 64 * 16 / d. At d = 56 the colour is half way.
  const auto expected = [](float albedo) { return srgb_code(albedo / (1 + 0.25f * albedo)); };
  for (const float depth : {24.0f, 40.0f, 56.0f, 80.0f}) {
    const int row = static_cast<int>(64 + 64 * 16 / depth);
    const float depth_at_row = 64 * 16 / (static_cast<float>(row) + 0.5f - 64);
    EXPECT_NEAR(picture.pixel(64, row)[0], expected((depth_at_row - 16) / 80), 2) << depth;
  }
}

TEST(Render, BothSidesAreDrawnAndLitTowardsTheViewer) {
  rig::Mesh front, back;
  add_quad(front, -9, 9, -9, 9, 0, {0.5f, 0.5f, 0.5f});
  back = front;
  for (Vec3& normal : back.normals) normal = normal * -1;
  for (rig::Triangle& t : back.triangles) std::swap(t[1], t[2]);
  EXPECT_EQ(render(front, pixel_grid(32)), render(back, pixel_grid(32)));
}

TEST(Render, MirroredSceneGivesMirroredPicture) {
  RenderOptions options{.width = 200, .height = 200};
  options.lighting = symmetric_light();
  const image::Image picture = render(testing::head_like_mesh(), options);
  // The grid of samples is not symmetric, so edges may differ by a sample or two of four; surfaces may not.
  double sum = 0;
  int far_off = 0;
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 100; ++x) {
      const int difference = std::abs(picture.pixel(x, y)[1] - picture.pixel(199 - x, y)[1]);
      sum += difference;
      far_off += difference > 6;
    }
  EXPECT_LT(sum / (200 * 100), 0.5);
  EXPECT_LT(far_off, 200 * 100 / 50);
}

TEST(Render, LargeTrianglesKeepTheirPlaceAmongSmallOnes) {
  // All at one depth: the first in the mesh must win in every tile, the wall (over many tiles) in the middle of the
  // list.
  for (const bool wall_first : {true, false}) {
    rig::Mesh mesh;
    if (wall_first) add_quad(mesh, -300, 300, -300, 300, 0, {1, 1, 1});
    add_quad(mesh, -10, 10, -10, 10, 0, {1, 0, 0});
    if (!wall_first) add_quad(mesh, -300, 300, -300, 300, 0, {1, 1, 1});
    const image::Image picture = render(mesh, pixel_grid(512));
    EXPECT_EQ(picture.pixel(256, 256)[1] > 100, wall_first);
    EXPECT_GT(picture.pixel(20, 20)[1], 100);
  }
}

TEST(Render, LeavesOutTrianglesThatCannotBeDrawn) {
  rig::Mesh plain;
  add_quad(plain, -9, 9, -9, 9, 0, {0.5f, 0.5f, 0.5f});
  for (const Vec3& bad : {Vec3{kNan, 0, 1},
                          {0, kInfinity, 1},
                          {0, 0, -kInfinity},
                          {0, 0, kInfinity},
                          {0, 0, 15.5f},
                          {0, 0, 1e30f},
                          {1e30f, 0, 1},
                          {0, -1e9f, 1},
                          {3e38f, 3e38f, 3e38f}}) {
    rig::Mesh mesh = plain;
    add_quad(mesh, -12, 12, -12, 12, 2, {1, 1, 1});
    mesh.positions[4] = mesh.positions[6] = bad;  // a corner of both triangles
    EXPECT_EQ(render(mesh, pixel_grid(32)), render(plain, pixel_grid(32))) << bad.x << " " << bad.y << " " << bad.z;
  }
}

TEST(Render, ReachesAMillionPixelsOutOfThePicture) {
  rig::Mesh mesh;
  add_quad(mesh, -900000, 900000, -900000, 900000, 0, {1, 1, 1});
  const image::Image picture = render(mesh, pixel_grid(64));
  for (int y = 0; y < 64; ++y)
    for (int x = 0; x < 64; ++x) EXPECT_EQ(picture.pixel(x, y)[0], picture.pixel(63 - x, y)[0]);
  EXPECT_NE(picture.pixel(0, 0)[0], render({}, pixel_grid(64)).pixel(0, 0)[0]);
}

TEST(Render, AttributesThatAreNotFiniteSpoilOnlyTheirPixels) {
  rig::Mesh mesh;
  add_quad(mesh, -9, 0, -9, 9, 0, {0.5f, 0.5f, 0.5f});
  const image::Image before = render(mesh, pixel_grid(32));
  add_quad(mesh, 0, 9, -9, 9, 0, {kNan, kInfinity, -kInfinity});
  mesh.normals[5] = {kNan, kNan, kNan};
  mesh.normals[6] = {0, 0, 0};
  mesh.normals[7] = {kInfinity, 0, 0};
  mesh.occlusion[4] = kNan;
  mesh.occlusion[5] = -kInfinity;
  const image::Image after = render(mesh, pixel_grid(32));
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 16; ++x) EXPECT_EQ(before.pixel(x, y)[2], after.pixel(x, y)[2]);
}

TEST(Render, SurvivesSoupsOfAnyScale) {
  for (const float reach : {0.001f, 1.0f, 60.0f, 1e4f, 1e12f, 1e37f})
    EXPECT_EQ(render(testing::triangle_soup(300, reach, 3), {.width = 33, .height = 17}).width(), 33) << reach;
}

TEST(Render, NamedViewsFrameTheWholeHead) {
  const rig::Mesh head = rig::Head::built_in().pose({});
  for (const View view : {View::kFront, View::kLeft, View::kRight, View::kThreeQuarter}) {
    const RenderOptions options{.width = 256, .height = 256, .camera = camera(view)};
    const image::Image picture = render(head, options), nothing = render({}, options);
    const auto is_head = [&](int x, int y) { return !std::ranges::equal(picture.pixel(x, y), nothing.pixel(x, y)); };
    int drawn = 0;
    for (int y = 0; y < 256; ++y)
      for (int x = 0; x < 256; ++x) {
        drawn += is_head(x, y);
        const bool above_shoulders = y < 176;
        const bool near_edge = above_shoulders && (x < 12 || x >= 244 || y < 10);
        ASSERT_FALSE(near_edge && is_head(x, y)) << static_cast<int>(view) << ": " << x << "," << y;
      }
    EXPECT_GT(drawn, 256 * 256 / 4) << static_cast<int>(view);
    const bool neck_leaves_below = is_head(100, 255) || is_head(128, 255) || is_head(156, 255);
    EXPECT_TRUE(neck_leaves_below) << static_cast<int>(view);
  }
}

TEST(Render, RefusesSizesOutOfRange) {
  const auto message = [](int width, int height) {
    return error_message([&] { (void)render({}, {.width = width, .height = height}); });
  };
  EXPECT_EQ(message(15, 64), "render: width 15 is not in [16,8192]");
  EXPECT_EQ(message(64, 8193), "render: height 8193 is not in [16,8192]");
  EXPECT_EQ(message(8192, 16), "no error");
}

TEST(Render, RefusesMeshesThatDoNotFitTogether) {
  rig::Mesh good;
  add_quad(good, -9, 9, -9, 9, 0, {1, 1, 1});
  const auto message = [](const rig::Mesh& mesh) {
    return error_message([&] { (void)render(mesh, {.width = 16, .height = 16}); });
  };
  EXPECT_EQ(message(good), "no error");
  rig::Mesh mesh = good;
  mesh.normals.pop_back();
  EXPECT_EQ(message(mesh), "render: mesh has 3 normals for 4 positions");
  mesh = good;
  mesh.occlusion.clear();
  EXPECT_EQ(message(mesh), "render: mesh has 0 occlusion values for 4 positions");
  mesh = good;
  mesh.triangles[1][2] = 4;
  EXPECT_EQ(message(mesh), "render: triangle 1 has vertex 4 of 4");
  mesh = good;
  mesh.materials[2] = static_cast<rig::Material>(6);
  EXPECT_EQ(message(mesh), "render: vertex 2 has unknown material 6");
}

TEST(Render, StopsWhereTheCallerThrows) {
  for (const unsigned threads : {1u, 3u}) {
    std::atomic<int> tiles = 0;
    const auto stop = [&] { check(++tiles < 5, ErrorCode::kInterrupted, "stop"); };
    EXPECT_EQ(error_message(
                  [&] { (void)render({}, {.width = 512, .height = 512, .threads = threads, .before_tile = stop}); }),
              "stop");
    EXPECT_LE(tiles, 5 + static_cast<int>(threads)) << "hardly more is drawn";
  }
}

}  // namespace
}  // namespace emo3d::render
