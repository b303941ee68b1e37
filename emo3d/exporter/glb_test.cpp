#include "emo3d/exporter/glb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "emo3d/base/error.h"
#include "emo3d/exporter/mesh_parts.h"
#include "emo3d/exporter/tinygltf.h"
#include "emo3d/rig/head.h"

namespace emo3d::exporter {
namespace {

using face::Channel;

constexpr float kCentimetresPerMetre = 100;

const rig::MorphMesh& built_in_morphs() {
  static const rig::MorphMesh mesh = rig::Head::built_in().morph_mesh();
  return mesh;
}

face::ExpressionDocument grin() {
  face::ExpressionDocument document;
  document.expression.set(Channel::kMouthSmileLeft, 0.75f);
  document.expression.set(Channel::kJawOpen, 0.25f);
  document.text = "a crooked grin";
  document.model = "stand-in";
  document.generator = "emo3d test";
  return document;
}

tinygltf::Model opened(const std::string& bytes) {
  tinygltf::Model model;
  tinygltf::TinyGLTF reader;
  std::string error;
  std::string warning;
  EXPECT_TRUE(reader.LoadBinaryFromMemory(&model, &error, &warning,
                                          reinterpret_cast<const unsigned char*>(bytes.data()),
                                          static_cast<unsigned>(bytes.size())))
      << error;
  EXPECT_EQ(warning, "");
  return model;
}

const tinygltf::Model& built_in_file() {
  static const tinygltf::Model model = opened(to_glb(built_in_morphs(), grin()));
  return model;
}

/// `count` values of type T from a view, tightly packed.
template <typename T>
std::vector<T> values_at(const tinygltf::Model& model, int view, std::size_t offset, std::size_t count) {
  const tinygltf::BufferView& v = model.bufferViews.at(static_cast<std::size_t>(view));
  EXPECT_EQ(v.byteStride, 0u);
  EXPECT_LE(offset + count * sizeof(T), v.byteLength);
  std::vector<T> values(count);
  std::memcpy(values.data(), model.buffers.at(0).data.data() + v.byteOffset + offset, count * sizeof(T));
  return values;
}

/// The vectors of an accessor, sparse or not.
std::vector<rig::Vec3> vectors(const tinygltf::Model& model, int index) {
  const tinygltf::Accessor& accessor = model.accessors.at(static_cast<std::size_t>(index));
  EXPECT_EQ(accessor.componentType, TINYGLTF_COMPONENT_TYPE_FLOAT);
  EXPECT_EQ(accessor.type, TINYGLTF_TYPE_VEC3);
  if (accessor.bufferView >= 0)
    return values_at<rig::Vec3>(model, accessor.bufferView, accessor.byteOffset, accessor.count);
  std::vector<rig::Vec3> result(accessor.count);
  if (!accessor.sparse.isSparse) return result;
  const auto& sparse = accessor.sparse;
  const auto count = static_cast<std::size_t>(sparse.count);
  EXPECT_EQ(sparse.indices.componentType, TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT);
  const auto indices = values_at<std::uint32_t>(model, sparse.indices.bufferView, sparse.indices.byteOffset, count);
  const auto values = values_at<rig::Vec3>(model, sparse.values.bufferView, sparse.values.byteOffset, count);
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_TRUE(i == 0 || indices[i - 1] < indices[i]);
    result.at(indices[i]) = values[i];
  }
  return result;
}

std::vector<float> floats(const tinygltf::Model& model, int index) {
  const tinygltf::Accessor& accessor = model.accessors.at(static_cast<std::size_t>(index));
  return values_at<float>(model, accessor.bufferView, accessor.byteOffset, accessor.count);
}

/// The parts of the built-in head, of which each is a primitive.
const std::vector<MeshPart>& built_in_parts() {
  static const std::vector<MeshPart> parts = mesh_parts(built_in_morphs().neutral);
  return parts;
}

void expect_names(const tinygltf::Value& extras, std::string_view where) {
  ASSERT_TRUE(extras.Has("targetNames")) << where;
  const tinygltf::Value& names = extras.Get("targetNames");
  ASSERT_EQ(names.ArrayLen(), face::kChannelCount) << where;
  for (std::size_t i = 0; i < face::kChannelCount; ++i)
    EXPECT_EQ(names.Get(static_cast<int>(i)).Get<std::string>(), face::name(face::channels().at(i))) << where;
}

TEST(Glb, NamesTheTargetsOnTheMeshAndOnEveryPrimitive) {
  const tinygltf::Mesh& mesh = built_in_file().meshes.at(0);
  expect_names(mesh.extras, "mesh");
  EXPECT_EQ(mesh.primitives.size(), built_in_parts().size());
  for (const tinygltf::Primitive& primitive : mesh.primitives) {
    expect_names(primitive.extras, "primitive");
    EXPECT_EQ(primitive.targets.size(), face::kChannelCount);
  }
}

TEST(Glb, SparseAccessorsHoldPositionsInMetresNormalsAndTheirDeltas) {
  const tinygltf::Model& model = built_in_file();
  const rig::MorphMesh& morphs = built_in_morphs();
  const tinygltf::Mesh& mesh = model.meshes.at(0);
  const auto dense = [&](std::vector<rig::Vec3> rig::MorphTarget::*list) {
    std::vector<std::vector<rig::Vec3>> all;
    for (const rig::MorphTarget& target : morphs.targets) {
      std::vector<rig::Vec3>& values = all.emplace_back(morphs.neutral.positions.size());
      for (std::size_t i = 0; i < target.vertices.size(); ++i) values[target.vertices[i]] = (target.*list)[i];
    }
    return all;
  };
  const auto deltas = dense(&rig::MorphTarget::deltas);
  const auto normal_deltas = dense(&rig::MorphTarget::normal_deltas);
  for (std::size_t p = 0; p < mesh.primitives.size(); ++p) {
    const tinygltf::Primitive& primitive = mesh.primitives[p];
    const tinygltf::Material& material = model.materials.at(static_cast<std::size_t>(primitive.material));
    EXPECT_EQ(material.name, built_in_parts().at(p).name);
    const std::vector<std::uint32_t>& source = built_in_parts().at(p).vertices;
    const auto positions = vectors(model, primitive.attributes.at("POSITION"));
    const auto normals = vectors(model, primitive.attributes.at("NORMAL"));
    for (std::size_t v = 0; v < source.size(); ++v) {
      ASSERT_LT(length(positions[v] * kCentimetresPerMetre - morphs.neutral.positions[source[v]]), 1e-4f);
      ASSERT_NEAR(length(normals[v]), 1, 1e-5f);
    }
    for (std::size_t c = 0; c < face::kChannelCount; ++c) {
      const auto moved = vectors(model, primitive.targets[c].at("POSITION"));
      const auto turned = vectors(model, primitive.targets[c].at("NORMAL"));
      ASSERT_EQ(moved.size(), source.size());
      ASSERT_EQ(turned.size(), source.size());
      for (std::size_t v = 0; v < source.size(); ++v) {
        const auto which = [&] { return material.name + " " + std::string(face::name(face::channels().at(c))); };
        ASSERT_LT(length(moved[v] * kCentimetresPerMetre - deltas[c][source[v]]), 1e-4f) << which();
        ASSERT_EQ(turned[v], normal_deltas[c][source[v]]) << which();
        if (morphs.targets[c].channel == Channel::kMouthClose) continue;  // it turns the normals of an open mouth
        ASSERT_NEAR(length(normals[v] + turned[v]), 1, 1e-3f) << which();
      }
    }
  }
}

TEST(Glb, AnimatesTheWeightsFromNeutralToTheExpression) {
  const tinygltf::Model& model = built_in_file();
  const tinygltf::Animation& animation = model.animations.at(0);
  EXPECT_EQ(animation.name, "expression");
  EXPECT_EQ(animation.channels.at(0).target_path, "weights");
  EXPECT_EQ(animation.channels.at(0).target_node, 0);
  EXPECT_EQ(floats(model, animation.samplers.at(0).input), (std::vector<float>{0, 0.5f, 2}));
  const std::vector<float> keys = floats(model, animation.samplers.at(0).output);
  ASSERT_EQ(keys.size(), 3 * face::kChannelCount);
  const face::Expression expression = grin().expression;
  for (std::size_t c = 0; c < face::kChannelCount; ++c) {
    const float weight = expression[face::channels().at(c)];
    EXPECT_EQ(keys[c], 0);
    EXPECT_EQ(keys[face::kChannelCount + c], weight);
    EXPECT_EQ(keys[2 * face::kChannelCount + c], weight);
    EXPECT_EQ(static_cast<float>(model.meshes.at(0).weights.at(c)), weight);
  }
}

TEST(Glb, TellsWhatItShows) {
  const tinygltf::Asset& asset = built_in_file().asset;
  EXPECT_EQ(asset.version, "2.0");
  EXPECT_EQ(asset.generator, "emo3d test");
  EXPECT_EQ(asset.extras.Get("text").Get<std::string>(), "a crooked grin");
  EXPECT_EQ(asset.extras.Get("model").Get<std::string>(), "stand-in");
}

TEST(Glb, KeepsTheCopyrightOfAnAvatar) {
  rig::MorphMesh avatar = built_in_morphs();
  avatar.attribution = rig::Attribution{.source = "ada.glb", .copyright = "Ada by B"};
  EXPECT_EQ(opened(to_glb(avatar, "emo3d test")).asset.copyright, "Ada by B");
  EXPECT_EQ(built_in_file().asset.copyright, "");
}

TEST(Glb, BaseColourTimesVertexColourIsLinearAndDarkenedByOcclusion) {
  const tinygltf::Model& model = built_in_file();
  const rig::Mesh& rest = built_in_morphs().neutral;
  for (std::size_t p = 0; p < built_in_parts().size(); ++p) {
    const tinygltf::Primitive& primitive = model.meshes.at(0).primitives.at(p);
    const auto& factor =
        model.materials.at(static_cast<std::size_t>(primitive.material)).pbrMetallicRoughness.baseColorFactor;
    const tinygltf::Accessor& accessor =
        model.accessors.at(static_cast<std::size_t>(primitive.attributes.at("COLOR_0")));
    EXPECT_EQ(accessor.componentType, TINYGLTF_COMPONENT_TYPE_FLOAT);
    const auto shares = values_at<float>(model, accessor.bufferView, accessor.byteOffset, 4 * accessor.count);
    for (const float share : shares) ASSERT_TRUE(share >= 0 && share <= 1);
    const std::vector<std::uint32_t>& source = built_in_parts()[p].vertices;
    for (std::size_t v = 0; v < source.size(); ++v) {
      const rig::Vec3 colour = rest.colours[source[v]] * rest.occlusion[source[v]];
      ASSERT_NEAR(shares[4 * v] * factor.at(0), std::min<double>(colour.x, factor.at(0)), 1e-6);
      ASSERT_NEAR(shares[4 * v + 1] * factor.at(1), std::min<double>(colour.y, factor.at(1)), 1e-6);
      ASSERT_NEAR(shares[4 * v + 2] * factor.at(2), std::min<double>(colour.z, factor.at(2)), 1e-6);
      ASSERT_EQ(shares[4 * v + 3], 1);
    }
  }
}

TEST(Glb, AtRestHasNoAnimationAndNoWeight) {
  const tinygltf::Model model = opened(to_glb(built_in_morphs(), "emo3d test"));
  EXPECT_TRUE(model.animations.empty());
  EXPECT_EQ(model.asset.generator, "emo3d test");
  EXPECT_EQ(model.meshes.at(0).weights, std::vector<double>(face::kChannelCount, 0.0));
  EXPECT_EQ(model.meshes.at(0).primitives.size(), built_in_file().meshes.at(0).primitives.size());
}

TEST(Glb, GivesTheBoundsOfEveryAccessorOfPositions) {
  const tinygltf::Model& model = built_in_file();
  for (const tinygltf::Primitive& primitive : model.meshes.at(0).primitives) {
    const int index = primitive.attributes.at("POSITION");
    const tinygltf::Accessor& accessor = model.accessors.at(static_cast<std::size_t>(index));
    ASSERT_EQ(accessor.minValues.size(), 3u);
    ASSERT_EQ(accessor.maxValues.size(), 3u);
    for (const rig::Vec3& p : vectors(model, index)) {
      ASSERT_TRUE(p.x >= accessor.minValues[0] && p.x <= accessor.maxValues[0]);
      ASSERT_TRUE(p.y >= accessor.minValues[1] && p.y <= accessor.maxValues[1]);
      ASSERT_TRUE(p.z >= accessor.minValues[2] && p.z <= accessor.maxValues[2]);
    }
  }
}

TEST(Glb, RefusesMeshesWhoseListsDoNotFit) {
  const auto refused = [](auto spoil) {
    rig::MorphMesh mesh = built_in_morphs();
    spoil(mesh);
    EXPECT_THROW((void)to_glb(mesh, grin()), Error);
  };
  refused([](rig::MorphMesh& m) { m.neutral.normals.pop_back(); });
  refused([](rig::MorphMesh& m) { m.neutral.triangles[0][2] = 1000000; });
  refused([](rig::MorphMesh& m) { m.targets.pop_back(); });
  refused([](rig::MorphMesh& m) { std::swap(m.targets[0], m.targets[1]); });
  refused([](rig::MorphMesh& m) { m.targets[3].deltas.pop_back(); });
  refused([](rig::MorphMesh& m) { m.targets[3].normal_deltas.pop_back(); });
  refused([](rig::MorphMesh& m) { m.targets[3].vertices[0] = 1000000; });
  refused([](rig::MorphMesh& m) { m.targets[3].vertices[1] = m.targets[3].vertices[0]; });
  refused([](rig::MorphMesh& m) { m.neutral.triangles.clear(); });
}

}  // namespace
}  // namespace emo3d::exporter
