#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "emo3d/rig/skin.h"

/// How much light falls through the openings of the face onto what lies behind them, for the pose that they are in.
namespace emo3d::rig {

/// The edges of an opening: vertices of the skin from one corner to the other, both corners in either list.
struct OpeningRims {
  std::vector<std::uint32_t> upper, lower;
};

/// Between the lids of the right (kRight) or left eye.
[[nodiscard]] OpeningRims eye_rims(const Skin& skin, int side);
/// Between the lips, where they meet.
[[nodiscard]] OpeningRims mouth_rims(const Cage& cage);

/// An opening in one pose, seen from the front.
class Opening {
 public:
  /// `skin`: positions in the pose.
  Opening(const OpeningRims& rims, std::span<const Vec3> skin);

  /// Share of the light that arrives at `p` on an eyeball: the lids shade it, most from above, in the corners and where
  /// they are all but closed.
  [[nodiscard]] float light_on_eye(const Vec3& p) const;
  /// Share of the light that arrives at `p` in the mouth: less the deeper it lies, beside or above the opening, and the
  /// smaller that is. 1 in front of the lips.
  [[nodiscard]] float light_in_mouth(const Vec3& p) const;

  /// Share of the light that arrives between the edges themselves at `x`: little where they touch.
  [[nodiscard]] float light_on_seam(float x) const;

 private:
  struct Section {
    float upper_y = 0, lower_y = 0, z = 0;
  };
  [[nodiscard]] Section at(float x) const;

  std::vector<Vec3> upper_, lower_;  ///< By ascending x.
  float first_x_ = 0, last_x_ = 0;
  float gap_ = 0;  ///< The widest, centimetres.
};

}  // namespace emo3d::rig
