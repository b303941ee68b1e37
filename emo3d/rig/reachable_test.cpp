#include "emo3d/rig/reachable.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "tests/support/expressions.h"

namespace emo3d::rig {
namespace {

using face::Channel;
using face::Expression;

TEST(Reachable, ClosesTheMouthAsFarAsTheJawIsOpen) {
  Expression expression;
  expression.set(Channel::kMouthClose, 1);
  EXPECT_LT(reachable(expression)[Channel::kMouthClose], 0.1f);
  expression.set(Channel::kJawOpen, 0.5f);
  EXPECT_NEAR(reachable(expression)[Channel::kMouthClose], 0.57f, 0.03f);
  expression.set(Channel::kJawOpen, 1);
  EXPECT_EQ(reachable(expression)[Channel::kMouthClose], 1);
}

TEST(Reachable, LowersTheJawForTheTongue) {
  Expression expression;
  expression.set(Channel::kTongueOut, 1);
  EXPECT_GT(reachable(expression)[Channel::kJawOpen], 0.2f);
  expression.set(Channel::kJawOpen, 0.6f);
  EXPECT_EQ(reachable(expression)[Channel::kJawOpen], 0.6f);
}

TEST(Reachable, UnrollsTheLipsForTheTongue) {
  Expression expression;
  expression.set(Channel::kMouthRollLower, 0.8f);
  EXPECT_EQ(reachable(expression)[Channel::kMouthRollLower], 0.8f);
  expression.set(Channel::kTongueOut, 0.5f);
  EXPECT_NEAR(reachable(expression)[Channel::kMouthRollLower], 0.4f, 1e-6f);
  expression.set(Channel::kTongueOut, 1);
  EXPECT_EQ(reachable(expression)[Channel::kMouthRollLower], 0);
}

TEST(Reachable, PressesRolledLipsLess) {
  Expression expression;
  expression.set(Channel::kMouthPressLeft, 0.8f);
  expression.set(Channel::kMouthRollLower, 1);
  expression.set(Channel::kMouthRollUpper, 1);
  EXPECT_LT(reachable(expression)[Channel::kMouthPressLeft], 0.4f);
  EXPECT_EQ(reachable(expression)[Channel::kMouthRollLower], 1);
}

TEST(Reachable, LeavesAMouthDrawnToBothSidesWhereItIs) {
  Expression expression;
  expression.set(Channel::kMouthLeft, 0.75f);
  expression.set(Channel::kMouthRight, 0.5f);
  EXPECT_EQ(reachable(expression)[Channel::kMouthLeft], 0.25f);
  EXPECT_EQ(reachable(expression)[Channel::kMouthRight], 0);
}

RC_GTEST_PROP(Reachable, ChangesTheJawAndTheLipsOnly, ()) {
  const Expression expression = *testing::arbitrary_expression();
  const Expression result = reachable(expression);
  for (const Channel c : face::channels()) {
    if (c == Channel::kJawOpen) {
      RC_ASSERT(result[c] >= expression[c]);
    } else if (c == Channel::kMouthClose || c == Channel::kMouthRollLower || c == Channel::kMouthRollUpper ||
               c == Channel::kMouthPressLeft || c == Channel::kMouthPressRight || c == Channel::kMouthLeft ||
               c == Channel::kMouthRight) {
      RC_ASSERT(result[c] <= expression[c]);
    } else {
      RC_ASSERT(result[c] == expression[c]);
    }
  }
}

TEST(Reachable, ChangesSmoothly) {
  Expression expression;
  expression.set(Channel::kMouthClose, 0.7f);
  Expression before = reachable(expression);
  for (int i = 1; i <= 1000; ++i) {
    expression.set(Channel::kTongueOut, static_cast<float>(i) / 1000);
    const Expression now = reachable(expression);
    for (const Channel c : {Channel::kJawOpen, Channel::kMouthClose}) EXPECT_LT(std::abs(now[c] - before[c]), 2e-3f);
    before = now;
  }
}

}  // namespace
}  // namespace emo3d::rig
