#include "tools/head/shoulders.h"

#include <algorithm>
#include <cmath>

namespace emo3d::head {
namespace {

/// A closed curve around the axis of the neck, by its points in front, at the sides and behind. Sized after an adult
/// of the head's size: 38 cm across the shoulders, the pit of the neck 6 cm below the chin.
struct Level {
  double front_y, side_y, back_y;
  double half_width, front_z, back_z;
};
constexpr std::array<Level, kNeckRings + kShoulderRings> kLevels = {{
    {-14.4, -13.9, -13.7, 5.7, 0.0, -10.9},
    {-15.6, -14.9, -14.8, 7.4, 0.4, -11.6},
    {-16.7, -15.9, -16.1, 10.6, 1.2, -12.5},
    {-18.3, -17.2, -18.2, 14.6, 2.6, -13.4},
    {-20.6, -19.2, -21.0, 17.9, 4.0, -14.1},
    {-23.4, -22.6, -24.0, 19.3, 4.9, -14.5},
    {-28.0, -28.0, -28.0, 19.2, 5.2, -14.6},
}};
/// The shoulders lie behind the throat.
constexpr double kAxisZ = -5.6;

}  // namespace

std::array<OvalRing, kNeckRings + kShoulderRings> build_shoulders(const OvalRing& neck) {
  Vec centre = Vec::Zero();
  for (const Vec& p : neck) centre += p / kOvalPoints;
  std::array<OvalRing, kNeckRings + kShoulderRings> rings;
  for (std::size_t k = 0; k < kLevels.size(); ++k)
    for (std::size_t c = 0; c < kOvalPoints; ++c) {
      const Level& level = kLevels[k];
      const Vec from_axis = neck[c] - centre;
      const double around = std::hypot(from_axis.x(), from_axis.z());
      const double side = from_axis.x() / around;
      const double ahead = from_axis.z() / around;
      const double middle_y = ahead > 0 ? level.front_y : level.back_y;
      const double middle_z = ahead > 0 ? level.front_z : level.back_z;
      rings[k][c] = Vec(level.half_width * side, level.side_y + (middle_y - level.side_y) * ahead * ahead,
                        kAxisZ + (middle_z - kAxisZ) * std::abs(ahead));
    }
  return rings;
}

}  // namespace emo3d::head
