#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "emo3d/face/expression_json.h"
#include "emo3d/rig/morph_mesh.h"

namespace emo3d::exporter {

/// A binary glTF 2.0 file (bytes) of `mesh` at rest: one glTF mesh with a primitive and a PBR material for each
/// rig::Material (two where its colours are of two kinds), 52 morph targets of positions and normals with ARKit names
/// in `extras.targetNames` of the mesh and of each primitive. Metres, +Y up, facing +Z, the subject's left is +X.
/// Colours, linear and multiplied by the baked occlusion, are COLOR_0 times the material's base colour. `generator`
/// becomes asset.generator, the copyright of an avatar's Attribution asset.copyright. \throws Error kInvalidArgument
/// where sizes or indices of `mesh` do not fit together.
[[nodiscard]] std::string to_glb(const rig::MorphMesh& mesh, std::string_view generator);

/// The same showing the document's expression: as default weights, and as an animation "expression" of the weights from
/// neutral (0 s) to the expression (0.5 s), held until 2 s. The text, model and generator of the document stand in
/// `asset`. \throws Error as above.
[[nodiscard]] std::string to_glb(const rig::MorphMesh& mesh, const face::ExpressionDocument& document);

/// Vertices that a GLB or VRM file of `mesh` holds: those between two of its parts are in both.
[[nodiscard]] std::size_t file_vertices(const rig::Mesh& mesh);

}  // namespace emo3d::exporter
