#include "emo3d/rig/glb.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <sstream>

#include "emo3d/base/error.h"
#include "emo3d/rig/tinygltf.h"

namespace emo3d::rig {
namespace {

constexpr float kMetresPerCentimetre = 0.01f;
constexpr std::array<float, 3> kKeyTimes_s = {0.0f, 0.5f, 2.0f};

struct MaterialLook {
  Material material;
  const char* name;
  double roughness;
};
constexpr std::array<MaterialLook, 6> kLooks = {{{Material::kSkin, "skin", 0.55},
                                                 {Material::kEye, "eye", 0.15},
                                                 {Material::kWet, "wet", 0.35},
                                                 {Material::kTooth, "tooth", 0.3},
                                                 {Material::kHair, "hair", 0.65},
                                                 {Material::kCloth, "cloth", 0.9}}};

/// The part of a mesh that has one material, with its own vertex numbers.
struct Part {
  MaterialLook look{};
  std::vector<std::uint32_t> vertices;  ///< Vertex of the whole mesh for each vertex of the part.
  std::vector<std::uint32_t> indices;   ///< Three per triangle, into `vertices`.
};

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

std::vector<Part> split_by_material(const Mesh& mesh) {
  std::vector<Part> parts;
  for (const MaterialLook& look : kLooks) {
    Part part{look, {}, {}};
    std::vector<std::uint32_t> number(mesh.positions.size(), kNone);
    for (const Triangle& triangle : mesh.triangles) {
      if (mesh.materials[triangle[0]] != look.material) continue;
      for (const std::uint32_t v : triangle) {
        if (number[v] == kNone) {
          number[v] = static_cast<std::uint32_t>(part.vertices.size());
          part.vertices.push_back(v);
        }
        part.indices.push_back(number[v]);
      }
    }
    if (!part.indices.empty()) parts.push_back(std::move(part));
  }
  return parts;
}

/// Fills a tinygltf model whose only buffer grows with each call.
class GlbBuilder {
 public:
  GlbBuilder() { model_.buffers.emplace_back(); }

  template <typename T>
  int add_view(const std::vector<T>& values, int target = 0) {
    std::vector<unsigned char>& data = model_.buffers[0].data;
    data.resize((data.size() + 3) / 4 * 4);
    tinygltf::BufferView view;
    view.buffer = 0;
    view.byteOffset = data.size();
    view.byteLength = values.size() * sizeof(T);
    view.target = target;
    const auto* bytes = reinterpret_cast<const unsigned char*>(values.data());
    data.insert(data.end(), bytes, bytes + view.byteLength);
    model_.bufferViews.push_back(std::move(view));
    return static_cast<int>(model_.bufferViews.size()) - 1;
  }

  int add_accessor(int view, int component_type, int type, std::size_t count) {
    tinygltf::Accessor accessor;
    accessor.bufferView = view;
    accessor.componentType = component_type;
    accessor.type = type;
    accessor.count = count;
    model_.accessors.push_back(std::move(accessor));
    return static_cast<int>(model_.accessors.size()) - 1;
  }

  int add_floats(const std::vector<float>& values) {
    const int index =
        add_accessor(add_view(values), TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_SCALAR, values.size());
    const auto [low, high] = std::ranges::minmax(values);
    model_.accessors.back().minValues = {low};
    model_.accessors.back().maxValues = {high};
    return index;
  }

  int add_vectors(const std::vector<Vec3>& values) {
    const int index = add_accessor(add_view(values, TINYGLTF_TARGET_ARRAY_BUFFER), TINYGLTF_COMPONENT_TYPE_FLOAT,
                                   TINYGLTF_TYPE_VEC3, values.size());
    set_bounds(values);
    return index;
  }

  /// `count` vectors that are zero but for the listed ones.
  int add_sparse_vectors(std::size_t count, const std::vector<std::uint32_t>& indices, std::vector<Vec3> values) {
    const int index = add_accessor(-1, TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_VEC3, count);
    if (!indices.empty()) {
      const int index_view = add_view(indices);
      const int value_view = add_view(values);
      auto& sparse = model_.accessors.back().sparse;
      sparse.isSparse = true;
      sparse.count = static_cast<int>(indices.size());
      sparse.indices.bufferView = index_view;
      sparse.indices.byteOffset = 0;
      sparse.indices.componentType = TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT;
      sparse.values.bufferView = value_view;
      sparse.values.byteOffset = 0;
    }
    if (indices.size() < count) values.push_back({});
    set_bounds(values);
    return index;
  }

