#include <gtest/gtest.h>

#include "emo3d/avatar/avatar.h"
#include "emo3d/base/file.h"
#include "emo3d/exporter/tinygltf.h"
#include "tests/support/golden.h"

namespace emo3d::avatar {
namespace {

using face::Channel;

constexpr const char* kFile = "avatars/ict_facekit_arkit52.glb";

/// A vector of an accessor without sparse elements, read by tinygltf alone.
rig::Vec3 plain_vector(const tinygltf::Model& model, int accessor, std::size_t element) {
  const tinygltf::Accessor& a = model.accessors.at(static_cast<std::size_t>(accessor));
  const tinygltf::BufferView& view = model.bufferViews.at(static_cast<std::size_t>(a.bufferView));
  rig::Vec3 value;
  std::memcpy(&value, &model.buffers.at(0).data.at(view.byteOffset + a.byteOffset + element * sizeof value),
              sizeof value);
  return value;
}

/// Element `at` of the sparse elements: its vertex and its value.
std::pair<std::uint32_t, rig::Vec3> sparse_vector(const tinygltf::Model& model, int accessor, std::size_t at) {
  const auto& sparse = model.accessors.at(static_cast<std::size_t>(accessor)).sparse;
  const auto bytes = [&](int view) {
    return &model.buffers.at(0).data.at(model.bufferViews.at(static_cast<std::size_t>(view)).byteOffset);
  };
  EXPECT_EQ(sparse.indices.componentType, TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT);
  std::uint16_t vertex = 0;
  rig::Vec3 value;
  std::memcpy(&vertex, bytes(sparse.indices.bufferView) + at * sizeof vertex, sizeof vertex);
  std::memcpy(&value, bytes(sparse.values.bufferView) + at * sizeof value, sizeof value);
  return {vertex, value};
}

tinygltf::Model opened(const std::filesystem::path& path) {
  tinygltf::Model model;
  tinygltf::TinyGLTF reader;
  std::string error, warning;
  const std::string bytes = read_file(path);
  EXPECT_TRUE(reader.LoadBinaryFromMemory(&model, &error, &warning,
                                          reinterpret_cast<const unsigned char*>(bytes.data()),
                                          static_cast<unsigned>(bytes.size())))
      << error;
  return model;
}

TEST(AvatarGolden, HasTheVerticesAndMovementsThatTinygltfReads) {
  EMO3D_GOLDEN_OR_SKIP(path, kFile);
  const tinygltf::Model model = opened(path);
  const Avatar avatar = Avatar::load(path);
  const rig::Mesh rest = avatar.pose({});
  EXPECT_EQ(rest.positions.size(), 22893u);
  EXPECT_EQ(rest.triangles.size(), 45356u);

  std::size_t first = 0, compared = 0;
  for (const tinygltf::Primitive& primitive : model.meshes.at(0).primitives) {
    const int positions = primitive.attributes.at("POSITION");
    const std::size_t count = model.accessors.at(static_cast<std::size_t>(positions)).count;
    for (std::size_t v = 0; v < count; v += 97)
      ASSERT_LT(length(rest.positions[first + v] - plain_vector(model, positions, v) * 100), 1e-4f);
    for (const Channel c : {Channel::kJawOpen, Channel::kMouthSmileLeft, Channel::kEyeLookInRight}) {
      face::Expression expression;
      expression.set(c, 0.75f);
      const rig::Mesh moved = avatar.pose(expression);
      const auto& names = model.meshes.at(0).extras.Get("targetNames");
      for (std::size_t t = 0; t < primitive.targets.size(); ++t) {
        if (names.Get(static_cast<int>(t)).Get<std::string>() != name(c)) continue;
        const int target = primitive.targets[t].at("POSITION");
        const auto& sparse = model.accessors.at(static_cast<std::size_t>(target)).sparse;
        const auto stored = sparse.isSparse ? static_cast<std::size_t>(sparse.count) : 0;
        for (std::size_t i = 0; i < stored; i += 31) {
          const auto [vertex, delta] = sparse_vector(model, target, i);
          const rig::Vec3 movement = moved.positions[first + vertex] - rest.positions[first + vertex];
          ASSERT_LT(length(movement - delta * 75), 1e-4f) << name(c);
          ++compared;
        }
      }
    }
    first += count;
  }
  EXPECT_EQ(first, rest.positions.size());
  EXPECT_GT(compared, 200u);
}

TEST(AvatarGolden, CoversAllChannelsButTheTongue) {
  EMO3D_GOLDEN_OR_SKIP(path, kFile);
  const Avatar avatar = Avatar::load(path);
  EXPECT_EQ(avatar.coverage().summary(), "51 of 52 matched, without movement tongueOut");
}

TEST(AvatarGolden, FindsTheHeadBetweenChinAndCrown) {
  EMO3D_GOLDEN_OR_SKIP(path, kFile);
  const Avatar avatar = Avatar::load(path);
  const rig::HeadPlace head = avatar.head_place();
  EXPECT_NEAR(head.centre.x, 0, 0.2f);
  const float crown = head.centre.y + head.height_cm / 2, chin = head.centre.y - head.height_cm / 2;
  EXPECT_NEAR(crown, 14.5f, 0.3f) << "the highest vertex";
  EXPECT_NEAR(chin, -9, 1.5f) << "the lowest of the chin";
}

}  // namespace
}  // namespace emo3d::avatar
