#pragma once

#include <string_view>

#include "emo3d/image/image.h"

namespace emo3d::image {

/// Reads untrusted JPEG bytes as RGB, through libjpeg. Grey files become RGB, and so do CMYK and YCCK ones, without
/// their profile: each ink darkens the paper in proportion. Orientation and profiles are ignored. `source` starts the
/// error message. \throws Error kInvalidData for anything but a whole, valid JPEG of grey, YCbCr, RGB, CMYK or YCCK
/// within the limits of Image; its size is checked before memory is taken for the pixels.
[[nodiscard]] Image decode_jpeg(std::string_view bytes, std::string_view source);

/// decode_png() or decode_jpeg(), as the first bytes say. \throws Error kInvalidData for all other bytes too.
[[nodiscard]] Image decode_image(std::string_view bytes, std::string_view source);

}  // namespace emo3d::image
