#pragma once

#include <vector>

#include "emo3d/avatar/gltf_document.h"
#include "emo3d/avatar/morph_binding.h"

namespace emo3d::avatar {

/// Whether a file is a VRM avatar, and of which version.
enum class Vrm : std::uint8_t { kNone, kVersion0, kVersion1 };

/// The VRM version of a file: 0.x avatars face -Z, all others +Z.
[[nodiscard]] Vrm vrm_version(const GltfDocument& document);

/// Morph targets by the names in "extras.targetNames" of meshes (or of their first primitives), then the expressions
/// of VRM 1.0 (VRMC_vrm.expressions) or VRM 0.x (VRM.blendShapeMaster). Targets without a name are left out.
/// \throws Error kInvalidData where an expression is malformed or refers to what the file does not have.
/// `target_counts` are those of target_counts().
[[nodiscard]] std::vector<NamedMorph> read_morph_names(const GltfDocument& document,
                                                       const std::vector<std::size_t>& target_counts);

/// Number of morph targets of each mesh. \throws Error kInvalidData where the primitives of one differ.
[[nodiscard]] std::vector<std::size_t> target_counts(const GltfDocument& document);

}  // namespace emo3d::avatar
