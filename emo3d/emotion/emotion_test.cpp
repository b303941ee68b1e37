#include "emo3d/emotion/emotion.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "emo3d/base/error.h"
#include "tests/support/errors.h"

namespace emo3d::emotion {
namespace {

using testing::error_message;

rc::Gen<Intensities> arbitrary_intensities() {
  return rc::gen::map(rc::gen::container<std::vector<int>>(kEmotionCount, rc::gen::inRange(0, 1001)),
                      [](const std::vector<int>& v) {
                        Intensities intensities;
                        for (const Emotion e : emotions())
                          intensities.set(e, static_cast<float>(v[static_cast<std::size_t>(e)]) / 1000.0f);
                        return intensities;
                      });
}

TEST(Emotion, HeaderExampleTurnsIntensitiesIntoShares) {
  Intensities felt;
  felt.set(Emotion::kSadness, 0.9f);
  felt.set(Emotion::kNeutral, 0.2f);
  EXPECT_NEAR(to_distribution(felt)[Emotion::kSadness], 0.9 / 1.1, 1e-7);
  EXPECT_EQ(felt.dominant(), Emotion::kSadness);
}

TEST(Emotion, NamesFollowTheDatasetsColumns) {
  EXPECT_EQ(name(Emotion::kNeutral), "neutral");
  EXPECT_EQ(static_cast<int>(*find_emotion("contempt")), 7);
  EXPECT_EQ(find_emotion("joy"), std::nullopt);
}

TEST(Emotion, RefusesBadValuesWithTheEmotionsName) {
  Intensities felt;
  EXPECT_EQ(error_message([&] { felt.set(Emotion::kFear, std::numeric_limits<float>::quiet_NaN()); }),
            "fear: intensity nan is not in [0,1]");
  EXPECT_THROW(felt.set(Emotion::kFear, 1.01f), Error);
  EXPECT_THROW((void)to_distribution(felt), Error);
}

RC_GTEST_PROP(EmotionProperty, SharesSumToOne, ()) {
  const Intensities intensities = *arbitrary_intensities();
  RC_PRE(!(intensities == Intensities{}));
  const Distribution shares = to_distribution(intensities);
  double sum = 0;
  for (const Emotion e : emotions()) sum += shares[e];
  RC_ASSERT(std::abs(sum - 1) < 1e-12);
}

RC_GTEST_PROP(EmotionProperty, DivergenceIsZeroToItselfAndNeverNegative, ()) {
  const Intensities a = *arbitrary_intensities();
  const Intensities b = *arbitrary_intensities();
  RC_PRE(!(a == Intensities{}) && !(b == Intensities{}));
  RC_ASSERT(kl_divergence(to_distribution(a), to_distribution(a)) == 0.0);
  RC_ASSERT(kl_divergence(to_distribution(a), to_distribution(b)) > -1e-12);
}

TEST(Intensities, TheStrongestFeelingIsNotNeutral) {
  Intensities felt;
  EXPECT_EQ(strongest_feeling(felt), 0);
  felt.set(Emotion::kNeutral, 0.9f);
  felt.set(Emotion::kFear, 0.4f);
  EXPECT_EQ(strongest_feeling(felt), 0.4f);
}

}  // namespace
}  // namespace emo3d::emotion
