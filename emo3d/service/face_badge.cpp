#include "emo3d/service/face_badge.h"

#include <algorithm>
#include <string>

#include "emo3d/image/lettering.h"

namespace emo3d::service {
namespace {

float margin_of(float letters_px) { return letters_px * 0.3f; }

}  // namespace

image::Place badge_size(std::size_t number, float letters_px) {
  const float margin = margin_of(letters_px);
  return {image::text_width(std::to_string(number), letters_px) + 2 * margin, letters_px + margin};
}

void draw_badge(image::Image& picture, std::size_t number, const image::Place& corner, float letters_px) {
  const float margin = margin_of(letters_px);
  image::fill_rectangle(picture, corner, badge_size(number, letters_px), {.colour = {0, 0, 0}, .opacity = 0.6f});
  image::draw_text(
      picture, std::to_string(number),
      {.x = corner.x + margin, .top = corner.y + margin / 2, .size_px = letters_px, .colour = {255, 255, 255}});
}

image::Place badge_corner(const image::Image& picture, const image::Place& top, const image::Place& size) {
  const float right = static_cast<float>(picture.width()) - size.x,
              below = static_cast<float>(picture.height()) - size.y;
  return {std::clamp(top.x - size.x / 2, 0.0f, std::max(0.0f, right)),
          std::clamp(top.y - size.y, 0.0f, std::max(0.0f, below))};
}

}  // namespace emo3d::service
