#include "emo3d/service/avatar_info.h"

#include <set>

#include "emo3d/avatar/avatar.h"

namespace emo3d::service {
namespace {

std::size_t count_pictures(const rig::Mesh& mesh) {
  std::set<const void*> pictures;
  if (mesh.surfaces)
    for (const rig::Surface& surface : mesh.surfaces->list)
      if (surface.texture) pictures.insert(surface.texture.get());
  return pictures.size();
}

}  // namespace

OrderedJson avatar_info(const std::filesystem::path& path) {
  const avatar::Avatar avatar = avatar::Avatar::load(path);
  const rig::Mesh mesh = avatar.pose({});
  OrderedJson info = {{"avatar", path.string()},
                      {"vertices", mesh.positions.size()},
                      {"triangles", mesh.triangles.size()},
                      {"pictures", count_pictures(mesh)},
                      {"coverage", avatar.coverage().summary()}};
  info.update(to_json(avatar.coverage()));
  return info;
}

}  // namespace emo3d::service
