#include "emo3d/avatar/gltf_primitive.h"

#include <algorithm>
#include <array>

#include "emo3d/avatar/gltf_accessor.h"
#include "emo3d/base/error.h"

namespace emo3d::avatar {
namespace {

/// glTF 2.0, primitive.mode.
constexpr std::size_t kTriangles = 4, kTriangleStrip = 5, kTriangleFan = 6;

std::vector<std::uint32_t> read_indices(const GltfDocument& document, const GltfValue& primitive, std::size_t count) {
  std::vector<std::uint32_t> indices;
  if (const auto accessor = primitive.find_size("indices")) {
    indices = read_integers(document, *accessor, GltfType::kScalar);
    for (const std::uint32_t i : indices)
      check(i < count, ErrorCode::kInvalidData, "{}: index {} of {} vertices", primitive.place(), i, count);
  } else {
    indices.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) indices[i] = i;
  }
  return indices;
}

std::vector<rig::Triangle> triangles_of(const std::vector<std::uint32_t>& indices, std::size_t mode) {
  std::vector<rig::Triangle> triangles;
  if (mode == kTriangles) {
    for (std::size_t i = 0; i + 3 <= indices.size(); i += 3)
      triangles.push_back({indices[i], indices[i + 1], indices[i + 2]});
    return triangles;
  }
  for (std::size_t i = 0; i + 3 <= indices.size(); ++i) {
    const std::size_t turn = i % 2;  // every other triangle of a strip runs the other way
    if (mode == kTriangleStrip)
      triangles.push_back({indices[i], indices[i + 1 + turn], indices[i + 2 - turn]});
    else
      triangles.push_back({indices[i + 1], indices[i + 2], indices[0]});
  }
  return triangles;
}

/// Fills a GltfPrimitive attribute by attribute.
class PrimitiveReader {
 public:
  PrimitiveReader(const GltfDocument& document, GltfValue primitive, const GltfMaterial& material)
      : document_(document),
        primitive_(std::move(primitive)),
        attributes_(primitive_.at("attributes")),
        material_(material) {}

  [[nodiscard]] GltfPrimitive read(std::size_t mode);

 private:
  void read_positions();
  void read_colours();
  void read_texture_coordinates();
  void read_skinning();
  void check_length(const std::string& name, std::size_t length) const {
    check(length == out_.positions.size(), ErrorCode::kInvalidData, "{}: {} of {} vertices for {} positions",
          attributes_.place(), name, length, out_.positions.size());
  }

