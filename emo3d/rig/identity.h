#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "emo3d/rig/complexion.h"
#include "emo3d/rig/face_shape.h"
#include "emo3d/rig/hair_style.h"

namespace emo3d::rig {

/// Who the built-in head is: smooth parameters, so that any mixture of two persons is a person. All show the same 52
/// channels.
struct Identity {
  std::string name;
  std::string description{};  ///< A few words for lists.
  FaceShape shape{};
  Complexion complexion{};
  HairStyle hair = kSidePartedHair;
  Vec3 shirt = {0.33f, 0.38f, 0.45f};  ///< Its colour, sRGB.
};

/// The persons that emo3d ships with; the first is the default.
[[nodiscard]] std::span<const Identity> identities();

/// The person of a name of identities(), in any case, or one made up from a whole number, the same at every time.
/// \throws Error kInvalidArgument naming what is known.
[[nodiscard]] Identity identity(std::string_view name_or_seed);

/// A person made up from `seed`: sex, age, origin and features vary.
[[nodiscard]] Identity random_identity(std::uint64_t seed);

}  // namespace emo3d::rig
