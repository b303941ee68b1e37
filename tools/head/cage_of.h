#pragma once

#include "emo3d/rig/cage.h"
#include "tools/head/author_head.h"

namespace emo3d::head {

/// The authored head as the run time holds it; no occlusion.
[[nodiscard]] rig::Cage cage_of(const AuthoredHead& head);

}  // namespace emo3d::head
