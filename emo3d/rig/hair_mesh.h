#pragma once

#include "emo3d/rig/hair_form.h"
#include "emo3d/rig/head_part.h"

/// The meshes that hair is put together from, with colours and occlusion of their own.
namespace emo3d::rig {

/// sRGB colour of a strand; `strand` in [-1,1] tells strands apart.
[[nodiscard]] Vec3 strand_colour(const HairStyle& style, float strand);

/// Brightness by the light that strands lying along `way` throw back in a band: above 1 where a lamp above the viewer
/// gleams on hair (Kajiya and Kay 1989), for a viewer straight outside of the head.
[[nodiscard]] float gleam(const Vec3& way, const Vec3& outward);

/// The closed surface under the locks, from the crown to the hem.
[[nodiscard]] HeadPart build_hair_shell(const HairForm& form, const Vec3& skin_colour);
/// Tapered ribbons over the shell that soften its edges and outline.
[[nodiscard]] HeadPart build_hair_locks(const HairForm& form, const Vec3& skin_colour);
/// A ball of wound hair at the knot; empty where the style has none.
[[nodiscard]] HeadPart build_bun(const HairForm& form);

}  // namespace emo3d::rig
