#include "emo3d/avatar/gltf_materials.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/image/jpeg.h"
#include "emo3d/image/pyramid.h"

namespace emo3d::avatar {
namespace {

constexpr std::size_t kMaxPictureBytes = std::size_t{1} << 28;
/// Pixels of all pictures together.
constexpr std::size_t kMaxPictures_px = std::size_t{1} << 28;
/// Larger pictures are kept at half their size and less: no picture of a head shows more.
constexpr int kMaxKeptSide_px = 4096;

struct NamedLook {
  std::string_view word;
  rig::Material look;
};
/// The first of these words that a name holds decides: an eyebrow is hair and an eyelid is skin, though both say "eye".
constexpr std::array<NamedLook, 23> kLooks = {
    {{"brow", rig::Material::kHair},   {"lash", rig::Material::kHair},   {"hair", rig::Material::kHair},
     {"beard", rig::Material::kHair},  {"lid", rig::Material::kSkin},    {"teeth", rig::Material::kTooth},
     {"tooth", rig::Material::kTooth}, {"gum", rig::Material::kWet},     {"tongue", rig::Material::kWet},
     {"mouth", rig::Material::kWet},   {"oral", rig::Material::kWet},    {"eye", rig::Material::kEye},
     {"iris", rig::Material::kEye},    {"cornea", rig::Material::kEye},  {"sclera", rig::Material::kEye},
     {"cloth", rig::Material::kCloth}, {"shirt", rig::Material::kCloth}, {"outfit", rig::Material::kCloth},
     {"skin", rig::Material::kSkin},   {"face", rig::Material::kSkin},   {"head", rig::Material::kSkin},
     {"body", rig::Material::kSkin},   {"wet", rig::Material::kWet}}};

rig::Wrap wrap_of(const GltfValue& sampler, const char* key) {
  constexpr std::size_t kRepeat = 10497, kMirroredRepeat = 33648, kClampToEdge = 33071;
  const std::size_t code = sampler.size(key, kRepeat);
  check(code == kRepeat || code == kMirroredRepeat || code == kClampToEdge, ErrorCode::kInvalidData,
        "{}: {} {} is unknown", sampler.place(), key, code);
  return code == kRepeat ? rig::Wrap::kRepeat : code == kClampToEdge ? rig::Wrap::kClamp : rig::Wrap::kMirror;
}

TextureTransform read_transform(const GltfValue& value) {
  const std::vector<float> scale = value.numbers("scale", 2), offset = value.numbers("offset", 2);
  const float rotation = value.number("rotation", 0);
  const float s = std::sin(rotation), c = std::cos(rotation);
  const float su = scale.empty() ? 1 : scale[0], sv = scale.empty() ? 1 : scale[1];
  return {.uu = c * su,
          .uv = s * sv,
          .u0 = offset.empty() ? 0 : offset[0],
          .vu = -s * su,
          .vv = c * sv,
          .v0 = offset.empty() ? 0 : offset[1]};
}

rig::AlphaMode alpha_mode_of(const GltfValue& material) {
  const std::string mode = material.string("alphaMode", "OPAQUE");
  if (mode == "OPAQUE") return rig::AlphaMode::kOpaque;
  if (mode == "MASK") return rig::AlphaMode::kMask;
  check(mode == "BLEND", ErrorCode::kInvalidData, "{}: alphaMode {} is unknown", material.place(), quote(mode));
  return rig::AlphaMode::kBlend;
}

}  // namespace

std::optional<rig::Material> look_of_name(std::string_view name) {
  const std::string lower = lower_ascii(name);
  for (const NamedLook& named : kLooks)
    if (lower.find(named.word) != std::string::npos) return named.look;
  return std::nullopt;
}

GltfMaterial GltfMaterials::read(std::size_t index) {
  const GltfValue value = document_.item("materials", index);
  GltfMaterial material;
  material.look = look_of_name(value.string("name", ""));
  material.surface.alpha_mode = alpha_mode_of(value);
  material.surface.alpha_cutoff = value.number("alphaCutoff", 0.5f);
  material.surface.double_sided = value.boolean("doubleSided", false);
  const auto base = value.find("pbrMetallicRoughness");
  if (!base) return material;
  if (const std::vector<float> factor = base->numbers("baseColorFactor", 4); !factor.empty()) {
    for (const float f : factor)
      check(f >= 0 && f <= 1, ErrorCode::kInvalidData, "{}: baseColorFactor {} is not in [0,1]", base->place(), f);
    material.colour = {factor[0], factor[1], factor[2]};
    material.alpha = factor[3];
  }
  if (const auto texture = base->find("baseColorTexture")) read_texture(material, *texture);
  return material;
}

void GltfMaterials::read_texture(GltfMaterial& material, const GltfValue& info) {
  const GltfValue texture = document_.item("textures", info.at("index").size());
  const auto source = texture.find_size("source");
  check(source.has_value(), ErrorCode::kInvalidData, "{}: has no PNG or JPEG picture as its source", texture.place());
  material.surface.texture = picture(*source);
  if (const auto sampler = texture.find_size("sampler")) {
    const GltfValue value = document_.item("samplers", *sampler);
    material.surface.wrap_u = wrap_of(value, "wrapS");
    material.surface.wrap_v = wrap_of(value, "wrapT");
  }
  material.uv_set = info.size("texCoord", 0);
  if (const auto transform = info.find("extensions", "KHR_texture_transform")) {
    material.transform = read_transform(*transform);
    material.uv_set = transform->size("texCoord", material.uv_set);
  }
}

GltfMaterials::Pyramid GltfMaterials::picture(std::size_t index) {
  Pyramid& kept = pictures_[index];
  if (kept) return kept;
  const GltfValue value = document_.item("images", index);
  std::string loaded;
  GltfBytes bytes;
  if (const auto uri = value.find("uri")) {
    loaded = document_.resource(*uri, kMaxPictureBytes);
    bytes = loaded;
  } else {
    bytes = document_.view(value.at("bufferView").size()).bytes;
  }
  image::Image picture = image::decode_image(bytes, value.place());
  pixels_ += static_cast<std::size_t>(picture.width()) * static_cast<std::size_t>(picture.height());
  check(pixels_ <= kMaxPictures_px, ErrorCode::kInvalidData, "{}: the pictures have more than {} pixels", value.place(),
        kMaxPictures_px);
  return kept = std::make_shared<const std::vector<image::Image>>(image::pyramid(std::move(picture), kMaxKeptSide_px));
}

}  // namespace emo3d::avatar
