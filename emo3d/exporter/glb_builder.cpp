#include "emo3d/exporter/glb_builder.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "emo3d/base/error.h"

namespace emo3d::exporter {
namespace {

struct Bounds {
  rig::Vec3 low, high;
};

Bounds bounds_of(const std::vector<rig::Vec3>& values, rig::Vec3 start) {
  Bounds b{start, start};
  for (const rig::Vec3& v : values) {
    b.low = {std::min(b.low.x, v.x), std::min(b.low.y, v.y), std::min(b.low.z, v.z)};
    b.high = {std::max(b.high.x, v.x), std::max(b.high.y, v.y), std::max(b.high.z, v.z)};
  }
  return b;
}

}  // namespace

GlbBuilder::GlbBuilder(std::string_view generator) {
  model_.asset.version = "2.0";
  model_.asset.generator = generator;
  model_.buffers.emplace_back();
}

int GlbBuilder::add_bytes(std::span<const std::byte> bytes, int target) {
  std::vector<unsigned char>& data = model_.buffers[0].data;
  data.resize((data.size() + 3) / 4 * 4);  // accessors start at multiples of their component's size
  tinygltf::BufferView view;
  view.buffer = 0;
  view.byteOffset = data.size();
  view.byteLength = bytes.size();
  view.target = target;
  const auto* first = reinterpret_cast<const unsigned char*>(bytes.data());
  data.insert(data.end(), first, first + bytes.size());
  model_.bufferViews.push_back(std::move(view));
  return static_cast<int>(model_.bufferViews.size()) - 1;
}

int GlbBuilder::add_accessor(int view, int component_type, int type, std::size_t count) {
  tinygltf::Accessor accessor;
  accessor.bufferView = view;
  accessor.componentType = component_type;
  accessor.type = type;
  accessor.count = count;
  model_.accessors.push_back(std::move(accessor));
  return static_cast<int>(model_.accessors.size()) - 1;
}

int GlbBuilder::add_floats(const std::vector<float>& values) {
  const int index = add_accessor(add_view(values), TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_SCALAR, values.size());
  const auto [low, high] = std::ranges::minmax(values);
  model_.accessors.back().minValues = {low};
  model_.accessors.back().maxValues = {high};
  return index;
}

int GlbBuilder::add_vectors(const std::vector<rig::Vec3>& values) {
  const int index = add_accessor(add_view(values, TINYGLTF_TARGET_ARRAY_BUFFER), TINYGLTF_COMPONENT_TYPE_FLOAT,
                                 TINYGLTF_TYPE_VEC3, values.size());
  const auto [low, high] = bounds_of(values, values.at(0));
  set_bounds(low, high);
  return index;
}

int GlbBuilder::add_sparse_vectors(std::size_t count, int index_view, const std::vector<rig::Vec3>& values) {
  const int value_view = add_view(values);
  const int index = add_zero_vectors(count);
  auto& sparse = model_.accessors.back().sparse;
  sparse.isSparse = true;
  sparse.count = static_cast<int>(values.size());
  sparse.indices.bufferView = index_view;
  sparse.indices.byteOffset = 0;
  sparse.indices.componentType = TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT;
  sparse.values.bufferView = value_view;
  sparse.values.byteOffset = 0;
  const auto [low, high] = bounds_of(values, values.size() < count ? rig::Vec3{} : values.at(0));
  set_bounds(low, high);
  return index;
}

int GlbBuilder::add_zero_vectors(std::size_t count) {
  const int index = add_accessor(kNoGltfIndex, TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_VEC3, count);
  set_bounds({}, {});
  return index;
}

void GlbBuilder::set_bounds(rig::Vec3 low, rig::Vec3 high) {
  model_.accessors.back().minValues = {low.x, low.y, low.z};
  model_.accessors.back().maxValues = {high.x, high.y, high.z};
}

std::string GlbBuilder::bytes() {
  std::ostringstream stream;
  tinygltf::TinyGLTF writer;
  check(writer.WriteGltfSceneToStream(&model_, stream, false, true), ErrorCode::kIo, "tinygltf cannot write the scene");
  return std::move(stream).str();
}

}  // namespace emo3d::exporter
