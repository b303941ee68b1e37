#include "emo3d/exporter/mesh_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "emo3d/rig/head.h"

namespace emo3d::exporter {
namespace {

rig::Mesh exported_rest(std::string_view identity = "alex") {
  return rig::Head::of(rig::identity(identity)).morph_mesh().neutral;
}

float luminance(const rig::Vec3& c) { return 0.2126f * c.x + 0.7152f * c.y + 0.0722f * c.z; }

/// Factor times fraction for each vertex of the parts whose name begins so.
std::vector<rig::Vec3> shown_colours(const rig::Mesh& mesh, std::string_view name) {
  std::vector<rig::Vec3> shown;
  for (const MeshPart& part : mesh_parts(mesh)) {
    if (!part.name.starts_with(name)) continue;
    const PartColours colours = part_colours(mesh, part);
    for (std::size_t v = 0; v < part.vertices.size(); ++v)
      shown.push_back({colours.factor.x * colours.fractions[4 * v], colours.factor.y * colours.fractions[4 * v + 1],
                       colours.factor.z * colours.fractions[4 * v + 2]});
  }
  return shown;
}

rig::Vec3 factor_of(const rig::Mesh& mesh, std::string_view name) {
  for (const MeshPart& part : mesh_parts(mesh))
    if (part.name == name) return part_colours(mesh, part).factor;
  ADD_FAILURE() << "no part " << name;
  return {};
}

TEST(MeshParts, HoldEveryTriangleOnceUnderItsMaterial) {
  const rig::Mesh mesh = exported_rest();
  std::multiset<rig::Triangle> found;
  std::set<std::string> names;
  for (const MeshPart& part : mesh_parts(mesh)) {
    EXPECT_TRUE(names.insert(part.name).second) << part.name;
    EXPECT_TRUE(part.name.starts_with(material_name(part.material))) << part.name;
    EXPECT_TRUE(std::ranges::is_sorted(part.vertices));
    for (std::size_t i = 0; i < part.indices.size(); i += 3) {
      const rig::Triangle t = {part.vertices[part.indices[i]], part.vertices[part.indices[i + 1]],
                               part.vertices[part.indices[i + 2]]};
      ASSERT_EQ(mesh.materials[t[0]], part.material);
      found.insert(t);
    }
  }
  EXPECT_EQ(found, std::multiset<rig::Triangle>(mesh.triangles.begin(), mesh.triangles.end()));
}

TEST(MeshParts, AMaterialOfOneColourIsOnePart) {
  rig::Mesh mesh = exported_rest();
  std::ranges::fill(mesh.colours, rig::Vec3{0.5f, 0.4f, 0.3f});
  EXPECT_EQ(mesh_parts(mesh).size(), 6u);
}

// An engine's light reaches the mouth as through the shut lips of the rest pose, were that baked.
TEST(MeshParts, ColoursOfTheMouthAreThoseOfAnOpenOne) {
  for (const std::string_view identity : {"alex", "amara", "omar"}) {
    const rig::Mesh mesh = exported_rest(identity);
    std::vector<rig::Vec3> teeth = shown_colours(mesh, "tooth");
    const auto brighter = [](const rig::Vec3& a, const rig::Vec3& b) { return luminance(a) > luminance(b); };
    std::ranges::sort(teeth, brighter);
    const rig::Vec3 tenth = teeth[teeth.size() / 10];
    EXPECT_GT(luminance(tenth), 0.35f) << identity;
    EXPECT_LT(tenth.x, 1.5f * tenth.z) << identity;  // ivory, not yellow
    // The front of the tongue.
    float reddest = 0;
    for (std::size_t v = 0; v < mesh.positions.size(); ++v)
      if (mesh.materials[v] == rig::Material::kWet && std::abs(mesh.positions[v].x) < 0.5f &&
          mesh.positions[v].z > 2.5f && mesh.positions[v].z < 4.0f && mesh.positions[v].y < -4.2f)
        reddest = std::max(reddest, mesh.occlusion[v] * (mesh.colours[v].x - mesh.colours[v].z));
    EXPECT_GT(reddest, 0.05f) << identity;
  }
}

TEST(MeshParts, BaseColoursStandForTheirParts) {
  const rig::Mesh mesh = exported_rest();
  const rig::Vec3 hair = factor_of(mesh, "hair"), skin = factor_of(mesh, "skin"), tooth = factor_of(mesh, "tooth");
  EXPECT_LT(luminance(hair), 0.3f * luminance(skin));
  EXPECT_GT(hair.x, 1.4f * hair.y);  // brown
  EXPECT_GT(luminance(tooth), 0.6f);
  EXPECT_LT(tooth.x, 1.5f * tooth.z);
  const rig::Vec3 sclera = factor_of(mesh, "eye_light"), iris = factor_of(mesh, "eye");
  EXPECT_GT(luminance(sclera), 0.5f);
  EXPECT_LT(luminance(iris), 0.5f * luminance(sclera));
  EXPECT_GT(iris.z, iris.x);  // blue
}

TEST(MeshParts, FewVerticesAreDimmedToTheBaseColour) {
  const rig::Mesh mesh = exported_rest();
  for (const MeshPart& part : mesh_parts(mesh)) {
    const PartColours colours = part_colours(mesh, part);
    std::size_t dimmed = 0;
    for (const std::uint32_t v : part.vertices)
      dimmed += luminance(mesh.colours[v] * mesh.occlusion[v]) > 1.01f * luminance(colours.factor);
    EXPECT_LT(dimmed, part.vertices.size() / 6) << part.name;
  }
}

}  // namespace
}  // namespace emo3d::exporter
