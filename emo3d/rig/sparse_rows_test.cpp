#include "emo3d/rig/sparse_rows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace emo3d::rig {
namespace {

SparseRows rows_of(const std::vector<std::vector<std::pair<std::uint32_t, float>>>& rows) {
  SparseRows result;
  for (const auto& row : rows) {
    for (const auto& [column, weight] : row) result.add(column, weight);
    result.end_row();
  }
  return result;
}

TEST(SparseRows, SumsTheColumnsOfEachRow) {
  const SparseRows rows = rows_of({{{0, 2}, {2, -1}}, {}, {{1, 0.5f}}});
  ASSERT_EQ(rows.size(), 3u);
  const std::vector<float> values = {1, 10, 100};
  EXPECT_EQ(rig::apply(rows, std::span<const float>(values)), (std::vector<float>{-98, 0, 5}));
  const std::vector<Vec3> points = {{1, 0, 0}, {0, 2, 0}, {0, 0, 3}};
  EXPECT_EQ(rig::apply(rows, std::span<const Vec3>(points)), (std::vector<Vec3>{{2, 0, -3}, {}, {0, 1, 0}}));
}

TEST(SparseRows, AProductListsEachColumnOnceAndInOrder) {
  const SparseRows inner = rows_of({{{3, 1}, {0, 1}}, {{0, 2}}});
  const SparseRows both = product(rows_of({{{0, 1}, {1, 10}}, {}}), inner, 4);
  EXPECT_EQ(both.offsets, (std::vector<std::uint32_t>{0, 2, 2}));
  EXPECT_EQ(both.columns, (std::vector<std::uint32_t>{0, 3}));
  EXPECT_EQ(both.weights, (std::vector<float>{21, 1}));
}

/// Rows of small whole numbers, so that sums are exact in any order.
SparseRows random_rows(std::size_t count, std::uint32_t columns) {
  SparseRows rows;
  for (std::size_t r = 0; r < count; ++r) {
    for (std::uint32_t c = 0; c < columns; ++c)
      if (*rc::gen::arbitrary<bool>()) rows.add(c, static_cast<float>(*rc::gen::inRange(-4, 5)));
    rows.end_row();
  }
  return rows;
}

RC_GTEST_PROP(SparseRowsProperty, AProductDoesWhatItsFactorsDo, ()) {
  const SparseRows inner = random_rows(5, 4), outer = random_rows(3, 5);
  const auto values = *rc::gen::container<std::vector<int>>(4, rc::gen::inRange(-9, 10));
  const std::vector<float> floats(values.begin(), values.end());
  const std::vector<float> middle = rig::apply(inner, std::span<const float>(floats));
  RC_ASSERT(rig::apply(product(outer, inner, 4), std::span<const float>(floats)) ==
            rig::apply(outer, std::span<const float>(middle)));
}

}  // namespace
}  // namespace emo3d::rig
