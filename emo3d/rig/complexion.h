#pragma once

#include "emo3d/rig/vec3.h"

namespace emo3d::rig {

/// The skin that Complexion starts from; the colours of what is not a parameter were chosen beside it.
inline constexpr Vec3 kSkinColour = {0.84f, 0.645f, 0.54f};

/// Colours of a head's skin, lips and eyes, sRGB in [0,1].
struct Complexion {
  Vec3 skin = kSkinColour;
  Vec3 lips = {0.73f, 0.43f, 0.40f};
  Vec3 iris = {0.36f, 0.50f, 0.56f};  ///< Between the pupil and the dark edge.
  float flush = 1;                    ///< Redness of cheeks, nose, ears and lids: 0 none, 1 usual, 2 ruddy.
  float freckles = 0;                 ///< Over cheeks and nose, 0 none to 1 dense.
  float spots = 0;                    ///< Age spots at the temples and on the forehead, 0 none to 1 many.
  float wrinkles = 1;          ///< How deep expressions fold the skin: 0 a child's, 1 an adult's, 2 an old face's.
  float resting_wrinkles = 0;  ///< How much of the folds stays at rest, 0 none to 1 an old face's.
  float stubble = 0;           ///< Shade of a shaved beard, 0 none to 1 dark.
  Vec3 stubble_tint = {0.62f, 0.64f, 0.68f};  ///< What stubble multiplies the skin by.
};

/// `colour`, chosen beside kSkinColour, as it goes with another skin: `share` of the way, 0 as it is to 1 as much
/// darker or lighter as the skin.
[[nodiscard]] constexpr Vec3 beside(const Complexion& complexion, const Vec3& colour, float share) {
  const auto channel = [share](float c, float skin, float usual) { return c * (1 + share * (skin / usual - 1)); };
  return {channel(colour.x, complexion.skin.x, kSkinColour.x), channel(colour.y, complexion.skin.y, kSkinColour.y),
          channel(colour.z, complexion.skin.z, kSkinColour.z)};
}

}  // namespace emo3d::rig
