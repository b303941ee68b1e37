#pragma once

#include <span>
#include <string_view>

#include "emo3d/rig/vec3.h"

/// How the hair of the head is cut, combed and coloured: smooth parameters, and some cuts by name.
namespace emo3d::rig {

/// Every parameter may be mixed with that of another style; lengths are centimetres.
struct HairStyle {
  Vec3 colour = {0.20f, 0.135f, 0.10f};  ///< sRGB.
  float variation = 0.30f;               ///< Between strands: 0 all alike, 1 from black to twice as bright.
  float grey = 0;                        ///< Share of grey strands, in [0,1].

  float density = 1;      ///< 0: no hair but what `stubble` shows.
  float stubble = 0.75f;  ///< How much of the hair's colour the scalp shows under it, in [0,1].
  float rise = 0;         ///< The hairline over the forehead is higher by this.
  float recession = 0;    ///< The temples recede by this.
  float bald_crown = 0;   ///< 0 hair all over, 1 only a wreath is left.

  float top = 0.9f, sides = 0.5f, back = 0.6f;  ///< Thickness of the hair.
  float taper = 1.6f;                           ///< So far within the hairline it thins down to the skin.
  float front_lift = 0;                         ///< Extra thickness above the forehead.

  int locks = 330;        ///< Separate locks over the shell of hair, in [0,1000].
  float lock_length = 3;  ///< Of locks that lie on the head.
  float lock_width = 0.5f;
  float lift = 0.12f;  ///< How far locks stand off the shell.
  float wave = 0;      ///< Sideways swing of the locks, and the way of a whole swing.
  float wave_length = 3;
  float bumps = 0;  ///< Relief of curls.

  float fringe = 0;          ///< Hair over the forehead, below the hairline.
  float fall = 0;            ///< Hair hangs down to this far below the top of the ears; 0: cut along the hairline.
  float fall_from_deg = 68;  ///< Azimuth from the face at which hanging hair begins.
  float flare = -0.06f;      ///< Hanging hair moves away from the head by this for each centimetre down.

  float tuck = 0;  ///< The hem of hanging hair turns in by this.

  float parting = 0;  ///< Where hair is parted: from the middle to the subject's left.
  float parted = 0;   ///< How strongly hair is combed away from the parting, in [0,2].
  float whorl = 1;    ///< How strongly it grows away from the whorl at the crown.
  float forward = 0;  ///< Combed to the forehead, or back where below 0.
  float tied = 0;     ///< Drawn to the back of the head.
  float bun = 0;      ///< Radius of the bun there; 0: none.
};

struct NamedHairStyle {
  std::string_view name;
  HairStyle style;
};

inline constexpr HairStyle kSidePartedHair = {.top = 1.35f,
                                              .sides = 0.60f,
                                              .back = 0.70f,
                                              .taper = 2.4f,
                                              .front_lift = 0.5f,
                                              .locks = 440,
                                              .lock_length = 4.2f,
                                              .lock_width = 0.40f,
                                              .parting = 3.2f,
                                              .parted = 1.5f,
                                              .whorl = 0.5f,
                                              .forward = 0.25f};

/// Cuts that differ clearly: crop, side-part, bob, long, bun, curls, receding, wreath, bald.
[[nodiscard]] std::span<const NamedHairStyle> hair_styles();

}  // namespace emo3d::rig