  tinygltf::Model& model() { return model_; }

 private:
  void set_bounds(const std::vector<Vec3>& values) {
    Vec3 low = values.at(0);
    Vec3 high = low;
    for (const Vec3& v : values) {
      low = {std::min(low.x, v.x), std::min(low.y, v.y), std::min(low.z, v.z)};
      high = {std::max(high.x, v.x), std::max(high.y, v.y), std::max(high.z, v.z)};
    }
    model_.accessors.back().minValues = {low.x, low.y, low.z};
    model_.accessors.back().maxValues = {high.x, high.y, high.z};
  }

  tinygltf::Model model_;
};

Vec3 in_metres(Vec3 v) { return {v.x * kMetresPerCentimetre, v.y * kMetresPerCentimetre, v.z * kMetresPerCentimetre}; }

/// Linear colour darkened by occlusion, as RGBA of 16-bit fractions.
std::vector<std::uint16_t> vertex_colours(const Mesh& mesh, const Part& part) {
  std::vector<std::uint16_t> values;
  const auto fraction = [](float x) {
    return static_cast<std::uint16_t>(std::lround(std::clamp(x, 0.0f, 1.0f) * 65535.0f));
  };
  for (const std::uint32_t v : part.vertices) {
    const Vec3 colour = mesh.colours[v];
    const float light = mesh.occlusion[v];
    for (const float c : {colour.x, colour.y, colour.z}) values.push_back(fraction(c * light));
    values.push_back(65535);
  }
  return values;
}

tinygltf::Value target_names() {
  std::vector<tinygltf::Value> names;
  for (const face::Channel c : face::channels()) names.emplace_back(std::string(face::name(c)));
  return tinygltf::Value(tinygltf::Value::Object{{"targetNames", tinygltf::Value(std::move(names))}});
}

/// The target's vertices and deltas as seen by a part; `number` maps mesh vertices to the part's, kNone elsewhere.
int add_target(GlbBuilder& glb, const MorphTarget& target, const Part& part, const std::vector<std::uint32_t>& number) {
  std::vector<std::pair<std::uint32_t, Vec3>> moved;
  for (std::size_t i = 0; i < target.vertices.size(); ++i)
    if (number[target.vertices[i]] != kNone)
      moved.emplace_back(number[target.vertices[i]], in_metres(target.deltas[i]));
  std::ranges::sort(moved, {}, &std::pair<std::uint32_t, Vec3>::first);  // sparse indices must ascend
  std::vector<std::uint32_t> indices;
  std::vector<Vec3> deltas;
  for (const auto& [index, delta] : moved) {
    indices.push_back(index);
    deltas.push_back(delta);
  }
  return glb.add_sparse_vectors(part.vertices.size(), indices, std::move(deltas));
}

tinygltf::Primitive add_primitive(GlbBuilder& glb, const MorphMesh& mesh, const Part& part) {
  std::vector<std::uint32_t> number(mesh.neutral.positions.size(), kNone);
  std::vector<Vec3> positions;
  std::vector<Vec3> normals;
  for (const std::uint32_t v : part.vertices) {
    number[v] = static_cast<std::uint32_t>(positions.size());
    positions.push_back(in_metres(mesh.neutral.positions[v]));
    normals.push_back(mesh.neutral.normals[v]);
  }
  tinygltf::Primitive primitive;
  primitive.mode = TINYGLTF_MODE_TRIANGLES;
  primitive.indices = glb.add_accessor(glb.add_view(part.indices, TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER),
                                       TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT, TINYGLTF_TYPE_SCALAR, part.indices.size());
  primitive.attributes["POSITION"] = glb.add_vectors(positions);
  primitive.attributes["NORMAL"] = glb.add_vectors(normals);
  primitive.attributes["COLOR_0"] =
      glb.add_accessor(glb.add_view(vertex_colours(mesh.neutral, part), TINYGLTF_TARGET_ARRAY_BUFFER),
                       TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT, TINYGLTF_TYPE_VEC4, part.vertices.size());
  glb.model().accessors.back().normalized = true;
  for (const MorphTarget& target : mesh.targets)
    primitive.targets.push_back({{"POSITION", add_target(glb, target, part, number)}});
  primitive.extras = target_names();

  tinygltf::Material material;
  material.name = part.look.name;
  material.doubleSided = true;  // lashes, hair strands and lid rims are single sheets
  material.pbrMetallicRoughness.metallicFactor = 0;
  material.pbrMetallicRoughness.roughnessFactor = part.look.roughness;
  primitive.material = static_cast<int>(glb.model().materials.size());
  glb.model().materials.push_back(std::move(material));
  return primitive;
}

tinygltf::Animation expression_animation(GlbBuilder& glb, const std::vector<float>& weights) {
  std::vector<float> keys(weights.size(), 0.0f);
  for (int held = 0; held < 2; ++held) keys.insert(keys.end(), weights.begin(), weights.end());
  tinygltf::AnimationSampler sampler;
  sampler.interpolation = "LINEAR";
  sampler.input = glb.add_floats({kKeyTimes_s.begin(), kKeyTimes_s.end()});
  sampler.output = glb.add_floats(keys);
  tinygltf::AnimationChannel channel;
  channel.sampler = 0;
  channel.target_node = 0;
  channel.target_path = "weights";
  tinygltf::Animation animation;
  animation.name = "expression";
  animation.samplers.push_back(std::move(sampler));
  animation.channels.push_back(std::move(channel));
  return animation;
}

void check_mesh(const MorphMesh& mesh) {
  const std::size_t count = mesh.neutral.positions.size();
  const auto same = [&](std::size_t n, const char* what) {
    check(n == count, ErrorCode::kInvalidArgument, "mesh has {} {} for {} positions", n, what, count);
  };
  same(mesh.neutral.normals.size(), "normals");
  same(mesh.neutral.colours.size(), "colours");
  same(mesh.neutral.occlusion.size(), "occlusion values");
  same(mesh.neutral.materials.size(), "materials");
  const auto inside = [&](std::uint32_t v) {
    check(v < count, ErrorCode::kInvalidArgument, "vertex {} is not among the mesh's {}", v, count);
  };
  for (const Triangle& t : mesh.neutral.triangles) std::ranges::for_each(t, inside);
  check(mesh.targets.size() == face::kChannelCount, ErrorCode::kInvalidArgument, "mesh has {} morph targets, not {}",
        mesh.targets.size(), face::kChannelCount);
  for (std::size_t i = 0; i < mesh.targets.size(); ++i) {
    const MorphTarget& t = mesh.targets[i];
    check(t.channel == face::channels().at(i), ErrorCode::kInvalidArgument, "morph target {} is {}, expected {}", i,
          face::name(t.channel), face::name(face::channels().at(i)));
    check(t.vertices.size() == t.deltas.size(), ErrorCode::kInvalidArgument, "{}: {} vertices but {} deltas",
          face::name(t.channel), t.vertices.size(), t.deltas.size());
    std::ranges::for_each(t.vertices, inside);
  }
}

}  // namespace

std::string to_glb(const MorphMesh& mesh, const face::ExpressionDocument& document) {
  check_mesh(mesh);
  GlbBuilder glb;
  tinygltf::Model& model = glb.model();
  std::vector<float> weights;
  for (const face::Channel c : face::channels()) weights.push_back(document.expression[c]);

  tinygltf::Mesh head;
  head.name = "emo3d_head";
  head.weights.assign(weights.begin(), weights.end());
  head.extras = target_names();
  for (const Part& part : split_by_material(mesh.neutral)) head.primitives.push_back(add_primitive(glb, mesh, part));
  model.meshes.push_back(std::move(head));

  tinygltf::Node node;
  node.name = "emo3d_head";
  node.mesh = 0;
  model.nodes.push_back(std::move(node));
  tinygltf::Scene scene;
  scene.nodes = {0};
  model.scenes.push_back(std::move(scene));
  model.defaultScene = 0;
  model.animations.push_back(expression_animation(glb, weights));

  model.asset.version = "2.0";
  model.asset.generator = document.generator;
  model.asset.extras = tinygltf::Value(
      tinygltf::Value::Object{{"text", tinygltf::Value(document.text)}, {"model", tinygltf::Value(document.model)}});
  std::ostringstream stream;
  tinygltf::TinyGLTF writer;
  check(writer.WriteGltfSceneToStream(&model, stream, false, true), ErrorCode::kIo, "tinygltf cannot write the scene");
  return std::move(stream).str();
}

}  // namespace emo3d::rig
