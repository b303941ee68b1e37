#include "emo3d/rig/identity.h"

#include <gtest/gtest.h>

#include <set>

#include "emo3d/rig/head.h"
#include "tests/support/errors.h"

namespace emo3d::rig {
namespace {

TEST(Identity, NamesAreDistinctAndFound) {
  std::set<std::string> names;
  for (const Identity& person : identities()) {
    EXPECT_TRUE(names.insert(person.name).second) << person.name;
    EXPECT_EQ(identity(person.name).shape, person.shape);
    EXPECT_FALSE(person.description.empty());
  }
  EXPECT_GE(names.size(), 6u);
  EXPECT_EQ(identity("Alex").name, "alex");
}

TEST(Identity, SeedsMakeDifferentPersonsAgainAndAgain) {
  EXPECT_EQ(identity("7").shape, random_identity(7).shape);
  EXPECT_NE(identity("7").shape, identity("8").shape);
  EXPECT_EQ(identity("7").name, "7");
}

TEST(Identity, RefusesWhatItDoesNotKnow) {
  for (const char* name : {"", "alexa", "-1", "7 ", "99999999999999999999999"})
    EXPECT_NE(testing::error_message([&] { (void)identity(name); }).find("is unknown, expected alex, "),
              std::string::npos)
        << name;
}

TEST(Identity, HeadsDifferButKeepTheirTopology) {
  const Mesh alex = Head::built_in().pose({});
  for (const Identity& person : identities().subspan(1)) {
    const Mesh other = Head::of(person).pose({});
    const std::size_t skin = Head::built_in().skin().positions.size();
    const std::size_t triangles = Head::built_in().skin().triangles.size();
    ASSERT_GE(other.positions.size(), skin);
    ASSERT_GE(other.triangles.size(), triangles);
    EXPECT_TRUE(std::equal(alex.triangles.begin(), alex.triangles.begin() + static_cast<std::ptrdiff_t>(triangles),
                           other.triangles.begin()))
        << person.name << ": every person's skin has the same triangles";
    float furthest = 0;
    for (std::size_t v = 0; v < skin; ++v)
      furthest = std::max(furthest, length(other.positions[v] - alex.positions[v]));
    EXPECT_GT(furthest, 0.3f) << person.name;
    EXPECT_LT(furthest, 5.0f) << person.name;
  }
}

}  // namespace
}  // namespace emo3d::rig
