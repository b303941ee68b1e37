#include "emo3d/rig/collisions.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

#include "emo3d/base/error.h"
#include "tests/support/collision_limits.h"

namespace emo3d::rig {
namespace {

using face::Channel;
using face::Expression;

const Head& head() { return Head::built_in(); }
Collisions measured(const Mesh& mesh) { return CollisionCheck(head())(mesh); }

Expression expression_of(std::initializer_list<std::pair<Channel, float>> scores) {
  Expression expression;
  for (const auto& [channel, score] : scores) expression.set(channel, score);
  return expression;
}

/// The head as programs see it that know linear morph targets only: nothing keeps its parts from colliding.
Mesh without_contact(const Expression& expression) {
  static const MorphMesh morphs = head().morph_mesh();
  Mesh mesh = morphs.neutral;
  for (const MorphTarget& target : morphs.targets)
    for (std::size_t i = 0; i < target.vertices.size(); ++i)
      mesh.positions[target.vertices[i]] += target.deltas[i] * expression[target.channel];
  return mesh;
}

std::size_t number_of_expressions() {
  std::size_t count = 500;
  if (const char* asked = std::getenv("EMO3D_EXPRESSIONS")) {
    const std::string_view text(asked);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    check(error == std::errc() && end == text.data() + text.size() && count > 0, ErrorCode::kInvalidArgument,
          "EMO3D_EXPRESSIONS={}: expected a number above 0", text);
  }
  return count;
}

TEST(Collisions, AreNoneAtRest) { EXPECT_LT(measured(head().pose({})).worst(), 0.002f); }

TEST(Collisions, SeesLidsThatCross) {
  const Expression both = expression_of({{Channel::kEyeBlinkRight, 1}, {Channel::kNoseSneerRight, 1}});
  EXPECT_GT(measured(without_contact(both)).lids, 0.05f);
  EXPECT_LT(measured(head().pose(both)).lids, 0.001f);
}

/// A part of the head at rest moved towards the viewer.
Mesh with_moved(auto&& selects, float forward_cm) {
  Mesh mesh = head().pose({});
  std::size_t first = head().skin().positions.size();
  for (const HeadPart& part : head().parts()) {
    if (selects(part))
      for (std::size_t v = 0; v < part.positions.size(); ++v) mesh.positions[first + v].z += forward_cm;
    first += part.positions.size();
  }
  return mesh;
}

TEST(Collisions, SeesAnEyeballThroughALid) {
  const auto lid = [](float depth_cm) {
    Mesh mesh = head().pose({});
    const Vec3 eye = eye_centre(head().cage(), kLeft);
    for (Vec3& p : mesh.positions)
      if (const Vec3 d = p - eye; length(d) < 2) p = eye + d * ((length(d) - depth_cm) / length(d));
    return measured(mesh).eyeballs;
  };
  EXPECT_EQ(lid(0), 0);
  EXPECT_GT(lid(0.2f), 0.1f);
}

TEST(Collisions, SeesLipsThatCross) {
  for (const Expression& expression :
       {expression_of({{Channel::kMouthClose, 1}}),
        expression_of({{Channel::kMouthRollLower, 1}, {Channel::kMouthPressLeft, 1}}),
        expression_of({{Channel::kMouthRollLower, 1}, {Channel::kMouthPressRight, 1}})}) {
    EXPECT_GT(measured(without_contact(expression)).lips, 0.03f);
    EXPECT_LT(measured(head().pose(expression)).lips, 0.01f);
  }
}

TEST(Collisions, SeesTeethThroughLips) {
  const auto is_tooth = [](const HeadPart& part) { return part.material == Material::kTooth; };
  EXPECT_EQ(measured(with_moved(is_tooth, 0)).teeth, 0);
  EXPECT_GT(measured(with_moved(is_tooth, 1.5f)).teeth, 0.3f);
}

TEST(Collisions, SeesTheTongueInALip) {
  const Expression out = expression_of({{Channel::kTongueOut, 1}, {Channel::kMouthClose, 1}});
  EXPECT_GT(measured(without_contact(out)).tongue, 0.1f);
  EXPECT_LT(measured(head().pose(out)).tongue, 0.1f);
}

TEST(Collisions, AreTheSameForTheMirrorImage) {
  Random random(21);
  for (int i = 0; i < 20; ++i) {
    const Expression expression = testing::hard_expression(random);
    const Collisions one = measured(without_contact(expression));
    const Collisions other = measured(without_contact(mirrored(expression)));
    EXPECT_NEAR(one.lids, other.lids, 1e-3f);
    EXPECT_NEAR(one.lips, other.lips, 0.02f);  // on the edge of a triangle either neighbour may be taken
    EXPECT_NEAR(one.eyeballs, other.eyeballs, 1e-3f);
  }
}

TEST(Collisions, StayWithinLimitsForAllPairsOfChannels) {
  testing::expect_within_collision_limits(head(), testing::all_pairs());
}

TEST(Collisions, StayWithinLimitsForRandomExpressions) {
  Random random(2024);
  std::vector<Expression> expressions;
  for (std::size_t i = 0; i < number_of_expressions(); ++i) expressions.push_back(testing::hard_expression(random));
  testing::expect_within_collision_limits(head(), expressions);
}

/// The other persons of the list and some made up, a fifth of the expressions each.
TEST(Collisions, StayWithinLimitsForRandomExpressionsOfEveryPerson) {
  constexpr std::uint64_t kMadeUp = 4;
  std::vector<Identity> persons(identities().begin() + 1, identities().end());
  for (std::uint64_t seed = 1; seed <= kMadeUp; ++seed) persons.push_back(random_identity(seed));
  Random random(2025);
  std::vector<Expression> expressions;
  for (std::size_t i = 0; i < number_of_expressions() / 5; ++i) expressions.push_back(testing::hard_expression(random));
  for (const Identity& person : persons) {
    SCOPED_TRACE(person.name);
    testing::expect_within_collision_limits(Head::of(person), expressions);
  }
}

}  // namespace
}  // namespace emo3d::rig
