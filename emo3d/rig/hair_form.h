#pragma once

#include <vector>

#include "emo3d/rig/hair_style.h"
#include "emo3d/rig/ray_caster.h"

namespace emo3d::rig {

/// A place on the head as hair is laid out: `azimuth_deg` from the face (0) to the subject's left (90) and the back
/// (180), and the way down from the top of the skull, in centimetres over a cranium of mean radius, then straight down.
struct ScalpPoint {
  float azimuth_deg = 0;
  float down = 0;
};

/// Where hair grows and hangs on a skull, how thick it is and which way it lies. Everything that is drawn of the hair,
/// and what it does to the skin, is taken from here.
class HairForm {
 public:
  /// `skull` casts rays at the outside of the skin.
  HairForm(const RayCaster& skull, const HairStyle& style);

  [[nodiscard]] const HairStyle& style() const { return style_; }
  [[nodiscard]] ScalpPoint scalp_point(const Vec3& p) const;
  /// The point at a height above the skin.
  [[nodiscard]] Vec3 point(ScalpPoint at, float height) const;
  /// A point of the hair's outer surface.
  [[nodiscard]] Vec3 surface(ScalpPoint at) const { return point(at, thickness(at)); }
  /// Which way is out; unit length.
  [[nodiscard]] Vec3 outward(ScalpPoint at) const;

  /// Where hair ceases to grow, as ScalpPoint::down.
  [[nodiscard]] float hairline(float azimuth_deg) const;
  /// How far inside the hairline a place lies; below 0 outside.
  [[nodiscard]] float inside_hairline(ScalpPoint at) const;
  /// Where the hair's shell begins (at the top, or the edge of a bald crown) and ends (the hem), as ScalpPoint::down.
  [[nodiscard]] float upper_edge(float azimuth_deg) const;
  [[nodiscard]] float hem(float azimuth_deg) const;
  /// How far the hair hangs here: 0 no, 1 it does.
  [[nodiscard]] float hangs(float azimuth_deg) const;
  /// Height of the hair's outer surface above the skin.
  [[nodiscard]] float thickness(ScalpPoint at) const;
  /// The way that strands lie; unit length, along the surface.
  [[nodiscard]] Vec3 flow(ScalpPoint at) const;
  /// Where tied hair runs together.
  [[nodiscard]] Vec3 knot() const;

 private:
  [[nodiscard]] float lying_thickness(ScalpPoint at) const;
  [[nodiscard]] float skin_radius(ScalpPoint at) const;
  void measure(const RayCaster& skull);
  void hang();

  HairStyle style_;
  std::vector<float> radii_;    ///< Of the skin, by row and column of the layout.
  std::vector<float> heights_;  ///< Of the hair over it.
};

/// Smooth noise in [-1,1] with features of size 1; the same bits everywhere.
[[nodiscard]] float smooth_noise(const Vec3& p);

}  // namespace emo3d::rig
