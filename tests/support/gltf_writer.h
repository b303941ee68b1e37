#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/face/channel.h"
#include "emo3d/rig/vec3.h"

/// glTF files that tests write themselves, sound ones and others: whatever stands in `json` is written.
namespace emo3d::testing {

inline constexpr int kByte = 5120, kUnsignedByte = 5121, kShort = 5122, kUnsignedShort = 5123, kUnsignedInt = 5125,
                     kFloat = 5126;

class GltfWriter {
 public:
  Json json = {{"asset", {{"version", "2.0"}}}, {"buffers", {{{"byteLength", 0}}}}};

  /// A view of bytes that are appended to the only buffer.
  std::size_t add_view(std::string_view bytes, std::size_t stride = 0) {
    bytes_.resize((bytes_.size() + 3) / 4 * 4);
    Json view = {{"buffer", 0}, {"byteOffset", bytes_.size()}, {"byteLength", bytes.size()}};
    if (stride != 0) view["byteStride"] = stride;
    bytes_ += bytes;
    json["buffers"][0]["byteLength"] = bytes_.size();
    return add("bufferViews", std::move(view));
  }
  template <typename T>
  std::size_t add_view(const std::vector<T>& values, std::size_t stride = 0) {
    return add_view({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)}, stride);
  }
  template <typename T>
  std::size_t add_accessor(const std::vector<T>& values, int component, const char* type, std::size_t count) {
    return add("accessors",
               {{"bufferView", add_view(values)}, {"componentType", component}, {"type", type}, {"count", count}});
  }
  std::size_t add_vectors(const std::vector<rig::Vec3>& values) {
    return add_accessor(values, kFloat, "VEC3", values.size());
  }
  /// Appends to a top-level array; the index of what was added.
  std::size_t add(const char* array, Json value) {
    json[array].push_back(std::move(value));
    return json[array].size() - 1;
  }

  [[nodiscard]] std::string glb() const {
    const std::string text = padded(json.dump(), ' '), binary = padded(bytes_, '\0');
    return "glTF" + word(2) + word(12 + 8 + text.size() + 8 + binary.size()) + word(text.size()) + "JSON" + text +
           word(binary.size()) + std::string("BIN\0", 4) + binary;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  static std::string padded(std::string bytes, char with) {
    bytes.resize((bytes.size() + 3) / 4 * 4, with);
    return bytes;
  }
  static std::string word(std::size_t value) {
    const auto bits = static_cast<std::uint32_t>(value);
    std::string bytes(4, '\0');
    std::memcpy(bytes.data(), &bits, 4);
    return bytes;
  }

  std::string bytes_;
};

/// Corners of the face that sample_avatar() writes, in metres: two triangles of 10 by 20 cm that look along +Z.
inline const std::vector<rig::Vec3> kSampleCorners_m = {
    {-0.05f, 1.4f, 0}, {0.05f, 1.4f, 0}, {0.05f, 1.6f, 0}, {-0.05f, 1.6f, 0}};

/// How far target `index` of sample_avatar() moves corner index % 4, in metres.
inline rig::Vec3 sample_delta_m(std::size_t index) { return {0, 0, 0.001f * static_cast<float>(index + 1)}; }

/// An avatar of one mesh with a target of each name.
inline GltfWriter sample_avatar(const std::vector<std::string>& names) {
  GltfWriter file;
  Json targets = Json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<rig::Vec3> deltas(kSampleCorners_m.size());
    deltas[i % deltas.size()] = sample_delta_m(i);
    targets.push_back({{"POSITION", file.add_vectors(deltas)}});
  }
  const std::vector<std::uint16_t> indices = {0, 1, 2, 0, 2, 3};
  Json primitive = {{"attributes", {{"POSITION", file.add_vectors(kSampleCorners_m)}}},
                    {"indices", file.add_accessor(indices, kUnsignedShort, "SCALAR", indices.size())},
                    {"targets", std::move(targets)}};
  file.add("meshes", {{"primitives", {std::move(primitive)}}, {"extras", {{"targetNames", names}}}});
  file.add("nodes", {{"mesh", 0}});
  file.add("scenes", {{"nodes", {0}}});
  return file;
}

/// The channels' names as files have them, each turned by `write`.
template <typename Write>
std::vector<std::string> channel_names(const Write& write) {
  std::vector<std::string> names;
  for (const face::Channel c : face::channels()) names.push_back(write(std::string(name(c))));
  return names;
}

inline std::vector<std::string> channel_names() {
  return channel_names([](std::string name) { return name; });
}

/// Face Cap's way of writing a channel's name: "eyeBlink_L", but "jawLeft".
inline std::string face_cap_name(std::string name) {
  if (name == "jawLeft" || name == "jawRight" || name == "mouthLeft" || name == "mouthRight") return name;
  if (name.ends_with("Left")) return name.substr(0, name.size() - 4) + "_L";
  if (name.ends_with("Right")) return name.substr(0, name.size() - 5) + "_R";
  return name;
}

}  // namespace emo3d::testing
