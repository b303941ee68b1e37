#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "emo3d/face/channel.h"

namespace emo3d::avatar {

/// A morph target of a file and how far it moves.
struct MorphReference {
  std::size_t mesh = 0;
  std::size_t target = 0;
  float weight = 1;
  friend bool operator==(const MorphReference&, const MorphReference&) = default;
};

/// Where a name comes from.
enum class MorphOrigin : std::uint8_t {
  kTarget,      ///< A morph target's own name.
  kExpression,  ///< A custom expression of a VRM avatar.
  kPreset,      ///< One of VRM's own expressions, "happy" or "aa": coarser than a channel.
};

/// A name in a file and the morph targets that it moves.
struct NamedMorph {
  std::string name;
  MorphOrigin origin = MorphOrigin::kTarget;
  std::vector<MorphReference> references;
};

/// The part of a face that a channel takes of a morph target.
enum class Side : std::uint8_t { kWhole, kLeft, kRight };

/// What moves when a channel does.
struct ChannelBinding {
  std::string source;        ///< Name in the file; empty where nothing is bound.
  bool approximate = false;  ///< Bound to something coarser than the channel: half of "eyeBlink", or a preset.
  Side side = Side::kWhole;
  std::vector<MorphReference> references;  ///< Each target once, in the order of meshes and targets.
};

using ChannelBindings = std::array<ChannelBinding, face::kChannelCount>;

/// Finds what each channel moves, in the order of face::Channel. A VRM expression named after the channel comes first
/// (of several the one with the shortest prefix), then the morph targets that are (those of one name on several meshes
/// move together; of several on one mesh the one with the shortest prefix does), then the halves of a middle channel,
/// then a target for both sides, of which each channel takes its side, and last VRM's presets.
[[nodiscard]] ChannelBindings bind_channels(std::span<const NamedMorph> morphs);

}  // namespace emo3d::avatar
