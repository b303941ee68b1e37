#include "emo3d/rig/lip_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "emo3d/base/error.h"
#include "emo3d/rig/landmarks.h"

namespace emo3d::rig {
namespace {

constexpr std::size_t kSteps = LipGrid::kSteps;
constexpr std::size_t kCageColumns = LipGrid::kColumns / kSteps + 1;
using CageRow = std::array<std::uint32_t, kCageColumns>;

/// Finds the straight way between two vertices of the skin that lie four edges apart: on a subdivided edge or straight
/// across a pair of subdivided triangles there is but one way of that length.
class StraightWays {
 public:
  explicit StraightWays(const Skin& skin) : neighbours_(skin.positions.size()) {
    for (const Triangle& t : skin.triangles)
      for (std::size_t i = 0; i < 3; ++i) {
        neighbours_[t[i]].push_back(t[(i + 1) % 3]);
        neighbours_[t[(i + 1) % 3]].push_back(t[i]);
      }
  }

  [[nodiscard]] std::array<std::uint32_t, kSteps + 1> between(std::uint32_t from, std::uint32_t to) const {
    std::array<std::uint32_t, kSteps + 1> way{};
    way[0] = from;
    check(step(way, 1, to), ErrorCode::kInvalidData, "the cage's lips are not made of rings: no way from {} to {}",
          from, to);
    return way;
  }

 private:
  bool step(std::array<std::uint32_t, kSteps + 1>& way, std::size_t number, std::uint32_t to) const {
    for (const std::uint32_t next : neighbours_[way[number - 1]]) {
      way[number] = next;
      if (number == kSteps ? next == to : step(way, number + 1, to)) return true;
    }
    return false;
  }

  std::vector<std::vector<std::uint32_t>> neighbours_;
};

/// A ring of the cage's lip from corner to corner; the landmarks are of the right side.
CageRow cage_row(const Cage& cage, const landmark::LipRow& right, int corner) {
  CageRow row{};
  row.front() = static_cast<std::uint32_t>(corner);
  for (std::size_t k = 0; k < right.size(); ++k) row[k + 1] = static_cast<std::uint32_t>(right[k]);
  for (std::size_t k = 0; k < kCageColumns / 2; ++k) row[kCageColumns - 1 - k] = cage.mirror[row[k]];
  return row;
}

/// The vertices of the mouth bag straight behind a row.
CageRow row_behind(const Cage& cage, const CageRow& front) {
  CageRow row{};
  check(!cage.mouth_bag.empty() && !cage.mouth_bag.front().empty(), ErrorCode::kInvalidData,
        "the cage has no mouth bag");
  for (std::size_t k = 0; k < kCageColumns; ++k) {
    float least = std::numeric_limits<float>::max();
    for (const Triangle& t : cage.triangles) {
      if (std::ranges::find(t, front[k]) == t.end()) continue;
      for (const std::uint32_t v : t) {
        const float apart = std::abs(cage.positions[v].x - cage.positions[front[k]].x);
        if (apart < least && std::ranges::find(cage.mouth_bag.front(), v) != cage.mouth_bag.front().end()) {
          least = apart;
          row[k] = v;
        }
      }
    }
  }
  return row;
}

LipGrid lip_grid(const Cage& cage, const StraightWays& ways,
                 const std::array<landmark::LipRow, landmark::kLipRings>& rings) {
  std::array<CageRow, landmark::kLipRings + 1> rows{};
  for (std::size_t r = 0; r < landmark::kLipRings; ++r) rows[r] = cage_row(cage, rings[r], landmark::kLipCorner[r]);
  rows.back() = row_behind(cage, rows[landmark::kLipRings - 1]);

  LipGrid grid{};
  for (std::size_t r = 0; r + 1 < rows.size(); ++r)
    for (std::size_t k = 0; k < kCageColumns; ++k) {
      const auto way = ways.between(rows[r][k], rows[r + 1][k]);
      for (std::size_t i = 0; i <= kSteps; ++i) grid.vertices[r * kSteps + i][k * kSteps] = way[i];
    }
  for (auto& row : grid.vertices)
    for (std::size_t k = 0; k + 1 < kCageColumns; ++k) {
      const auto way = ways.between(row[k * kSteps], row[(k + 1) * kSteps]);
      for (std::size_t i = 1; i < kSteps; ++i) row[k * kSteps + i] = way[i];
    }
  return grid;
}

}  // namespace

LipGrids lip_grids(const Cage& cage, const Skin& skin) {
  const StraightWays ways(skin);
  return {lip_grid(cage, ways, landmark::kUpperLip), lip_grid(cage, ways, landmark::kLowerLip)};
}

}  // namespace emo3d::rig