  const GltfDocument& document_;
  GltfValue primitive_;
  GltfValue attributes_;
  const GltfMaterial& material_;
  GltfPrimitive out_;
};

void PrimitiveReader::read_positions() {
  const std::size_t accessor = attributes_.at("POSITION").size();
  check(element_count(document_, accessor) <= kMaxAvatarVertices, ErrorCode::kInvalidData, "{}: more than {} vertices",
        primitive_.place(), kMaxAvatarVertices);
  out_.positions = read_vectors(document_, accessor);
  if (const auto normals = attributes_.find_size("NORMAL")) {
    out_.normals = read_vectors(document_, *normals);
    check_length("NORMAL", out_.normals.size());
  }
}

/// COLOR_0 times the material's factor, as colour and alpha.
void PrimitiveReader::read_colours() {
  const std::size_t count = out_.positions.size();
  out_.colours.assign(count, material_.colour);
  out_.points.assign(count, {.alpha = material_.alpha});
  const auto accessor = attributes_.find_size("COLOR_0");
  if (!accessor) return;
  const bool has_alpha = document_.item("accessors", *accessor).at("type").string() == "VEC4";
  const std::size_t channels = has_alpha ? 4 : 3;
  const std::vector<float> values = read_numbers(document_, *accessor, has_alpha ? GltfType::kVec4 : GltfType::kVec3);
  check_length("COLOR_0", values.size() / channels);
  const auto fraction = [](float x) { return std::clamp(x, 0.0f, 1.0f); };
  const rig::Vec3& factor = material_.colour;
  for (std::size_t v = 0; v < count; ++v) {
    const float* c = &values[v * channels];
    out_.colours[v] = {factor.x * fraction(c[0]), factor.y * fraction(c[1]), factor.z * fraction(c[2])};
    if (has_alpha) out_.points[v].alpha *= fraction(c[3]);
  }
}

void PrimitiveReader::read_texture_coordinates() {
  constexpr float kLargest = 1e4f;  // beyond, a float no longer tells texels apart
  if (!material_.surface.texture) return;
  const std::string name = fmt::format("TEXCOORD_{}", material_.uv_set);
  const auto accessor = attributes_.find_size(name.c_str());
  if (!accessor) return;
  const std::vector<float> values = read_numbers(document_, *accessor, GltfType::kVec2);
  check_length(name, values.size() / 2);
  const TextureTransform& t = material_.transform;
  const auto limited = [kLargest](float x) { return x == x ? std::clamp(x, -kLargest, kLargest) : 0.0f; };
  for (std::size_t i = 0; i < out_.points.size(); ++i) {
    const float u = values[2 * i], v = values[2 * i + 1];
    out_.points[i].u = limited(t.uu * u + t.uv * v + t.u0);
    out_.points[i].v = limited(t.vu * u + t.vv * v + t.v0);
  }
}

/// JOINTS_0 with WEIGHTS_0 and so on, four a set.
void PrimitiveReader::read_skinning() {
  constexpr int kMaxSets = 4;
  constexpr std::size_t kPerSet = 4;
  std::vector<std::vector<std::uint32_t>> joints;
  std::vector<std::vector<float>> weights;
  for (int set = 0; set < kMaxSets; ++set) {
    const std::string joint_name = fmt::format("JOINTS_{}", set), weight_name = fmt::format("WEIGHTS_{}", set);
    const auto joint_accessor = attributes_.find_size(joint_name.c_str());
    const auto weight_accessor = attributes_.find_size(weight_name.c_str());
    if (!joint_accessor || !weight_accessor) break;
    joints.push_back(read_integers(document_, *joint_accessor, GltfType::kVec4));
    weights.push_back(read_numbers(document_, *weight_accessor, GltfType::kVec4));
    check_length(joint_name, joints.back().size() / kPerSet);
    check_length(weight_name, weights.back().size() / kPerSet);
  }
  for (std::size_t v = 0; v < out_.positions.size(); ++v)
    for (std::size_t set = 0; set < joints.size(); ++set)
      for (std::size_t i = v * kPerSet; i < (v + 1) * kPerSet; ++i) {
        out_.joints.push_back(joints[set][i]);
        out_.weights.push_back(std::max(weights[set][i], 0.0f));
      }
}

GltfPrimitive PrimitiveReader::read(std::size_t mode) {
  read_positions();
  read_colours();
  read_texture_coordinates();
  read_skinning();
  out_.triangles = triangles_of(read_indices(document_, primitive_, out_.positions.size()), mode);
  return std::move(out_);
}

}  // namespace

GltfPrimitive read_primitive(const GltfDocument& document, const GltfValue& primitive, const GltfMaterial& material) {
  const std::size_t mode = primitive.size("mode", kTriangles);
  check(mode <= kTriangleFan, ErrorCode::kInvalidData, "{}: mode {} is unknown", primitive.place(), mode);
  if (mode < kTriangles) return {};
  return PrimitiveReader(document, primitive, material).read(mode);
}

std::vector<rig::Vec3> read_deltas(const GltfDocument& document, const GltfValue& target, std::size_t count) {
  const auto accessor = target.find_size("POSITION");
  if (!accessor) return {};
  check(element_count(document, *accessor) == count, ErrorCode::kInvalidData,
        "{}: POSITION of {} vertices, the primitive has {}", target.place(), element_count(document, *accessor), count);
  return read_vectors(document, *accessor);
}

Affine skin_transform(const GltfPrimitive& primitive, std::size_t vertex, std::span<const Affine> joints) {
  const std::size_t per_vertex = primitive.joints.size() / primitive.positions.size();
  const std::size_t first = vertex * per_vertex;
  float total = 0;
  for (std::size_t i = first; i < first + per_vertex; ++i) total += primitive.weights[i];
  if (!(total > 0)) return joints[primitive.joints[first]];
  Affine sum{{}, {}, {}, {}};
  for (std::size_t i = first; i < first + per_vertex; ++i) {
    const Affine& joint = joints[primitive.joints[i]];
    const float weight = primitive.weights[i] / total;
    sum.x_axis += joint.x_axis * weight;
    sum.y_axis += joint.y_axis * weight;
    sum.z_axis += joint.z_axis * weight;
    sum.origin += joint.origin * weight;
  }
  return sum;
}

}  // namespace emo3d::avatar
