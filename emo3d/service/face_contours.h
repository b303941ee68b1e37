#pragma once

#include <array>
#include <span>

/// Lines of MediaPipe's face mesh, as lists of its landmarks.
namespace emo3d::service {

enum class ContourKind { kFace, kBrow, kEye, kLips };

struct Contour {
  ContourKind kind;
  bool closed;
  std::span<const int> points;  ///< Neighbours in the list are joined, and where it is closed the ends.
};

/// Oval, brows, eyes and lips, the subject's right side before the left.
[[nodiscard]] std::span<const Contour> face_contours();

/// The landmarks in the middle of the subject's right and left iris; the four on its rim follow each.
inline constexpr std::array<int, 2> kIrisCentres = {468, 473};

}  // namespace emo3d::service
