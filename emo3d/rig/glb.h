#pragma once

#include <string>

#include "emo3d/face/expression_json.h"
#include "emo3d/rig/morph_mesh.h"

namespace emo3d::rig {

/// A binary glTF 2.0 file (bytes) of `mesh` showing the document's expression: one glTF mesh with a primitive per
/// material, 52 morph targets with ARKit names in `extras.targetNames` of the mesh and of each primitive, the
/// expression as default weights, and an animation "expression" of the weights from neutral (0 s) to the expression
/// (0.5 s), held until 2 s. Metres, +Y up, facing +Z, the subject's left is +X. Colours are linear, multiplied by the
/// baked occlusion. The text, model and generator of the document stand in `asset.extras`. \throws Error
/// kInvalidArgument where sizes or indices of `mesh` do not fit together.
[[nodiscard]] std::string to_glb(const MorphMesh& mesh, const face::ExpressionDocument& document);

}  // namespace emo3d::rig
