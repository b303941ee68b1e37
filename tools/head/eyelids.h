#pragma once

#include <optional>

#include "tools/head/handles.h"
#include "tools/head/head_template.h"

namespace emo3d::head {

/// Movement of the right eye's lids. Margin, crease and the ring beyond the upper crease move by the sine profile: in
/// full in the middle, not at all at the canthi. What is not given is left free.
struct LidMoves {
  std::optional<Offset> upper_margin = std::nullopt;
  std::optional<Offset> lower_margin = std::nullopt;
  std::optional<Offset> upper_crease = std::nullopt;
  std::optional<Offset> lower_crease = std::nullopt;
  std::optional<Offset> upper_outer = std::nullopt;
  std::optional<Offset> lower_outer = std::nullopt;  ///< In full along the whole lid but its ends.
  Offset canthi = {};                                ///< Both corners of the eye.
};

[[nodiscard]] Handles lids_right(const LidMoves& moves);

/// Closes the right eye: each point of the upper margin comes to lie exactly on the point below it, a little above
/// where that was, so that the subdivided margins coincide along their whole length; the crease rides over the eyeball.
[[nodiscard]] Handles blink_right(const HeadTemplate& head);

}  // namespace emo3d::head
