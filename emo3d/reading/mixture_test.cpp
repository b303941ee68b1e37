#include "emo3d/reading/mixture.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace emo3d::reading {
namespace {

TEST(Mixture, StrongerWordsOfDegreeAskForMore) {
  const Mixture angry = read_mixture("A1", 0.6f);
  const float slightly = to_intensities(scaled(angry, 0.45f))[emotion::Emotion::kAnger];
  const float plain = to_intensities(angry)[emotion::Emotion::kAnger];
  const float extremely = to_intensities(scaled(angry, 1.5f))[emotion::Emotion::kAnger];
  EXPECT_LT(slightly, plain);
  EXPECT_LT(plain, extremely);
}

TEST(Mixture, MixturesKeepTheirLeadingEmotion) {
  for (const char* shares : {"H1", "S.8H.2", "N.6S.3C.1", "H.8N.2", "F.5D.4N.1"}) {
    const Mixture mixture = read_mixture(shares, 0.4f);
    EXPECT_EQ(to_intensities(mixture).dominant(), mixture.dominant()) << shares;
  }
}

TEST(Mixture, RefusesWhatIsNone) {
  EXPECT_NE(testing::error_message([] { (void)read_mixture("X1", 0.5f); }).find("\"X1\""), std::string::npos);
  EXPECT_NE(testing::error_message([] { (void)read_mixture("H", 2); }), "no error");
  EXPECT_NE(testing::error_message([] { (void)read_mixture("H.a", 0.5f); }), "no error");
}

}  // namespace
}  // namespace emo3d::reading
