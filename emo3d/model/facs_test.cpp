#include "emo3d/model/facs.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace emo3d::model {
namespace {

using emotion::Emotion;
using face::Channel;

emotion::Intensities only(Emotion emotion, float value) {
  emotion::Intensities result;
  result.set(emotion, value);
  return result;
}

TEST(Facs, NeutralIsTheRestingFace) { EXPECT_EQ(prototype(Emotion::kNeutral), face::Expression()); }

TEST(Facs, PrototypesShowTheirLeadingActionUnits) {
  EXPECT_GE(prototype(Emotion::kHappiness)[Channel::kMouthSmileLeft], 0.9f);
  EXPECT_GE(prototype(Emotion::kSurprise)[Channel::kEyeWideRight], 0.9f);
  EXPECT_GE(prototype(Emotion::kSadness)[Channel::kMouthFrownLeft], 0.9f);
  EXPECT_GE(prototype(Emotion::kAnger)[Channel::kBrowDownLeft], 0.9f);
  EXPECT_GE(prototype(Emotion::kDisgust)[Channel::kNoseSneerLeft], 0.9f);
  EXPECT_GE(prototype(Emotion::kFear)[Channel::kMouthStretchLeft], 0.7f);
  EXPECT_GE(prototype(Emotion::kContempt)[Channel::kMouthDimpleLeft], 0.7f);
}

TEST(Facs, OnlyContemptIsOneSided) {
  for (const Emotion e : emotion::emotions())
    EXPECT_EQ(prototype(e) == mirrored(prototype(e)), e != Emotion::kContempt) << name(e);
  EXPECT_EQ(prototype(Emotion::kContempt)[Channel::kMouthSmileRight], 0);
}

TEST(Facs, PrototypesDifferFromEachOther) {
  for (const Emotion a : emotion::emotions()) {
    for (const Emotion b : emotion::emotions()) {
      if (a < b) {
        EXPECT_GE(max_difference(prototype(a), prototype(b)), 0.5f) << name(a) << " and " << name(b);
      }
    }
  }
}

TEST(Facs, OneEmotionScalesItsPrototype) {
  const face::Expression half = express(only(Emotion::kFear, 0.5f));
  for (const Channel c : face::channels()) EXPECT_NEAR(half[c], 0.5f * prototype(Emotion::kFear)[c], 1e-6f);
}

TEST(Facs, ACompoundHasAtLeastTheActionUnitsOfItsParts) {
  EXPECT_TRUE(rc::check([] {
    emotion::Intensities both;
    const auto a = emotion::emotions()[*rc::gen::inRange<std::size_t>(0, emotion::kEmotionCount)];
    const auto b = emotion::emotions()[*rc::gen::inRange<std::size_t>(0, emotion::kEmotionCount)];
    const float x = static_cast<float>(*rc::gen::inRange(0, 101)) / 100;
    const float y = static_cast<float>(*rc::gen::inRange(0, 101)) / 100;
    RC_PRE(a != b);
    both.set(a, x);
    both.set(b, y);
    const face::Expression face = express(both);
    for (const Channel c : face::channels()) {
      RC_ASSERT(face[c] >= x * prototype(a)[c] - 1e-6f);
      RC_ASSERT(face[c] >= y * prototype(b)[c] - 1e-6f);
      RC_ASSERT(face[c] <= x * prototype(a)[c] + y * prototype(b)[c] + 1e-6f);
    }
  }));
}

}  // namespace
}  // namespace emo3d::model
