#pragma once

#include <string>

#include "emo3d/rig/mesh.h"

namespace emo3d::exporter {

/// What to_glb(), to_vrm() and ObjShapes leave out of an avatar's looks, in words such as "3 pictures and the
/// transparency of 2 parts"; empty where they leave out nothing.
[[nodiscard]] std::string losses(const rig::Mesh& mesh);

}  // namespace emo3d::exporter
