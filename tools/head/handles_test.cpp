#include "tools/head/handles.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace emo3d::head {
namespace {

const std::vector<int>& mirror() {
  static const std::vector<int> table = mirror_table(read_canonical_mesh(EMO3D_CANONICAL_FACE).positions);
  return table;
}

constexpr Handle kTable[] = {{61, {-0.5, 0.25, 0.125}}, {13, {0.5, 0.25, 0}}};

TEST(Handles, TableIsScaledByComponent) {
  const Handles handles = from_table(kTable, {2, 4, 8});
  EXPECT_EQ(handles.at(61), Vec(-1, 1, 1));
  EXPECT_EQ(handles.at(13), Vec(1, 1, 0));
}

TEST(Handles, BothSidesMirrorsAndKeepsTheMidlineInPlace) {
  const Handles handles = both_sides(from_table(kTable), mirror());
  EXPECT_EQ(handles.at(61), Vec(-0.5, 0.25, 0.125));
  EXPECT_EQ(handles.at(291), Vec(0.5, 0.25, 0.125));
  EXPECT_EQ(handles.at(13), Vec(0, 0.25, 0));
}

TEST(Handles, MergedLetsTheSecondWin) {
  const Handles handles = merged({{1, Vec(1, 0, 0)}, {2, Vec(2, 0, 0)}}, {{2, Vec(3, 0, 0)}, {4, Vec(4, 0, 0)}});
  EXPECT_EQ(handles.size(), 3);
  EXPECT_EQ(handles.at(2), Vec(3, 0, 0));
}

TEST(Handles, LipsOfOneSideFadeTowardsTheOtherCorner) {
  const LipMoves moves = {.lower = LipLine{{{0, 1, 0}, {0, 1, 0}, {0, 1, 0}, {0, 1, 0}, {0, 1, 0}}}};
  const Handles handles = lips_right(moves, mirror());
  EXPECT_FALSE(handles.contains(13)) << "the upper lip was left free";
  for (const LipRow& row : kLowerLip) {
    double last = 1;
    for (std::size_t k = kLipPoints - 1; k-- > 0;) {
      EXPECT_EQ(handles.at(row[k]).y(), 1);
      const double other = handles.at(mirror()[row[k]]).y();
      EXPECT_LT(other, last);
      last = other;
    }
    EXPECT_EQ(last, 0);
  }
  for (const int corner : kLipCorner) EXPECT_EQ(handles.at(mirror()[corner]), Vec::Zero());
}

TEST(Handles, RingScaleActsFromTheOuterEdgeInwards) {
  LipMoves moves = {.upper = LipLine{}};
  moves.upper->back() = {0, 1, 1};
  moves.ring_scale = {{{1, 1, 1}, {1, 2, 1}, {1, 3, 1}, {1, 4, 5}}};
  const Handles handles = lips_both(moves, mirror());
  EXPECT_EQ(handles.at(0), Vec(0, 1, 1));
  EXPECT_EQ(handles.at(13), Vec(0, 4, 5));
}

RC_GTEST_PROP(Handles, MirroringBothSidesAgainChangesNothing, ()) {
  const auto landmark = *rc::gen::inRange(0, kLandmarkCount);
  const auto coordinate = rc::gen::map(rc::gen::inRange(-1000, 1000), [](int mm) { return mm / 1000.0; });
  const Handles once = both_sides({{landmark, Vec(*coordinate, *coordinate, *coordinate)}}, mirror());
  RC_ASSERT(both_sides(once, mirror()) == once);
}

}  // namespace
}  // namespace emo3d::head
