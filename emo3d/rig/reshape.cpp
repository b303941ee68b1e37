#include "emo3d/rig/reshape.h"

namespace emo3d::rig {

Cage reshaped(Cage cage, const ShapeWarp& warp) {
  const auto reshape = [&](SparseDeltas& sparse) {
    for (std::size_t i = 0; i < sparse.vertices.size(); ++i)
      sparse.deltas[i] = warp.movement(cage.positions[sparse.vertices[i]], sparse.deltas[i]);
  };
  for (SparseDeltas& shape : cage.shapes) reshape(shape);
  for (CageCorrective& corrective : cage.correctives) reshape(corrective.deltas);
  for (Vec3& p : cage.positions) p = warp.point(p);
  cage.right_eye = warp.point(cage.right_eye);
  cage.eye_radius *= warp.eye_scale();
  return cage;
}

Skin reshaped(Skin skin, const ShapeWarp& warp) {
  for (Vec3& p : skin.positions) p = warp.point(p);
  skin.normals = vertex_normals(skin.positions, skin.triangles);
  return skin;
}

HeadPart reshaped(HeadPart part, const ShapeWarp& warp) {
  for (PartShape& shape : part.shapes)
    for (std::size_t v = 0; v < part.positions.size(); ++v)
      shape.deltas[v] = warp.movement(part.positions[v], shape.deltas[v]);
  for (Vec3& p : part.positions) p = warp.point(p);
  return part;
}

}  // namespace emo3d::rig
