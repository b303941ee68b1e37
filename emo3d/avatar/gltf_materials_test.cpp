#include "emo3d/avatar/gltf_materials.h"

#include <gtest/gtest.h>

#include <numbers>

#include "emo3d/avatar/avatar.h"
#include "emo3d/base/file.h"
#include "emo3d/image/png.h"
#include "tests/support/errors.h"
#include "tests/support/gltf_writer.h"

namespace emo3d::avatar {
namespace {

using testing::GltfWriter;

image::Image two_pixels() {
  image::Image picture(2, 1);
  picture.pixel(0, 0)[0] = 200;
  picture.pixel(1, 0)[2] = 100;
  return picture;
}

/// The sample avatar with a picture on it, whose texture coordinates are those of a square.
GltfWriter textured(Json image) {
  GltfWriter file = testing::sample_avatar({"jawOpen"});
  const std::vector<float> square = {0, 1, 1, 1, 1, 0, 0, 0};
  Json& primitive = file.json["meshes"][0]["primitives"][0];
  primitive["attributes"]["TEXCOORD_0"] = file.add_accessor(square, testing::kFloat, "VEC2", 4);
  primitive["material"] = file.add("materials", {{"pbrMetallicRoughness", {{"baseColorTexture", {{"index", 0}}}}}});
  file.add("textures", {{"source", 0}});
  if (image.is_null()) image = {{"bufferView", file.add_view(image::encode_png(two_pixels()))}};
  file.add("images", std::move(image));
  return file;
}

rig::Mesh posed(const GltfWriter& file) { return Avatar::parse(file.glb(), "test.glb").pose({}); }

std::string refusal(const GltfWriter& file) {
  return testing::error_message([&] { (void)posed(file); });
}

TEST(GltfMaterials, ReadsPicturesFromViewsDataUrisAndFiles) {
  const std::string png = image::encode_png(two_pixels());
  const rig::Mesh embedded = posed(textured({}));
  ASSERT_NE(embedded.surfaces, nullptr);
  EXPECT_EQ(embedded.surfaces->list.at(0).texture->at(0), two_pixels());
  EXPECT_FALSE(embedded.surfaces->list.at(0).double_sided);
  EXPECT_EQ(embedded.surfaces->points.at(1).u, 1);
  EXPECT_EQ(embedded.surfaces->points.at(1).v, 1);

  const TemporaryDirectory folder;
  write_file(folder.path() / "skin.png", png);
  write_file(folder.path() / "face.glb", textured({{"uri", "skin.png"}}).glb());
  EXPECT_EQ(Avatar::load(folder.path() / "face.glb").pose({}).surfaces->list.at(0).texture->at(0), two_pixels());
  EXPECT_NE(refusal(textured({{"uri", "skin.png"}})).find("is not a file beside it"), std::string::npos);

  // A white pixel as PNG.
  const rig::Mesh inlined =
      posed(textured({{"uri",
                       "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwAB"
                       "AQEAsTj2FAAAAABJRU5ErkJggg=="}}));
  EXPECT_EQ(inlined.surfaces->list.at(0).texture->at(0).width(), 1);
}

TEST(GltfMaterials, ReadsSamplersAlphaAndSides) {
  GltfWriter file = textured({});
  file.json["textures"][0]["sampler"] = file.add("samplers", {{"wrapS", 33071}, {"wrapT", 33648}});
  Json& material = file.json["materials"][0];
  material["alphaMode"] = "MASK";
  material["alphaCutoff"] = 0.25;
  material["doubleSided"] = true;
  material["pbrMetallicRoughness"]["baseColorFactor"] = {0.5, 0.25, 1, 0.75};
  const rig::Mesh mesh = posed(file);
  const rig::Surface& surface = mesh.surfaces->list.at(0);
  EXPECT_EQ(surface.wrap_u, rig::Wrap::kClamp);
  EXPECT_EQ(surface.wrap_v, rig::Wrap::kMirror);
  EXPECT_EQ(surface.alpha_mode, rig::AlphaMode::kMask);
  EXPECT_EQ(surface.alpha_cutoff, 0.25f);
  EXPECT_TRUE(surface.double_sided);
  EXPECT_EQ(mesh.surfaces->points.at(0).alpha, 0.75f);
  EXPECT_EQ(mesh.colours.at(0), (rig::Vec3{0.5f, 0.25f, 1}));
}

TEST(GltfMaterials, TransformsTextureCoordinates) {
  GltfWriter file = textured({});
  file.json["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]["extensions"]["KHR_texture_transform"] = {
      {"offset", {0.5, 0.25}}, {"rotation", std::numbers::pi / 2}, {"scale", {2, 4}}};
  // Scaled, then turned counter-clockwise with v downwards, then shifted: (1,1) -> (2,4) -> (4,-2) -> (4.5,-1.75).
  const rig::SurfacePoint point = posed(file).surfaces->points.at(1);
  EXPECT_NEAR(point.u, 4.5f, 1e-5f);
  EXPECT_NEAR(point.v, -1.75f, 1e-5f);
}

TEST(GltfMaterials, RefusesWhatIsNotAPicture) {
  GltfWriter file = textured({});
  file.json["images"][0] = {{"bufferView", file.add_view(std::string("GIF89a"))}};
  EXPECT_EQ(refusal(file), "test.glb: images[0]: a picture that is neither PNG nor JPEG");
  GltfWriter cut = textured({});
  cut.json["bufferViews"][cut.json["images"][0]["bufferView"].get<std::size_t>()]["byteLength"] = 40;
  EXPECT_NE(refusal(cut).find("images[0]: not a valid PNG"), std::string::npos) << refusal(cut);
  GltfWriter basis = textured({});
  basis.json["textures"][0] = {{"extensions", {{"KHR_texture_basisu", {{"source", 0}}}}}};
  EXPECT_EQ(refusal(basis), "test.glb: textures[0]: has no PNG or JPEG picture as its source");
  GltfWriter mode = textured({});
  mode.json["materials"][0]["alphaMode"] = "GLASS";
  EXPECT_EQ(refusal(mode), "test.glb: materials[0]: alphaMode \"GLASS\" is unknown");
}

TEST(GltfMaterials, TellsTheLookFromTheName) {
  EXPECT_EQ(look_of_name("Wolf3D_Eye"), rig::Material::kEye);
  EXPECT_EQ(look_of_name("eyeBROWS"), rig::Material::kHair);
  EXPECT_EQ(look_of_name("Std_Eyelash"), rig::Material::kHair);
  EXPECT_EQ(look_of_name("Eyelid"), rig::Material::kSkin);
  EXPECT_EQ(look_of_name("GumsTongue"), rig::Material::kWet);
  EXPECT_EQ(look_of_name("Teeth.001"), rig::Material::kTooth);
  EXPECT_EQ(look_of_name("Face_skin"), rig::Material::kSkin);
  EXPECT_EQ(look_of_name("Material.001"), std::nullopt);
}

}  // namespace
}  // namespace emo3d::avatar
