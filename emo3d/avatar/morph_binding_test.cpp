#include "emo3d/avatar/morph_binding.h"

#include <gtest/gtest.h>

namespace emo3d::avatar {
namespace {

using face::Channel;

const ChannelBinding& binding(const ChannelBindings& bindings, Channel channel) {
  return bindings[static_cast<std::size_t>(channel)];
}

TEST(MorphBinding, MovesTargetsOfOneNameOnSeveralMeshesTogether) {
  const std::vector<NamedMorph> morphs = {{"jawOpen", MorphOrigin::kTarget, {{0, 3, 1}}},
                                          {"JawOpen", MorphOrigin::kTarget, {{2, 0, 1}}}};
  const auto bound = binding(bind_channels(morphs), Channel::kJawOpen);
  EXPECT_EQ(bound.source, "jawOpen");
  EXPECT_FALSE(bound.approximate);
  EXPECT_EQ(bound.references, (std::vector<MorphReference>{{0, 3, 1}, {2, 0, 1}}));
}

TEST(MorphBinding, TakesTheShortestPrefixOnOneMesh) {
  const std::vector<NamedMorph> morphs = {{"old.jawOpen", MorphOrigin::kTarget, {{0, 0, 1}}},
                                          {"jawOpen", MorphOrigin::kTarget, {{0, 1, 1}}}};
  const auto bound = binding(bind_channels(morphs), Channel::kJawOpen);
  EXPECT_EQ(bound.source, "jawOpen");
  EXPECT_EQ(bound.references, (std::vector<MorphReference>{{0, 1, 1}}));
}

TEST(MorphBinding, FindsExpressionsBehindAPrefixTheShortestFirst) {
  std::vector<NamedMorph> morphs = {{"Face_old.jawOpen", MorphOrigin::kExpression, {{0, 0, 1}}},
                                    {"Face.jawOpen", MorphOrigin::kExpression, {{0, 1, 1}}}};
  EXPECT_EQ(binding(bind_channels(morphs), Channel::kJawOpen).source, "Face.jawOpen");
  morphs.push_back({"jawOpen", MorphOrigin::kExpression, {{0, 2, 1}}});
  EXPECT_EQ(binding(bind_channels(morphs), Channel::kJawOpen).source, "jawOpen");
}

TEST(MorphBinding, AddsTheHalvesOfAMiddleChannel) {
  const std::vector<NamedMorph> morphs = {{"browInnerUp_L", MorphOrigin::kTarget, {{0, 0, 1}}},
                                          {"browInnerUp_R", MorphOrigin::kTarget, {{0, 1, 1}}}};
  const auto bound = binding(bind_channels(morphs), Channel::kBrowInnerUp);
  EXPECT_FALSE(bound.approximate);
  EXPECT_EQ(bound.side, Side::kWhole);
  EXPECT_EQ(bound.references, (std::vector<MorphReference>{{0, 0, 1}, {0, 1, 1}}));
}

TEST(MorphBinding, AddsTheWeightsOfATargetThatIsBoundTwice) {
  const std::vector<NamedMorph> morphs = {
      {"jawOpen", MorphOrigin::kExpression, {{0, 1, 0.5f}, {0, 0, 1}, {0, 1, 0.25f}}}};
  EXPECT_EQ(binding(bind_channels(morphs), Channel::kJawOpen).references,
            (std::vector<MorphReference>{{0, 0, 1}, {0, 1, 0.75f}}));
}

TEST(MorphBinding, GivesEachChannelItsSideOfATargetForBoth) {
  const auto bound = bind_channels(std::vector<NamedMorph>{{"mouthSmile", MorphOrigin::kTarget, {{0, 0, 1}}}});
  EXPECT_EQ(binding(bound, Channel::kMouthSmileLeft).side, Side::kLeft);
  EXPECT_EQ(binding(bound, Channel::kMouthSmileRight).side, Side::kRight);
  EXPECT_TRUE(binding(bound, Channel::kMouthSmileLeft).approximate);
  EXPECT_EQ(binding(bound, Channel::kMouthFrownLeft).source, "");
}

TEST(MorphBinding, PrefersAnExpressionToATargetAndATargetToAPreset) {
  const std::vector<NamedMorph> morphs = {{"aa", MorphOrigin::kPreset, {{0, 0, 1}}},
                                          {"jawOpen", MorphOrigin::kTarget, {{0, 1, 1}}},
                                          {"JawOpen", MorphOrigin::kExpression, {{0, 2, 0.5f}}},
                                          {"blink", MorphOrigin::kPreset, {{0, 3, 1}}},
                                          {"eyeBlinkLeft", MorphOrigin::kTarget, {{0, 4, 1}}}};
  const auto bound = bind_channels(morphs);
  EXPECT_EQ(binding(bound, Channel::kJawOpen).references, (std::vector<MorphReference>{{0, 2, 0.5f}}));
  EXPECT_EQ(binding(bound, Channel::kEyeBlinkLeft).references, (std::vector<MorphReference>{{0, 4, 1}}));
  EXPECT_EQ(binding(bound, Channel::kEyeBlinkRight).references, (std::vector<MorphReference>{{0, 3, 1}}));
}

TEST(MorphBinding, FallsBackToThePresetsOfBothVersionsOfVrm) {
  struct Names {
    const char *blink_left, *look, *open, *joy;
  };
  for (const auto& [blink_left, look, open, joy] :
       {Names{"blinkLeft", "lookLeft", "aa", "happy"}, Names{"blink_l", "lookleft", "a", "joy"}}) {
    const std::vector<NamedMorph> morphs = {{blink_left, MorphOrigin::kPreset, {{0, 0, 1}}},
                                            {look, MorphOrigin::kPreset, {{0, 1, 1}}},
                                            {open, MorphOrigin::kPreset, {{0, 2, 1}}},
                                            {joy, MorphOrigin::kPreset, {{0, 3, 1}}}};
    const auto bound = bind_channels(morphs);
    EXPECT_EQ(binding(bound, Channel::kEyeBlinkLeft).source, blink_left);
    EXPECT_EQ(binding(bound, Channel::kEyeBlinkLeft).side, Side::kWhole);
    EXPECT_EQ(binding(bound, Channel::kEyeLookOutLeft).source, look);
    EXPECT_EQ(binding(bound, Channel::kEyeLookInRight).side, Side::kRight);
    EXPECT_EQ(binding(bound, Channel::kEyeLookInLeft).source, "") << "the left eye does not look in";
    EXPECT_EQ(binding(bound, Channel::kJawOpen).source, open);
    EXPECT_EQ(binding(bound, Channel::kMouthSmileRight).source, joy);
    EXPECT_TRUE(binding(bound, Channel::kMouthSmileRight).approximate);
  }
}

}  // namespace
}  // namespace emo3d::avatar
