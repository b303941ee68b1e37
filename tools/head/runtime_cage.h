#pragma once

#include "emo3d/rig/cage.h"
#include "tools/head/author_head.h"

namespace emo3d::head {

/// The head in the form that the run time reads, without baked occlusion. What does not move by a whole step of the
/// grid is left out of a shape.
[[nodiscard]] rig::Cage runtime_cage(const AuthoredHead& head);

}  // namespace emo3d::head
