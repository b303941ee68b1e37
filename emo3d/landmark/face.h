#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "emo3d/face/expression.h"

namespace emo3d::landmark {

/// Points of MediaPipe's face mesh (0-467) and of the irises (468-472 the subject's right one, 473-477 the left one).
inline constexpr std::size_t kLandmarkCount = 478;
/// Those of the face mesh alone.
inline constexpr std::size_t kMeshLandmarkCount = 468;

/// Scores of a face.
inline constexpr std::size_t kBlendshapeCount = 52;

/// A point of a face in an image. May lie outside it.
struct Landmark {
  float x = 0;  ///< 0 at the image's left edge, 1 at its right edge.
  float y = 0;  ///< 0 at the image's upper edge, 1 at its lower edge.
  float z = 0;  ///< Depth in units of the image's width, smaller is nearer to the camera.
};

/// One face of an image, as MediaPipe's Face Landmarker reports it.
struct Face {
  float score = 0;     ///< The detector's, in (0,1].
  float presence = 0;  ///< How sure the landmark model is that it sees a face, in (0,1].
  std::array<Landmark, kLandmarkCount> landmarks{};
  /// Scores in [0,1] in face::ChannelOrder::kMediaPipe: `_neutral` first, no `tongueOut`.
  std::array<float, kBlendshapeCount> blendshapes{};
  /// From the canonical face (centimetres, +Y up, +Z to the viewer) to a camera that looks along -Z with a vertical
  /// field of view of 63 degrees; column-major, the translation in elements 12 to 14. None for a face whose landmarks
  /// all lie within 1e-3 of their mean.
  std::optional<std::array<float, 16>> matrix;
};

/// The blendshapes of `face` as named channels. \throws Error kInvalidArgument where a score is not in [0,1].
[[nodiscard]] face::Expression expression_of(const Face& face);

}  // namespace emo3d::landmark
