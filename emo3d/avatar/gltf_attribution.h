#pragma once

#include "emo3d/avatar/gltf_document.h"
#include "emo3d/rig/morph_mesh.h"

namespace emo3d::avatar {

/// What a file says of its owner: asset.copyright, or in its place title, author and licence of VRM; and the whole
/// VRMC_vrm.meta but for the picture that it refers to. A meta without name, authors or licence, or with a member of
/// the wrong type, counts as none: nothing is passed on that its owner did not state.
[[nodiscard]] rig::Attribution read_attribution(const GltfDocument& document);

}  // namespace emo3d::avatar
