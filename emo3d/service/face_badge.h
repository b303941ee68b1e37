#pragma once

#include <cstddef>

#include "emo3d/image/drawing.h"
#include "emo3d/image/image.h"

/// Numbers that tell which face of a photo a part of a picture belongs to.
namespace emo3d::service {

/// Width and height of draw_badge() in pixels; `letters_px` is the height of its digits.
[[nodiscard]] image::Place badge_size(std::size_t number, float letters_px);

/// Draws `number` in white on a dark ground, its upper left corner at `corner`; parts outside the picture are left out.
void draw_badge(image::Image& picture, std::size_t number, const image::Place& corner, float letters_px);

/// Where the badge of a face goes: above the oval's top, centred and within the picture. `top` is the place of the
/// face's landmark 10 in it.
[[nodiscard]] image::Place badge_corner(const image::Image& picture, const image::Place& top, const image::Place& size);

/// The landmark at the top of a face's oval.
inline constexpr std::size_t kTopOfFace = 10;

}  // namespace emo3d::service
