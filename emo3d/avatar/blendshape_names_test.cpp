#include "emo3d/avatar/blendshape_names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "tests/support/gltf_writer.h"

namespace emo3d::avatar {
namespace {

using face::Channel;

std::string snake(const std::string& name, bool upper) {
  std::string text;
  for (const char c : name) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital) text += '_';
    const char low = capital ? static_cast<char>(c - 'A' + 'a') : c;
    text += upper ? static_cast<char>(std::toupper(low)) : low;
  }
  return text;
}

std::string with_short_side(const std::string& name, const std::string& separator) {
  if (name.ends_with("Left")) return name.substr(0, name.size() - 4) + separator + "L";
  if (name.ends_with("Right")) return name.substr(0, name.size() - 5) + separator + "R";
  return name;
}

TEST(BlendshapeNames, UnderstandsEveryChannelInEveryWayOfWriting) {
  const std::vector<std::pair<const char*, std::function<std::string(std::string)>>> ways = {
      {"camelCase", [](std::string n) { return n; }},
      {"PascalCase", [](const std::string& n) { return face::pascal_name(*face::find_channel(n)); }},
      {"lower case",
       [](std::string n) {
         std::ranges::transform(n, n.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
         return n;
       }},
      {"snake_case", [](const std::string& n) { return snake(n, false); }},
      {"UPPER_SNAKE", [](const std::string& n) { return snake(n, true); }},
      {"Face Cap", testing::face_cap_name},
      {"short side", [](const std::string& n) { return with_short_side(n, ""); }},
      {"dotted side", [](const std::string& n) { return with_short_side(n, "."); }},
      {"Maya's prefix", [](const std::string& n) { return "blendShape1." + testing::face_cap_name(n); }},
      {"another prefix", [](const std::string& n) { return "Face.M_F00_" + n; }},
      {"numbered", [](const std::string& n) { return "A25_" + snake(n, false); }}};
  for (const auto& [way, write] : ways)
    for (const Channel c : face::channels()) {
      const std::string written = write(std::string(name(c)));
      const auto match = match_blendshape_name(written);
      ASSERT_TRUE(match) << way << ": " << written;
      EXPECT_EQ(match->channel, c) << way << ": " << written;
      EXPECT_EQ(match->kind, NameKind::kExact) << way << ": " << written;
    }
}

TEST(BlendshapeNames, TellsHowLongThePrefixIs) {
  EXPECT_EQ(match_blendshape_name("jawOpen")->prefix, 0u);
  EXPECT_EQ(match_blendshape_name("blendShape1.jawOpen")->prefix, 12u);
}

TEST(BlendshapeNames, TakesHalvesOfMiddleChannelsAndTargetsForBothSides) {
  EXPECT_EQ(match_blendshape_name("browInnerUp_L"), (NameMatch{Channel::kBrowInnerUp, NameKind::kLeftHalf, 0}));
  EXPECT_EQ(match_blendshape_name("cheekPuffRight"), (NameMatch{Channel::kCheekPuff, NameKind::kRightHalf, 0}));
  EXPECT_EQ(match_blendshape_name("EyeBlink"), (NameMatch{Channel::kEyeBlinkLeft, NameKind::kBothSides, 0}));
  EXPECT_EQ(match_blendshape_name("mesh.mouth_smile"), (NameMatch{Channel::kMouthSmileLeft, NameKind::kBothSides, 5}));
}

TEST(BlendshapeNames, LeavesOtherNamesAlone) {
  for (const char* other : {"", "_", "jaw", "mouth", "Fcl_ALL_Joy", "viseme_aa", "eyeBlinkLeftish",
                            "lipcornermouthLeft", "jawOpenWide", "\xff\xfe", "L", "left", "eyesClosed"})
    EXPECT_EQ(match_blendshape_name(other), std::nullopt) << other;
  EXPECT_EQ(match_blendshape_name(std::string(100000, '_') + "jawOpen"), std::nullopt);
}

}  // namespace
}  // namespace emo3d::avatar
