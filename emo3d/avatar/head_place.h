#pragma once

#include "emo3d/rig/figure.h"
#include "emo3d/rig/morph_mesh.h"

namespace emo3d::avatar {

/// Where the head of a mesh is. The face is where vertices move most under the mesh's targets; the head reaches from
/// its lower edge to the highest vertex near above it, but no further than hair does. Where vertices do not move, or
/// only along a line, it is the whole mesh. \pre the mesh has a vertex
[[nodiscard]] rig::HeadPlace find_head(const rig::MorphMesh& mesh);

}  // namespace emo3d::avatar
