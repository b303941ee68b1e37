#pragma once

#include <string_view>

#include "emo3d/image/file_format.h"
#include "emo3d/image/image.h"

namespace emo3d::image {

/// How a stored picture is to be turned before it is shown: the EXIF tag of that name, 1 to 8 (CIPA DC-008, 4.6.5). 1
/// is as stored; 2 to 4 mirrored, upside down, both; 5 to 8 with rows and columns exchanged.
using Orientation = int;

/// The orientation that the EXIF data of an untrusted PNG, JPEG or WebP file ask for; 1 where there are none, where
/// they are damaged, and for other formats.
[[nodiscard]] Orientation orientation_of(std::string_view bytes, FileFormat format);

/// `image` turned so that it is upright. \pre 1 <= orientation <= 8
[[nodiscard]] Image upright(Image image, Orientation orientation);

}  // namespace emo3d::image
