#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/avatar/gltf_document.h"
#include "emo3d/rig/mesh.h"

namespace emo3d::avatar {

/// KHR_texture_transform: where the point (u, v) of a mesh lies in the picture.
struct TextureTransform {
  float uu = 1, uv = 0, u0 = 0;  ///< u' = uu * u + uv * v + u0
  float vu = 0, vv = 1, v0 = 0;  ///< v' = vu * u + vv * v + v0
};

/// A glTF material as emo3d draws it.
struct GltfMaterial {
  std::optional<rig::Material> look;  ///< Where its name says it.
  rig::Vec3 colour{1, 1, 1};          ///< Base colour factor, linear.
  float alpha = 1;
  rig::Surface surface;
  std::size_t uv_set = 0;  ///< The texture's coordinates are TEXCOORD_<uv_set>.
  TextureTransform transform;
  [[nodiscard]] bool needs_surface() const {
    return surface.texture != nullptr || surface.alpha_mode != rig::AlphaMode::kOpaque || !surface.double_sided;
  }
};

/// The look that a name speaks of, such as "Eye_Iris" or "Hair.001"; absent where it says nothing.
[[nodiscard]] std::optional<rig::Material> look_of_name(std::string_view name);

/// Reads materials with their pictures, each picture once.
class GltfMaterials {
 public:
  explicit GltfMaterials(const GltfDocument& document) : document_(document) {}
  /// \throws Error kInvalidData, for pictures in other files also kNotFound or kIo.
  [[nodiscard]] GltfMaterial read(std::size_t index);

 private:
  using Pyramid = std::shared_ptr<const std::vector<image::Image>>;

  void read_texture(GltfMaterial& material, const GltfValue& info);
  [[nodiscard]] Pyramid picture(std::size_t image);

  const GltfDocument& document_;
  std::map<std::size_t, Pyramid> pictures_;
  std::size_t pixels_ = 0;
};

}  // namespace emo3d::avatar
