#include "emo3d/landmark/mesh_points.h"

#include <cmath>

namespace emo3d::landmark {

const std::array<std::uint16_t, kBlendshapeLandmarkCount> kBlendshapeLandmarks = {
    0,   1,   4,   5,   6,   7,   8,   10,  13,  14,  17,  21,  33,  37,  39,  40,  46,  52,  53,  54,  55,
    58,  61,  63,  65,  66,  67,  70,  78,  80,  81,  82,  84,  87,  88,  91,  93,  95,  103, 105, 107, 109,
    127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163,
    168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283,
    284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324, 332, 334,
    336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387, 388, 389,
    390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477};

std::array<Landmark, kLandmarkCount> landmarks_in_image(std::span<const float> values, const Region& region,
                                                        int width_px, int height_px) {
  constexpr float kSide = kLandmarkSide;
  const auto width = static_cast<float>(width_px);
  const auto height = static_cast<float>(height_px);
  const auto cosine = static_cast<float>(std::cos(region.rotation));
  const auto sine = static_cast<float>(std::sin(region.rotation));
  // how long the region's width is in units of the image's sides
  const float depth_scale = std::hypot(region.width * cosine / width, region.width * sine / height);
  std::array<Landmark, kLandmarkCount> landmarks;
  for (std::size_t i = 0; i < kLandmarkCount; ++i) {
    const float u = (values[3 * i] / kSide - 0.5F) * region.width;
    const float v = (values[3 * i + 1] / kSide - 0.5F) * region.height;
    landmarks[i] = {(region.center_x + u * cosine - v * sine) / width,
                    (region.center_y + u * sine + v * cosine) / height, values[3 * i + 2] / kSide * depth_scale};
  }
  return landmarks;
}

std::array<float, 2 * kBlendshapeLandmarkCount> blendshape_input(std::span<const Landmark, kLandmarkCount> landmarks,
                                                                 int width_px, int height_px) {
  std::array<float, 2 * kBlendshapeLandmarkCount> input;
  for (std::size_t i = 0; i < kBlendshapeLandmarkCount; ++i) {
    const Landmark& p = landmarks[kBlendshapeLandmarks[i]];
    input[2 * i] = p.x * static_cast<float>(width_px);
    input[2 * i + 1] = p.y * static_cast<float>(height_px);
  }
  return input;
}

}  // namespace emo3d::landmark
