#pragma once

#include <array>

#include "emo3d/rig/head_part.h"

namespace emo3d::rig {

inline constexpr std::size_t kTeethPerSide = 7;

/// One row of teeth, described from the middle incisor backwards; lengths in centimetres.
struct DentalArch {
  float front_z = 0;    ///< The arch is the parabola z = front_z - curvature * x * x ..
  float curvature = 0;  ///< .. per centimetre.
  float edge_y = 0;     ///< Height of the biting edge.
  float up = 1;         ///< +1 where the roots point up.
  float back_cm =
      0;  ///< How far each tooth behind the canine stands back from the one in front of it, along the roots.
  std::array<float, kTeethPerSide> widths, heights, depths;
};

inline constexpr DentalArch kUpperTeeth = {4.62f,
                                           0.45f,
                                           -4.46f,
                                           1,
                                           0.02f,
                                           {0.86f, 0.66f, 0.76f, 0.70f, 0.68f, 0.98f, 0.95f},
                                           {1.0f, 0.88f, 0.98f, 0.84f, 0.80f, 0.74f, 0.7f},
                                           {0.34f, 0.32f, 0.42f, 0.7f, 0.75f, 0.95f, 0.95f}};
inline constexpr DentalArch kLowerTeeth = {4.28f,
                                           0.47f,
                                           -4.52f,
                                           -1,
                                           0.07f,
                                           {0.54f, 0.58f, 0.68f, 0.70f, 0.70f, 1.02f, 1.0f},
                                           {0.86f, 0.86f, 0.95f, 0.82f, 0.78f, 0.72f, 0.7f},
                                           {0.32f, 0.32f, 0.40f, 0.65f, 0.7f, 0.9f, 0.9f}};

/// Fourteen rounded blocks along the arch.
[[nodiscard]] HeadPart build_teeth(const DentalArch& arch);
/// A tube along the roots.
[[nodiscard]] HeadPart build_gum(const DentalArch& arch);

}  // namespace emo3d::rig
