#include "emo3d/render/light_presets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "emo3d/render/render.h"
#include "tests/support/synthetic_meshes.h"

namespace emo3d::render {
namespace {

image::Image ball(const LightPreset& preset) {
  rig::Mesh mesh;
  testing::add_ellipsoid(mesh, {.centre = {0, 0.8f, 0}, .radii = {8, 8, 8}, .cells = 24});
  return render(mesh, {.width = 64, .height = 64, .lighting = preset.lighting, .background = preset.background});
}

const LightPreset& preset(std::string_view name) {
  for (const LightPreset& preset : light_presets())
    if (preset.name == name) return preset;
  ADD_FAILURE() << name;
  return light_presets()[0];
}

int brightness(const image::Image& picture, int x, int y) {
  const auto pixel = picture.pixel(x, y);
  return pixel[0] + pixel[1] + pixel[2];
}

TEST(LightPresets, TheFirstIsWhatPicturesHaveByThemselves) {
  rig::Mesh mesh;
  testing::add_ellipsoid(mesh, {.centre = {0, 0.8f, 0}, .radii = {8, 8, 8}, .cells = 24});
  EXPECT_EQ(light_presets()[0].name, "studio");
  EXPECT_EQ(ball(light_presets()[0]), render(mesh, {.width = 64, .height = 64}));
}

TEST(LightPresets, NamesAndPicturesDiffer) {
  std::set<std::string_view> names;
  std::set<std::string> pictures;
  for (const LightPreset& preset : light_presets()) {
    EXPECT_FALSE(preset.description.empty());
    names.insert(preset.name);
    const image::Image picture = ball(preset);
    pictures.insert({picture.bytes().begin(), picture.bytes().end()});
  }
  EXPECT_EQ(names.size(), light_presets().size());
  EXPECT_EQ(pictures.size(), light_presets().size());
}

TEST(LightPresets, FlatHasNoShadowsAndDramaticHas) {
  const image::Image flat = ball(preset("flat")), dramatic = ball(preset("dramatic"));
  constexpr int kLeft = 18, kRight = 45, kMiddle = 32;
  EXPECT_NEAR(brightness(flat, kLeft, kMiddle), brightness(flat, kRight, kMiddle), 6);
  EXPECT_GT(brightness(dramatic, kLeft, kMiddle), brightness(dramatic, kRight, kMiddle) + 150);
}

TEST(LightPresets, RimLightsTheEdges) {
  const image::Image picture = ball(preset("rim"));
  int left = 0, right = 0;  // the brightest of each half
  for (int x = 0; x < 32; ++x) {
    left = std::max(left, brightness(picture, x, 26));
    right = std::max(right, brightness(picture, 63 - x, 26));
  }
  EXPECT_GT(left, brightness(picture, 32, 32) + 60);
  EXPECT_GT(right, brightness(picture, 32, 32) + 60);
}

}  // namespace
}  // namespace emo3d::render
