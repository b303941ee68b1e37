#include "emo3d/rig/contact_lips.h"

#include <algorithm>
#include <array>
#include <optional>

#include "emo3d/rig/sight_lines.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr int kRounds = 8;
/// Lips that far inside each other are not in contact: something else lies between.
constexpr float kReach_cm = 1.2f;
/// Rows of the lip that are held apart; behind them it is dark.
constexpr std::size_t kFirstRow = 1;
constexpr std::size_t kLastRow = LipGrid::kRows - 2;
/// How far each row follows the contact, at every fourth row: least at the lip's outer edge.
constexpr std::array<float, 5> kRowShares = {0.45f, 0.8f, 1, 1, 1};
/// Pushes that no one sees are left out.
constexpr float kLeastPush_cm = 5e-4f;
constexpr float kSkinReach_cm = 1.1f;
constexpr float kBagReach_cm = 0.9f;
/// A little more than half the depth each, or the last hundredths would take many rounds.
constexpr float kShare = 0.58f;
/// How much rather lips part upwards and downwards than forwards and backwards.
constexpr float kUprightness = 2;

}  // namespace

/// The tongue, as seen by the lips.
struct LipContact::TongueSides {
  SightLines top, bottom, front;

  explicit TongueSides(const Tongue& tongue)
      : top(tongue.positions, tongue.triangles, Axis::kY, 1),
        bottom(tongue.positions, tongue.triangles, Axis::kY, -1),
        front(tongue.positions, tongue.triangles, Axis::kZ, 1) {}

  /// The way out for a vertex of a lip, over or under the tongue through its side `near`; shorter at the tip, or the
  /// lips would jump open when the tongue reaches them.
  [[nodiscard]] static Vec3 way_out(const Vec3& p, const SightLines& near, const SightLines& far,
                                    const SightLines& front) {
    constexpr float kTip_cm = 0.4f;
    constexpr float kTongue_cm = 6;  // longer than it is
    const SightLines::Distance out = near.below(p, kReach_cm);
    if (out.across_cm <= 0 || far.below(p, kReach_cm).across_cm <= 0) return {};
    return out.normal * (out.across_cm * smoothstep(0, kTip_cm, front.below(p, kTongue_cm).across_cm));
  }
};

namespace {

using Pushes = std::array<Vec3, LipGrid::kColumns>;

float row_share(std::size_t row) {
  const std::size_t ring = row / LipGrid::kSteps;
  const float beyond = static_cast<float>(row % LipGrid::kSteps) / LipGrid::kSteps;
  return ring + 1 < kRowShares.size() ? kRowShares[ring] * (1 - beyond) + kRowShares[ring + 1] * beyond
                                      : kRowShares[ring];
}

/// The other lip, as seen by vertices that may be inside it.
class Obstacle {
 public:
  /// `edge_sign`: +1 for the lower lip, whose edge faces up, -1 for the upper one.
  Obstacle(std::span<const Vec3> positions, std::span<const Triangle> triangles, float edge_sign)
      : positions_(positions), triangles_(triangles), edge_(positions, triangles, Axis::kY, edge_sign) {}

  /// The way out for a vertex: zero for one that is not inside, the less the nearer it is to the surface.
  [[nodiscard]] Vec3 way_out(const Vec3& p) {
    const SightLines::Distance up = edge_.below(p, kReach_cm);
    if (up.across_cm <= 0) return {};
    if (!front_) front_.emplace(positions_, triangles_, Axis::kZ, 1.0f);
    const SightLines::Distance forward = front_->below(p, kReach_cm);
    if (forward.across_cm <= 0) return {};
    const float u = up.across_cm * up.across_cm;
    const float f = kUprightness * forward.across_cm * (kUprightness * forward.across_cm);
    return up.normal * (up.across_cm * (f / (u + f))) + forward.normal * (forward.across_cm * (u / (u + f)));
  }

 private:
  std::span<const Vec3> positions_;
  std::span<const Triangle> triangles_;
  SightLines edge_;
  std::optional<SightLines> front_;  ///< Made when it is first needed.
};

/// What pushes each column of a lip: the deepest vertices count most, neighbouring columns join in. `way_out` gives the
/// way of one vertex.
template <typename WayOut>
Pushes pushes(const LipGrid& grid, std::span<const Vec3> positions, const WayOut& way_out) {
  Pushes raw{};
  for (std::size_t column = 1; column + 1 < LipGrid::kColumns; ++column) {
    Vec3 sum;
    float weights = 0;
    for (std::size_t row = kFirstRow; row <= kLastRow; ++row) {
      const Vec3 way = way_out(positions[grid.vertices[row][column]]);
      const float square = dot(way, way);
      sum += way * square;
      weights += square;
    }
    if (weights > 0) raw[column] = sum * (1 / weights);
  }
  Pushes smooth{};
  for (std::size_t c = 2; c + 2 < LipGrid::kColumns; ++c)
    smooth[c] = ((raw[c - 2] + raw[c + 2]) + (raw[c - 1] + raw[c + 1]) * 4 + raw[c] * 6) * (1.0f / 16);
  smooth[1] = (raw[1] * 2 + raw[2]) * 0.25f;
  smooth[LipGrid::kColumns - 2] = (raw[LipGrid::kColumns - 2] * 2 + raw[LipGrid::kColumns - 3]) * 0.25f;
  return smooth;
}

bool any(const Pushes& pushes) {
  return std::ranges::any_of(pushes, [](const Vec3& p) { return dot(p, p) > kLeastPush_cm * kLeastPush_cm; });
}

}  // namespace

