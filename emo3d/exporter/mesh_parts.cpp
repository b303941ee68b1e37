#include "emo3d/exporter/mesh_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace emo3d::exporter {
namespace {

/// Near enough to what the eye sees for telling colours apart.
rig::Vec3 perceived(const rig::Vec3& linear) {
  const auto root = [](float x) { return std::sqrt(std::max(x, 0.0f)); };
  return {root(linear.x), root(linear.y), root(linear.z)};
}

float brightness(const rig::Vec3& c) { return 0.3f * c.x + 0.6f * c.y + 0.1f * c.z; }

/// For each triangle whether it is of the lighter kind, by 2-means; all false where the kinds are alike.
std::vector<bool> lighter_ones(const rig::Mesh& mesh, const std::vector<rig::Triangle>& triangles) {
  constexpr float kLeastContrast = 0.28f;  // between the lightest teeth and molars: 0.26
  constexpr int kRounds = 16;
  std::vector<rig::Vec3> colours;
  colours.reserve(triangles.size());
  for (const auto& [a, b, c] : triangles)
    colours.push_back(perceived((mesh.colours[a] + mesh.colours[b] + mesh.colours[c]) * (1.0f / 3)));
  const auto extremes = std::ranges::minmax_element(colours, {}, brightness);
  std::array<rig::Vec3, 2> middles = {*extremes.min, *extremes.max};
  std::vector<bool> lighter(colours.size());
  for (int round = 0; round < kRounds; ++round) {
    std::array<rig::Vec3, 2> sums{};
    std::array<float, 2> counts{};
    for (std::size_t i = 0; i < colours.size(); ++i) {
      lighter[i] = length(colours[i] - middles[1]) < length(colours[i] - middles[0]);
      sums[lighter[i]] += colours[i];
      counts[lighter[i]] += 1;
    }
    for (std::size_t kind : {0u, 1u})
      if (counts[kind] > 0) middles[kind] = sums[kind] * (1 / counts[kind]);
  }
  if (length(middles[1] - middles[0]) < kLeastContrast) lighter.assign(lighter.size(), false);
  return lighter;
}

MeshPart part_of(const rig::Mesh& mesh, const std::vector<rig::Triangle>& triangles, std::string name) {
  MeshPart part{.material = mesh.materials[triangles[0][0]],
                .name = std::move(name),
                .vertices = {},
                .numbers = std::vector<std::uint32_t>(mesh.positions.size(), kNotInPart),
                .indices = {}};
  for (const rig::Triangle& t : triangles)
    for (const std::uint32_t v : t) part.numbers[v] = 0;
  for (std::uint32_t v = 0; v < part.numbers.size(); ++v)
    if (part.numbers[v] != kNotInPart) {
      part.numbers[v] = static_cast<std::uint32_t>(part.vertices.size());
      part.vertices.push_back(v);
    }
  for (const rig::Triangle& t : triangles)
    for (const std::uint32_t v : t) part.indices.push_back(part.numbers[v]);
  return part;
}

}  // namespace

std::vector<MeshPart> mesh_parts(const rig::Mesh& mesh) {
  std::map<rig::Material, std::vector<rig::Triangle>> triangles;
  for (const rig::Triangle& t : mesh.triangles) triangles[mesh.materials[t[0]]].push_back(t);
  std::vector<MeshPart> parts;
  for (const auto& [material, own] : triangles) {
    std::array<std::vector<rig::Triangle>, 2> kinds;
    const std::vector<bool> lighter = lighter_ones(mesh, own);
    for (std::size_t i = 0; i < own.size(); ++i) kinds[lighter[i]].push_back(own[i]);
    const std::string name(material_name(material));
    const bool light_first = kinds[1].size() > kinds[0].size();
    parts.push_back(part_of(mesh, kinds[light_first], name));
    if (!kinds[!light_first].empty())
      parts.push_back(part_of(mesh, kinds[!light_first], name + (light_first ? "_dark" : "_light")));
  }
  return parts;
}

PartColours part_colours(const rig::Mesh& mesh, const MeshPart& part) {
  // Of the vertices; lips are next to skin, and would end in a hard edge.
  const float below = part.material == rig::Material::kWet ? 0.97f : 0.85f;
  std::vector<rig::Vec3> darkened;
  for (const std::uint32_t v : part.vertices) darkened.push_back(mesh.colours[v] * mesh.occlusion[v]);
  const auto least = [&](float rig::Vec3::*channel) {
    std::vector<float> values;
    for (const std::uint32_t v : part.vertices) values.push_back(mesh.colours[v].*channel);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(below * static_cast<float>(values.size() - 1));
    std::ranges::nth_element(values, at);
    return *at;
  };
  PartColours result{{least(&rig::Vec3::x), least(&rig::Vec3::y), least(&rig::Vec3::z)}, {}};
  const auto fraction = [](float of, float whole) { return whole > 0 ? std::clamp(of / whole, 0.0f, 1.0f) : 1.0f; };
  for (const rig::Vec3& c : darkened)
    result.fractions.insert(result.fractions.end(), {fraction(c.x, result.factor.x), fraction(c.y, result.factor.y),
                                                     fraction(c.z, result.factor.z), 1.0f});
  return result;
}

}  // namespace emo3d::exporter
