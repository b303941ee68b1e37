#include "emo3d/model/variety.h"

#include <gtest/gtest.h>

#include <cmath>

#include "emo3d/model/facs.h"
#include "emo3d/model/facs_variants.h"
#include "tests/support/errors.h"
#include "tests/support/predictions.h"

namespace emo3d::model {
namespace {

using emotion::Emotion;
using face::Channel;
using testing::shown_feeling;

double cosine(const face::Expression& a, const face::Expression& b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (const Channel c : face::channels()) {
    ab += static_cast<double>(a[c]) * static_cast<double>(b[c]);
    aa += static_cast<double>(a[c]) * static_cast<double>(a[c]);
    bb += static_cast<double>(b[c]) * static_cast<double>(b[c]);
  }
  return ab / std::sqrt(aa * bb);
}

Emotion nearest_prototype(const face::Expression& face) {
  Emotion best = Emotion::kHappiness;
  for (const Emotion e : emotion::emotions())
    if (e != Emotion::kNeutral && cosine(face, prototype(e)) > cosine(face, prototype(best))) best = e;
  return best;
}

TEST(Variety, TheFirstIsThePredictedFace) {
  const Prediction joy = shown_feeling(Emotion::kHappiness, 0.8f);
  EXPECT_EQ(vary(joy, {.count = 3, .seed = 7}).front(), joy.expression);
}

TEST(Variety, TheSameSeedGivesTheSameFacesWhateverTheCount) {
  const Prediction fear = shown_feeling(Emotion::kFear, 0.9f);
  const auto four = vary(fear, {.count = 4, .seed = 3});
  const auto nine = vary(fear, {.count = 9, .seed = 3});
  for (std::size_t i = 0; i < four.size(); ++i) EXPECT_EQ(four[i], nine[i]);
  EXPECT_NE(vary(fear, {.count = 2, .seed = 4})[1], four[1]);
}

TEST(Variety, FacesDifferButShowTheSameEmotion) {
  for (const Emotion e : emotion::emotions()) {
    if (e == Emotion::kNeutral) continue;
    const auto faces = vary(shown_feeling(e, 0.9f), {.count = 40, .seed = 11});
    for (std::size_t i = 1; i < faces.size(); ++i) {
      EXPECT_GT(max_difference(faces[i], faces[i - 1]), 0.05f) << name(e);
      EXPECT_EQ(nearest_prototype(faces[i]), e) << name(e) << " variant " << i;
    }
  }
}

TEST(Variety, EachVariantShowsItsEmotion) {
  for (const Emotion e : emotion::emotions())
    for (const face::Expression& face : variants(e)) EXPECT_EQ(nearest_prototype(face), e) << name(e);
}

TEST(Variety, NamedActionsStay) {
  Prediction wink = shown_feeling(Emotion::kHappiness, 0.7f);
  wink.actions = {{"wink", {{Channel::kEyeBlinkRight, 1.0f}, {Channel::kEyeWideRight, 0.0f}}, 0, 4, false}};
  wink.expression = apply_actions(wink.actions, wink.expression);
  for (const face::Expression& face : vary(wink, {.count = 20, .seed = 2})) {
    EXPECT_EQ(face[Channel::kEyeBlinkRight], 1.0f);
    EXPECT_EQ(face[Channel::kEyeWideRight], 0.0f);
  }
}

TEST(Variety, RefusesACountOutOfRange) {
  EXPECT_EQ(testing::error_message([] { (void)vary({}, {.count = 0}); }),
            "the number of samples is 0, expected 1 to 1000");
}

}  // namespace
}  // namespace emo3d::model
