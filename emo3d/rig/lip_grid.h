#pragma once

#include <array>
#include <cstdint>

#include "emo3d/rig/skin.h"

namespace emo3d::rig {

/// A lip as the regular patch of skin vertices that it is: rows from its outer edge over where the lips meet to the
/// first ring inside the mouth, columns from the right corner of the mouth to the left one.
struct LipGrid {
  static constexpr std::size_t kSteps = 4;  ///< Skin vertices per vertex of the cage, along either way.
  static constexpr std::size_t kRows = 4 * kSteps + 1;
  static constexpr std::size_t kColumns = 10 * kSteps + 1;

  std::array<std::array<std::uint32_t, kColumns>, kRows> vertices;
};

struct LipGrids {
  LipGrid upper, lower;  ///< They share their first and their last column, the corners.
};

/// \throws Error kInvalidData where the cage's lips are not made of four rings and a mouth bag behind them.
[[nodiscard]] LipGrids lip_grids(const Cage& cage, const Skin& skin);

}  // namespace emo3d::rig
