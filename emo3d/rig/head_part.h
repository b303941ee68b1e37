#pragma once

#include <cstdint>
#include <vector>

#include "emo3d/rig/cage.h"
#include "emo3d/rig/complexion.h"
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
};

/// Wet lips and mouth, skin elsewhere.
[[nodiscard]] std::vector<Material> skin_materials(const Skin& skin);

/// The thickness of the lids: a band from the margin back to the eyeball.
[[nodiscard]] HeadPart build_lid_rim(const Cage& cage, const Skin& skin, const Complexion& complexion, int side);
/// Looks ahead at rest, slightly towards the other eye.
[[nodiscard]] HeadPart build_eyeball(const Cage& cage, const Complexion& complexion, int side);
/// A soft strip and 300 hairs on the skin. `face` casts rays at the skin.
/// \throws Error kInvalidData where a brow does not lie on the face.
[[nodiscard]] HeadPart build_brow(const Cage& cage, const Skin& skin, const RayCaster& face, int side);
[[nodiscard]] HeadPart build_lashes(const Cage& cage, const Skin& skin, int side);
/// Teeth and gums, upper and lower, and the tongue; what belongs to the lower jaw moves with it.
[[nodiscard]] std::vector<HeadPart> build_mouth(const Cage& cage);
[[nodiscard]] HeadPart build_ear(const Complexion& complexion, int side);
/// A cap of hair over the skull, found by casting rays at the skin.
[[nodiscard]] HeadPart build_hair(const RayCaster& skull);
/// A T-shirt over the shoulders. `bust` casts rays at neck and shoulders.
[[nodiscard]] HeadPart build_shirt(const RayCaster& bust, const Vec3& colour);

}  // namespace emo3d::rig