LipContact::LipContact(const Cage& cage, const Skin& skin) {
  LipGrids grids = lip_grids(cage, skin);
  upper_.grid = grids.upper;
  lower_.grid = grids.lower;
  for (Lip* lip : {&upper_, &lower_}) {
    std::vector<bool> inside(skin.positions.size());
    for (const auto& row : lip->grid.vertices)
      for (const std::uint32_t v : row) inside[v] = true;
    for (const Triangle& t : skin.triangles)
      if (inside[t[0]] && inside[t[1]] && inside[t[2]]) lip->triangles.push_back(t);
  }
  std::vector<bool> on_lips(skin.positions.size());
  for (const Lip* lip : {&upper_, &lower_})
    for (const auto& row : lip->grid.vertices)
      for (const std::uint32_t v : row) on_lips[v] = true;
  std::vector<std::uint32_t> around;
  for (std::uint32_t v = 0; v < skin.positions.size(); ++v)
    if (!on_lips[v]) around.push_back(v);
  add_followers(skin, upper_, around);
  add_followers(skin, lower_, around);
}

void LipContact::add_followers(const Skin& skin, Lip& lip, std::span<const std::uint32_t> around) const {
  for (std::size_t row = 0; row < LipGrid::kRows; ++row)
    for (std::size_t column = 1; column + 1 < LipGrid::kColumns; ++column)
      lip.band.add(lip.grid.vertices[row][column], static_cast<float>(column), row_share(row));

  const auto line = [&](const Lip& of, std::size_t row) {
    std::vector<Vec3> points;
    for (const std::uint32_t v : of.grid.vertices[row]) points.push_back(skin.positions[v]);
    return points;
  };
  const Lip& other = &lip == &upper_ ? lower_ : upper_;
  const auto distance = [&](const Vec3& p, const std::vector<Vec3>& points) {
    float least = length(p - points[0]);
    for (const Vec3& q : points) least = std::min(least, length(p - q));
    return least;
  };
  const auto follow = [&](std::size_t row, float reach_cm, auto&& holds) {
    const std::vector<Vec3> own = line(lip, row);
    const std::vector<Vec3> others = line(other, row);
    std::vector<std::uint32_t> candidates;
    for (const std::uint32_t v : around) {
      const Vec3& p = skin.positions[v];
      if (holds(v) && std::abs(p.x) < 4 && std::abs(p.y - own[0].y) < 3 && distance(p, own) < distance(p, others))
        candidates.push_back(v);
    }
    lip.band.add_around(skin.positions, candidates, own, {.share = row_share(row), .reach_cm = reach_cm});
  };
  follow(0, kSkinReach_cm, [&](std::uint32_t v) { return skin.bag[v] <= 0; });
  follow(LipGrid::kRows - 1, kBagReach_cm, [&](std::uint32_t v) { return skin.bag[v] > 0; });
}

bool LipContact::part(std::span<Vec3> positions, const TongueSides& tongue) const {
  Obstacle upper(positions, upper_.triangles, -1);
  Obstacle lower(positions, lower_.triangles, 1);
  const Pushes up = pushes(upper_.grid, positions, [&](const Vec3& p) {
    return lower.way_out(p) * kShare + TongueSides::way_out(p, tongue.top, tongue.bottom, tongue.front);
  });
  const Pushes down = pushes(lower_.grid, positions, [&](const Vec3& p) {
    return upper.way_out(p) * kShare + TongueSides::way_out(p, tongue.bottom, tongue.top, tongue.front);
  });
  if (!any(up) && !any(down)) return false;
  upper_.band.move(positions, up);
  lower_.band.move(positions, down);
  return true;
}

std::vector<Vec3> LipContact::raised(const Tongue& tongue, std::span<const Vec3> positions) const {
  constexpr float kAhead_cm = 0.8f;   // it rises before it comes to the lip
  constexpr float kSoft_cm = 0.5f;    // of its advance, until it is all up
  constexpr float kGives_cm = 0.05f;  // the lip lets itself be pressed down by this
  constexpr float kBend_cm = 2.5f;    // of its length, behind the lip
  constexpr float kHighest_cm = 2;
  std::vector<Vec3> result(tongue.positions.begin(), tongue.positions.end());
  float tip = result[0].z;
  for (const Vec3& p : result) tip = std::max(tip, p.z);
  float lip = positions[lower_.grid.vertices[0][0]].z;
  for (const auto& row : lower_.grid.vertices)
    for (const std::uint32_t v : row) lip = std::min(lip, positions[v].z);
  if (tip < lip - kAhead_cm) return result;

  const SightLines bottom(tongue.positions, tongue.triangles, Axis::kY, -1);
  float lift = 0;
  for (const auto& row : lower_.grid.vertices)
    for (const std::uint32_t v : row) {
      const Vec3 ahead = positions[v] - Vec3{0, 0, kAhead_cm};
      const float under = bottom.below(ahead, kHighest_cm).across_cm - kGives_cm;
      lift = std::max(lift, under * smoothstep(0, kSoft_cm, tip - ahead.z));
    }
  const float root = lip - kAhead_cm - kBend_cm;
  for (Vec3& p : result) p.y += lift * smoothstep(root, root + kBend_cm, p.z);
  return result;
}

void LipContact::resolve(std::span<Vec3> positions, const Tongue& tongue) const {
  // Where the tongue stays behind the lips there is nothing of it to see.
  const auto depth = [](const Vec3& p) { return p.z; };
  const float tip = depth(std::ranges::max(tongue.positions, {}, depth));
  float lips = tip;
  for (const Lip* lip : {&upper_, &lower_})
    for (const std::uint32_t v : lip->grid.vertices[kLastRow]) lips = std::min(lips, positions[v].z);
  const TongueSides sides({tongue.positions, tip > lips ? tongue.triangles : std::span<const Triangle>()});
  for (int round = 0; round < kRounds; ++round)
    if (!part(positions, sides)) return;
}

}  // namespace emo3d::rig
