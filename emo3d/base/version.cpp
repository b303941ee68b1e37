#include "emo3d/base/version.h"

namespace emo3d {

std::string_view version() { return EMO3D_VERSION; }

std::string generator() { return "emo3d " + std::string(version()); }

}  // namespace emo3d
