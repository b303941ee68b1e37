#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "emo3d/exporter/tinygltf.h"
#include "emo3d/rig/vec3.h"

// For sources of this module only, as tinygltf.h is.
namespace emo3d::exporter {

/// The index of a view or accessor that is not there.
inline constexpr int kNoGltfIndex = -1;

/// Fills a tinygltf model whose only buffer grows with each call, and writes it as GLB. Methods that add something
/// return its index.
class GlbBuilder {
 public:
  /// `generator` becomes asset.generator.
  explicit GlbBuilder(std::string_view generator);

  template <typename T>
  int add_view(const std::vector<T>& values, int target = 0) {
    return add_bytes(std::as_bytes(std::span(values)), target);
  }
  int add_accessor(int view, int component_type, int type, std::size_t count);
  /// Scalars with their bounds, as key times need them.
  int add_floats(const std::vector<float>& values);
  /// Vertex attribute with its bounds. `values` is not empty.
  int add_vectors(const std::vector<rig::Vec3>& values);
  /// `count` vectors that are zero but for `values`, one per index that the view `index_view` (32 bits) holds.
  int add_sparse_vectors(std::size_t count, int index_view, const std::vector<rig::Vec3>& values);
  /// `count` zero vectors.
  int add_zero_vectors(std::size_t count);

  [[nodiscard]] tinygltf::Model& model() { return model_; }
  /// The whole file. \throws Error kIo where tinygltf refuses the model.
  [[nodiscard]] std::string bytes();

 private:
  int add_bytes(std::span<const std::byte> bytes, int target);
  void set_bounds(rig::Vec3 low, rig::Vec3 high);

  tinygltf::Model model_;
};

}  // namespace emo3d::exporter
