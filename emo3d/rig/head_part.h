#pragma once

#include <cstdint>
#include <vector>

#include "emo3d/rig/cage.h"
#include "emo3d/rig/complexion.h"
#include "emo3d/rig/hair_form.h"
#include "emo3d/rig/ray_caster.h"
#include "emo3d/rig/skin.h"
#include "emo3d/rig/sparse_rows.h"

/// The parts of the built-in head besides its skin; each has vertex numbers of its own. Colours are sRGB while the head
/// is put together and become linear at the end.
namespace emo3d::rig {

enum class PartKind : std::uint8_t { kLidRim, kRightEye, kLeftEye, kBrow, kLash, kMouthInside, kEar, kHair, kShirt };

/// When a movement takes place while a channel goes from 0 to 1: as the weight w, as 1 - (1 - w)^3, or as w^2.
enum class Pace : std::uint8_t { kEven, kEarly, kLate };

/// Movement of a part's vertices at weight 1, one delta per vertex.
struct PartShape {
  face::Channel channel{};
  std::vector<Vec3> deltas;
  Pace pace = Pace::kEven;
};

struct HeadPart {
  PartKind kind{};
  Material material{};
  std::vector<Vec3> positions{};
  std::vector<Vec3> colours{};
  std::vector<Triangle> triangles{};
  SparseRows skin_rows{};           ///< Over the skin's displacements; no rows where the part does not follow the skin.
  std::vector<PartShape> shapes{};  ///< Movement of its own.
  std::vector<float> occlusion{};   ///< Of its own; empty where the head's file holds it.
};

/// How an ear differs from the usual one.
struct EarShape {
  float size = 1;       ///< Of its outline and relief, in [0.7,1.4].
  float stick_out = 1;  ///< How far its rear edge stands off the head, in [0.3,2].
};

/// How brows differ from the usual ones.
struct BrowShape {
  Vec3 colour = {0.22f, 0.15f, 0.11f};  ///< sRGB.
  float thickness = 1;                  ///< In [0.4,2].
  float density = 1;                    ///< In [0,1.9].
  float arch = 0;                       ///< Lifts the middle over the ends, in [-1,1.5].
};

/// Wet lips and mouth, skin elsewhere.
[[nodiscard]] std::vector<Material> skin_materials(const Skin& skin);

/// The thickness of the lids: a band from the margin back to the eyeball.
[[nodiscard]] HeadPart build_lid_rim(const Cage& cage, const Skin& skin, const Complexion& complexion, int side);
/// Looks ahead at rest, slightly towards the other eye.
[[nodiscard]] HeadPart build_eyeball(const Cage& cage, const Complexion& complexion, int side);
/// Where brows grow; `face` casts rays at the skin.
struct BrowSite {
  const Cage& cage;
  const Skin& skin;
  const RayCaster& face;
};
/// A stain that fades into the skin and hairs over it.
/// \throws Error kInvalidData where a brow does not lie on the face.
[[nodiscard]] HeadPart build_brow(const BrowSite& site, const BrowShape& shape, int side);
[[nodiscard]] HeadPart build_lashes(const Cage& cage, const Skin& skin, int side);
/// Teeth and gums, upper and lower, and the tongue; what belongs to the lower jaw moves with it.
[[nodiscard]] std::vector<HeadPart> build_mouth(const Cage& cage);
/// An auricle on the side of the head; `head` casts rays at the skin.
[[nodiscard]] HeadPart build_ear(const RayCaster& head, const EarShape& shape, const Complexion& complexion, int side);
/// Hair over the skull; no vertices where the style has no density.
[[nodiscard]] HeadPart build_hair(const HairForm& form, const Vec3& skin_colour);
/// A T-shirt over the shoulders. `bust` casts rays at neck and shoulders.
[[nodiscard]] HeadPart build_shirt(const RayCaster& bust, const Vec3& colour);

/// What hair does to the skin beneath and beside it.
struct UnderHair {
  float tint = 0;   ///< How much of the hair's colour shows on the skin, in [0,1].
  float light = 1;  ///< Share of the light that passes, in [0,1].
};
/// One entry per position of the skin.
[[nodiscard]] std::vector<UnderHair> under_hair(const HairForm& form, const std::vector<Vec3>& skin);

}  // namespace emo3d::rig
