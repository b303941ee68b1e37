#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "emo3d/landmark/face.h"
#include "emo3d/landmark/region.h"

namespace emo3d::landmark {

/// Sides of the square that the landmark model sees, in pixels.
inline constexpr int kLandmarkSide = 256;
/// Numbers that the landmark model gives: x, y, z for each landmark, in pixels of its square.
inline constexpr std::size_t kLandmarkValues = 3 * kLandmarkCount;
/// Landmarks that the blendshape model takes.
inline constexpr std::size_t kBlendshapeLandmarkCount = 146;

/// Which those are, rising (kLandmarksSubsetIdxs of MediaPipe's face_blendshapes_graph.cc).
extern const std::array<std::uint16_t, kBlendshapeLandmarkCount> kBlendshapeLandmarks;

/// The landmark model's points, brought from its square, which shows `region`, to the image.
/// \pre values.size() == kLandmarkValues
[[nodiscard]] std::array<Landmark, kLandmarkCount> landmarks_in_image(std::span<const float> values,
                                                                      const Region& region, int width_px,
                                                                      int height_px);

/// What the blendshape model takes: x and y of kBlendshapeLandmarks in pixels of the image.
[[nodiscard]] std::array<float, 2 * kBlendshapeLandmarkCount> blendshape_input(
    std::span<const Landmark, kLandmarkCount> landmarks, int width_px, int height_px);

}  // namespace emo3d::landmark
