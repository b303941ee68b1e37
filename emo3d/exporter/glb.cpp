#include "emo3d/exporter/glb.h"

#include <array>
#include <utility>

#include "emo3d/exporter/glb_mesh.h"
#include "emo3d/exporter/mesh_parts.h"

namespace emo3d::exporter {
namespace {

using Weights = std::array<float, face::kChannelCount>;

constexpr std::array<float, 3> kKeyTimes_s = {0.0f, 0.5f, 2.0f};

GlbBuilder scene_of(const rig::MorphMesh& mesh, std::string_view generator, const Weights& weights) {
  check_morph_mesh(mesh);
  GlbBuilder glb(generator);
  if (mesh.attribution) glb.model().asset.copyright = mesh.attribution->copyright;
  tinygltf::Node node;
  node.name = "emo3d_head";
  node.mesh = add_morph_mesh(glb, mesh, {.weights = weights});
  glb.model().nodes.push_back(std::move(node));
  tinygltf::Scene scene;
  scene.nodes = {0};
  glb.model().scenes.push_back(std::move(scene));
  glb.model().defaultScene = 0;
  return glb;
}

tinygltf::Animation expression_animation(GlbBuilder& glb, const Weights& weights) {
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

}  // namespace

std::string to_glb(const rig::MorphMesh& mesh, std::string_view generator) {
  return scene_of(mesh, generator, {}).bytes();
}

std::string to_glb(const rig::MorphMesh& mesh, const face::ExpressionDocument& document) {
  Weights weights{};
  for (const face::Channel c : face::channels()) weights[static_cast<std::size_t>(c)] = document.expression[c];
  GlbBuilder glb = scene_of(mesh, document.generator, weights);
  glb.model().animations.push_back(expression_animation(glb, weights));
  glb.model().asset.extras = tinygltf::Value(
      tinygltf::Value::Object{{"text", tinygltf::Value(document.text)}, {"model", tinygltf::Value(document.model)}});
  return glb.bytes();
}

std::size_t file_vertices(const rig::Mesh& mesh) {
  std::size_t count = 0;
  for (const MeshPart& part : mesh_parts(mesh)) count += part.vertices.size();
  return count;
}

}  // namespace emo3d::exporter
