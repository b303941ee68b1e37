#include "emo3d/train/measures.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tests/support/errors.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;

TEST(Measures, RankCorrelation) {
  const std::array<float, 4> rising{0.1f, 0.2f, 0.7f, 0.9f}, squares{0.01f, 0.04f, 0.49f, 0.81f}, falling{4, 3, 2, 1};
  EXPECT_DOUBLE_EQ(rank_correlation(rising, squares), 1);
  EXPECT_DOUBLE_EQ(rank_correlation(rising, falling), -1);
}

/// Expected values by hand: ranks with ties shared, then Pearson's correlation of the ranks.
TEST(Measures, TiesShareTheirMeanRank) {
  const std::array<float, 4> rising{1, 2, 3, 4}, first_two{1, 1, 2, 3}, two_pairs{1, 1, 2, 2}, constant{1, 1, 1, 1};
  EXPECT_NEAR(rank_correlation(rising, first_two), 4.5 / std::sqrt(5 * 4.5), 1e-12);
  EXPECT_NEAR(rank_correlation(rising, two_pairs), 4 / std::sqrt(5 * 4.0), 1e-12);
  EXPECT_DOUBLE_EQ(rank_correlation(two_pairs, two_pairs), 1);
  EXPECT_EQ(rank_correlation(rising, constant), 0);
  EXPECT_EQ(rank_correlation({}, {}), 0);
}

TEST(Measures, LinearCorrelationIsNotOfRanks) {
  const std::array<float, 3> a{0, 1, 2}, doubled{0, 2, 4}, bent{0, 0, 3};
  EXPECT_DOUBLE_EQ(linear_correlation(a, doubled), 1);
  EXPECT_NEAR(linear_correlation(a, bent), 3 / std::sqrt(2 * 6.0), 1e-12);
}

TEST(Measures, ListsOfDifferentLengthsAreRefused) {
  const std::array<float, 2> two{1, 2};
  const std::array<float, 3> three{1, 2, 3};
  EXPECT_EQ(testing::error_message([&] { (void)rank_correlation(two, three); }), "2 and 3 values cannot be compared");
}

TEST(Measures, MacroF1LeavesOutEmotionsThatNobodyAskedFor) {
  Confusion confusion;
  confusion.add(Emotion::kAnger, Emotion::kAnger);
  confusion.add(Emotion::kAnger, Emotion::kFear);  // never asked for: no score of its own
  confusion.add(Emotion::kSadness, Emotion::kSadness);
  confusion.add(Emotion::kSadness, Emotion::kAnger);
  // anger: precision 1/2, recall 1/2; sadness: precision 1, recall 1/2
  EXPECT_NEAR(confusion.macro_f1(), (0.5 + 2.0 / 3) / 2, 1e-12);
  EXPECT_EQ(confusion.accuracy().right, 2u);
  EXPECT_EQ(confusion.accuracy().of, 4u);
}

TEST(Measures, MacroF1CountsAnEmotionThatIsNeverFound) {
  Confusion confusion;
  confusion.add(Emotion::kAnger, Emotion::kAnger);
  confusion.add(Emotion::kDisgust, Emotion::kAnger);
  EXPECT_NEAR(confusion.macro_f1(), (2.0 / 3 + 0) / 2, 1e-12);
  EXPECT_EQ(Confusion().macro_f1(), 0);
}

TEST(Measures, CalibrationWeighsBinsByWhatIsInThem) {
  Calibration calibration;
  for (int i = 0; i < 3; ++i) calibration.add(0.05f, 0.05f);  // as predicted
  calibration.add(0.25f, 0.75f);
  EXPECT_NEAR(calibration.expected_error(), 0.5 / 4, 1e-6);
  EXPECT_EQ(calibration.bins()[0].wanted.count(), 3u);
  EXPECT_EQ(calibration.bins()[7].wanted.count(), 1u);
  calibration.add(1, 1);  // the last bin has its upper bound
  EXPECT_EQ(calibration.bins()[9].wanted.count(), 1u);
  EXPECT_EQ(Calibration().expected_error(), 0);
}

TEST(Measures, GapsOfOneBinTakeEachOtherBack) {
  Calibration calibration;
  calibration.add(0.4f, 0.52f);
  calibration.add(0.64f, 0.52f);
  EXPECT_NEAR(calibration.expected_error(), 0, 1e-6);
}

TEST(Measures, AShareOfNothingIsNone) {
  Share share;
  EXPECT_FALSE(share.value().has_value());
  share.add(true);
  share.add(false);
  EXPECT_EQ(share.value(), 0.5);
}

}  // namespace
}  // namespace emo3d::train
