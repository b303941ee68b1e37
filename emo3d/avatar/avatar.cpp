#include "emo3d/avatar/avatar.h"

#include "emo3d/avatar/avatar_builder.h"
#include "emo3d/base/parallel.h"

namespace emo3d::avatar {

Avatar Avatar::load(const std::filesystem::path& path) {
  const GltfDocument document = GltfDocument::open(path);
  return AvatarBuilder(document).build();
}

Avatar Avatar::parse(std::string bytes, std::string source) {
  const GltfDocument document(std::move(bytes), std::move(source), {});
  return AvatarBuilder(document).build();
}

rig::Mesh Avatar::pose(const face::Expression& expression) const {
  rig::Mesh mesh = morphs_.neutral;
  bool moved = false;
  for (const rig::MorphTarget& target : morphs_.targets) {
    const float weight = expression[target.channel];
    if (!(weight > 0) || target.vertices.empty()) continue;
    moved = true;
    for (std::size_t i = 0; i < target.vertices.size(); ++i)
      mesh.positions[target.vertices[i]] += target.deltas[i] * weight;
  }
  if (moved) mesh.normals = normals_(mesh.positions, mesh.triangles);
  return mesh;
}

rig::MorphMesh Avatar::morph_mesh(unsigned threads) const {
  rig::MorphMesh result{morphs_.neutral, std::vector<rig::MorphTarget>(face::kChannelCount), attribution_};
  parallel_for(face::kChannelCount, threads, [&](std::size_t i) {
    const face::Channel channel = face::channels().at(i);
    face::Expression alone;
    alone.set(channel, 1);
    result.targets[i] = morph_target(channel, result.neutral, pose(alone));
  });
  return result;
}

}  // namespace emo3d::avatar
