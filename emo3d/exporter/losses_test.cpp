#include "emo3d/exporter/losses.h"

#include <gtest/gtest.h>

namespace emo3d::exporter {
namespace {

TEST(Losses, CountPicturesAndTransparentParts) {
  rig::Mesh mesh;
  EXPECT_EQ(losses(mesh), "");
  rig::Surfaces surfaces;
  surfaces.list.resize(1);
  const auto text = [&] {
    mesh.surfaces = std::make_shared<const rig::Surfaces>(surfaces);
    return losses(mesh);
  };
  EXPECT_EQ(text(), "") << "opaque and without a picture";
  const auto picture = std::make_shared<const std::vector<image::Image>>();
  surfaces.list.push_back({.texture = picture});
  surfaces.list.push_back({.texture = picture});
  EXPECT_EQ(text(), "1 picture") << "that two parts share";
  surfaces.list[0].alpha_mode = rig::AlphaMode::kBlend;
  surfaces.list[1].alpha_mode = rig::AlphaMode::kMask;
  EXPECT_EQ(text(), "1 picture and the transparency of 2 parts");
  surfaces.list.resize(1);
  EXPECT_EQ(text(), "the transparency of 1 part");
}

}  // namespace
}  // namespace emo3d::exporter
