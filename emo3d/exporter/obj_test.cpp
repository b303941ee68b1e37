#include "emo3d/exporter/obj.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "emo3d/base/error.h"
#include "emo3d/rig/head.h"

namespace emo3d::exporter {
namespace {

using face::Channel;

const rig::MorphMesh& morphs() {
  static const rig::MorphMesh mesh = rig::Head::built_in().morph_mesh();
  return mesh;
}

/// What a plain reader of OBJ sees.
struct Obj {
  std::string name;
  std::vector<rig::Vec3> positions, colours, normals;
  std::vector<rig::Triangle> triangles;
  std::vector<std::string> groups;
  std::string faces;  ///< The text from the first group on.
};

Obj read(const std::string& text) {
  Obj obj;
  obj.faces = text.substr(text.find("\ng "));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "o") words >> obj.name;
    if (kind == "g") words >> obj.groups.emplace_back();
    if (kind == "v") {
      rig::Vec3& p = obj.positions.emplace_back();
      rig::Vec3& c = obj.colours.emplace_back();
      words >> p.x >> p.y >> p.z >> c.x >> c.y >> c.z;
    }
    if (kind == "vn") {
      rig::Vec3& n = obj.normals.emplace_back();
      words >> n.x >> n.y >> n.z;
    }
    if (kind == "f") {
      rig::Triangle& t = obj.triangles.emplace_back();
      for (std::uint32_t& v : t) {
        std::uint32_t normal = 0;
        char slash = 0;
        words >> v >> slash >> slash >> normal;
        EXPECT_EQ(v, normal) << line;
        EXPECT_GE(v, 1u);
        --v;
      }
    }
    EXPECT_FALSE(words.fail()) << line;
  }
  return obj;
}

TEST(Obj, HoldsTheHeadAtRestInMetres) {
  const rig::Mesh& rest = morphs().neutral;
  const Obj obj = read(ObjShapes(morphs()).neutral());
  EXPECT_EQ(obj.name, "neutral");
  std::vector<std::string> kinds;
  for (const std::string& group : obj.groups) kinds.push_back(group.substr(0, group.find('_')));
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  EXPECT_EQ(kinds, (std::vector<std::string>{"skin", "eye", "wet", "tooth", "hair", "cloth"}));
  ASSERT_EQ(obj.positions.size(), rest.positions.size());
  ASSERT_EQ(obj.normals.size(), rest.positions.size());
  for (std::size_t v = 0; v < rest.positions.size(); ++v) {
    ASSERT_LT(length(obj.positions[v] * 100 - rest.positions[v]), 1e-4f);
    ASSERT_LT(length(obj.normals[v] - rest.normals[v]), 1e-4f);
  }
}

TEST(Obj, KeepsEveryTriangleInItsMaterialsGroup) {
  std::vector<rig::Triangle> expected = morphs().neutral.triangles;
  std::vector<rig::Triangle> triangles = read(ObjShapes(morphs()).neutral()).triangles;
  const auto material = [](const rig::Triangle& t) { return morphs().neutral.materials[t[0]]; };
  EXPECT_TRUE(std::ranges::is_sorted(triangles, {}, material));
  std::ranges::sort(triangles);
  std::ranges::sort(expected);
  EXPECT_EQ(triangles, expected);
}

TEST(Obj, ColoursAreSrgbDarkenedByOcclusion) {
  const rig::Mesh& rest = morphs().neutral;
  const Obj obj = read(ObjShapes(morphs()).neutral());
  const auto linear = [](float code) {
    return code <= 0.04045f ? code / 12.92f : std::pow((code + 0.055f) / 1.055f, 2.4f);
  };
  for (std::size_t v = 0; v < rest.colours.size(); ++v) {
    const rig::Vec3 expected = rest.colours[v] * rest.occlusion[v];
    ASSERT_NEAR(linear(obj.colours[v].x), expected.x, 2e-4f);
    ASSERT_NEAR(linear(obj.colours[v].y), expected.y, 2e-4f);
    ASSERT_NEAR(linear(obj.colours[v].z), expected.z, 2e-4f);
  }
}

TEST(Obj, EveryShapeIsThePoseOfItsChannelOnTheSameFaces) {
  const ObjShapes shapes(morphs());
  const std::string faces = read(shapes.neutral()).faces;
  for (const Channel c : {Channel::kJawOpen, Channel::kEyeBlinkLeft, Channel::kTongueOut}) {
    face::Expression alone;
    alone.set(c, 1);
    const rig::Mesh pose = rig::Head::built_in().pose(alone);
    const Obj obj = read(shapes.shape(c));
    EXPECT_EQ(obj.name, face::name(c));
    EXPECT_EQ(obj.faces, faces);
    for (std::size_t v = 0; v < pose.positions.size(); ++v) {
      ASSERT_LT(length(obj.positions[v] * 100 - pose.positions[v]), 1.2e-3f);
      ASSERT_LT(length(obj.normals[v] - pose.normals[v]), 1.2e-3f);
    }
  }
}

TEST(Obj, RefusesMeshesWhoseListsDoNotFit) {
  rig::MorphMesh mesh = morphs();
  mesh.neutral.colours.pop_back();
  EXPECT_THROW(ObjShapes{mesh}, Error);
}

}  // namespace
}  // namespace emo3d::exporter
