#pragma once

#include "emo3d/rig/landmarks.h"

namespace emo3d::head {
using namespace rig::landmark;
}  // namespace emo3d::head
