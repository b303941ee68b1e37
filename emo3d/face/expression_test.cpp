#include "emo3d/face/expression.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <set>

#include "emo3d/base/error.h"
#include "emo3d/face/channel_order.h"
#include "tests/support/errors.h"
#include "tests/support/expressions.h"

namespace emo3d::face {
namespace {

using testing::arbitrary_expression;
using testing::error_message;

TEST(Expression, HeaderExampleSetsByChannelAndByName) {
  Expression grin;
  grin.set(Channel::kMouthSmileLeft, 0.9f);
  grin.set("mouthSmileRight", 0.4f);
  const Expression other_side = mirrored(grin);
  EXPECT_EQ(other_side[Channel::kMouthSmileLeft], 0.4f);
  EXPECT_EQ(other_side[Channel::kMouthSmileRight], 0.9f);
}

TEST(Expression, RejectsScoreAboveOneWithTheChannelsName) {
  Expression e;
  EXPECT_EQ(error_message([&] { e.set(Channel::kJawOpen, 1.5f); }), "jawOpen: score 1.5 is not in [0,1]");
  EXPECT_EQ(error_message([&] { e.set("cheekPuff", -0.25f); }), "cheekPuff: score -0.25 is not in [0,1]");
  EXPECT_EQ(e, Expression{});
}

TEST(Expression, RejectsNaNAndInfinity) {
  Expression e;
  EXPECT_EQ(error_message([&] { e.set(Channel::kJawOpen, std::numeric_limits<float>::quiet_NaN()); }),
            "jawOpen: score nan is not in [0,1]");
  EXPECT_THROW(e.set(Channel::kJawOpen, std::numeric_limits<float>::infinity()), Error);
}

TEST(Expression, RejectsUnknownName) {
  Expression e;
  EXPECT_EQ(error_message([&] { e.set("JawOpen", 1.0f); }), "\"JawOpen\": no blendshape channel has this name");
}

TEST(Expression, RejectsIntensityOutsideItsRange) {
  for (const float bad : {-0.1f, 2.1f, std::numeric_limits<float>::quiet_NaN()})
    EXPECT_THROW((void)with_intensity(Expression{}, bad), Error);
}

RC_GTEST_PROP(ExpressionProperty, MirroringTwiceIsTheIdentity, ()) {
  const Expression e = *arbitrary_expression();
  RC_ASSERT(mirrored(mirrored(e)) == e);
}

RC_GTEST_PROP(ExpressionProperty, ScoresStayInRange, ()) {
  const Expression a = *arbitrary_expression();
  const Expression b = *arbitrary_expression();
  const float t = static_cast<float>(*rc::gen::inRange(0, 1001)) / 1000.0f;
  for (const Expression& e : {with_intensity(a, 2 * t), blend(a, b, t), mirrored(a)})
    for (const Channel c : channels()) RC_ASSERT(e[c] >= 0.0f && e[c] <= 1.0f);
}

RC_GTEST_PROP(ExpressionProperty, BlendStartsAndEndsAtItsArguments, ()) {
  const Expression a = *arbitrary_expression();
  const Expression b = *arbitrary_expression();
  RC_ASSERT(blend(a, b, 0) == a);
  RC_ASSERT(blend(a, b, 1) == b);
}

RC_GTEST_PROP(ExpressionProperty, IntensityOneIsTheIdentityAndZeroIsNeutral, ()) {
  const Expression e = *arbitrary_expression();
  RC_ASSERT(with_intensity(e, 1) == e);
  RC_ASSERT(with_intensity(e, 0) == Expression{});
}

RC_GTEST_PROP(ChannelOrderProperty, ConversionsRoundTrip, ()) {
  const Expression e = *arbitrary_expression();
  for (const ChannelOrder order : {ChannelOrder::kArkit, ChannelOrder::kLiveLinkCsv, ChannelOrder::kLiveLinkUdp})
    RC_ASSERT(from_order(to_order(e, order), order) == e);
  Expression without_tongue = e;
  without_tongue.set(Channel::kTongueOut, 0);
  RC_ASSERT(from_order(to_order(e, ChannelOrder::kMediaPipe), ChannelOrder::kMediaPipe) == without_tongue);
}

TEST(ChannelOrder, PlacesFollowTheReferenceLists) {
  const auto place = [](ChannelOrder order, Channel channel) {
    Expression e;
    e.set(channel, 1);
    const auto values = to_order(e, order);
    return std::find(values.begin(), values.end(), 1.0f) - values.begin();
  };
  EXPECT_EQ(place(ChannelOrder::kMediaPipe, Channel::kBrowDownLeft), 1);
  EXPECT_EQ(place(ChannelOrder::kMediaPipe, Channel::kNoseSneerRight), 51);
  EXPECT_EQ(place(ChannelOrder::kMediaPipe, Channel::kTongueOut), 52) << "it has no place";
  EXPECT_EQ(place(ChannelOrder::kArkit, Channel::kEyeBlinkLeft), 0);
  EXPECT_EQ(place(ChannelOrder::kArkit, Channel::kJawLeft), 15);
  EXPECT_EQ(place(ChannelOrder::kArkit, Channel::kTongueOut), 51);
  EXPECT_EQ(place(ChannelOrder::kLiveLinkCsv, Channel::kJawRight), 15);
  EXPECT_EQ(place(ChannelOrder::kLiveLinkCsv, Channel::kJawLeft), 16);
  EXPECT_EQ(place(ChannelOrder::kLiveLinkCsv, Channel::kMouthRight), 21);
  EXPECT_EQ(place(ChannelOrder::kLiveLinkCsv, Channel::kMouthLeft), 22);
  EXPECT_EQ(place(ChannelOrder::kLiveLinkUdp, Channel::kMouthLeft), 21);
}

TEST(ChannelOrder, EachOrderListsEachChannelOnce) {
  for (const auto order : {ChannelOrder::kArkit, ChannelOrder::kLiveLinkCsv, ChannelOrder::kLiveLinkUdp}) {
    const auto listed = channels_of(order);
    EXPECT_EQ(std::set<Channel>(listed.begin(), listed.end()).size(), kChannelCount);
  }
}

TEST(ChannelOrder, RejectsWrongLengthAndBadScores) {
  std::vector<float> values(51);
  EXPECT_THROW((void)from_order(values, ChannelOrder::kArkit), Error);
  values.resize(52);
  values[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(error_message([&] { (void)from_order(values, ChannelOrder::kMediaPipe); }),
            "_neutral: score nan is not in [0,1]");
  EXPECT_EQ(error_message([&] { (void)from_order(values, ChannelOrder::kArkit); }),
            "eyeBlinkLeft: score nan is not in [0,1]");
}

TEST(Channel, NamesAreUniqueAndFound) {
  for (const Channel c : channels()) EXPECT_EQ(find_channel(name(c)), c);
  EXPECT_EQ(find_channel("_neutral"), std::nullopt);
  EXPECT_EQ(pascal_name(Channel::kMouthUpperUpLeft), "MouthUpperUpLeft");
}

TEST(Channel, MirrorPairsLeftWithRight) {
  EXPECT_EQ(mirrored(Channel::kJawLeft), Channel::kJawRight);
  EXPECT_EQ(mirrored(Channel::kEyeLookInRight), Channel::kEyeLookInLeft);
  EXPECT_EQ(mirrored(Channel::kBrowInnerUp), Channel::kBrowInnerUp);
}

}  // namespace
}  // namespace emo3d::face
