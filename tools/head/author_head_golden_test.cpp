#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <span>

#include "emo3d/base/json.h"
#include "tests/support/golden.h"
#include "tools/head/author_head.h"

/// The authored head against the study it rebuilds (cage.json: coordinates rounded to 1e-4 cm, displacements below
/// 0.0035 cm left out). Where this tool departs from the study on purpose:
/// - the shapes of both sides together are made exactly symmetric; the study's lean by up to 0.08 cm with the diagonals
///   of the triangulation, so its mean with its mirror image is compared;
/// - the innermost point of a nostril follows the whole rim, not its last point; it is left out of the comparison;
/// - mouthClose closes the gap that the study left between the lips;
/// - everything is rounded to the grid of 1e-3 cm.
namespace emo3d::head {
namespace {

using face::Channel;

/// Half a grid step, the rounding of cage.json, and what rounding the rest pose does to the solved fields.
constexpr double kToleranceCm = 1.1e-3;
constexpr double kLeftOutCm = 3.5e-3;
constexpr double kJawWeightTolerance = 1e-3;

const AuthoredHead& head() {
  static const AuthoredHead authored = author_head(read_canonical_mesh(EMO3D_CANONICAL_FACE));
  return authored;
}

Vec vec_of(const Json& json) {
  return Vec(json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>());
}
Vec image(const Vec& p) { return {-p.x(), p.y(), p.z()}; }

/// Shapes that need not follow the study within kToleranceCm, and why.
double tolerance_cm(Channel channel) {
  // They hang on the jaw's weights, which are symmetric here.
  constexpr double kJawCm = 11e-3;
  // The study left a gap of 0.13 cm between the lips, closed here.
  constexpr double kMouthCloseCm = 0.075;
  static const std::map<Channel, double> departures = {
      {Channel::kJawForward, kJawCm}, {Channel::kJawLeft, kJawCm},           {Channel::kJawRight, kJawCm},
      {Channel::kJawOpen, kJawCm},    {Channel::kMouthClose, kMouthCloseCm},
  };
  const auto departure = departures.find(channel);
  return departure == departures.end() ? kToleranceCm : departure->second;
}

/// Compares displacements with a sparse list {"i": [vertex...], "d": [[x, y, z]...]}.
void expect_deltas(const Displacement& deltas, const Json& sparse, bool symmetric, double tolerance,
                   const std::string& what) {
  std::map<int, Vec> stored;
  for (std::size_t n = 0; n < sparse.at("i").size(); ++n) stored[sparse.at("i").at(n)] = vec_of(sparse.at("d").at(n));
  const HeadTemplate& rest = head().rest;
  for (int v = 0; v < static_cast<int>(deltas.size()); ++v) {
    if (v == rest.nostrils[0].top || v == rest.nostrils[1].top) continue;
    const int other = symmetric ? rest.mirror[v] : v;
    const bool known = stored.contains(v) && stored.contains(other);
    const auto value = [&](int i) { return stored.contains(i) ? stored.at(i) : Vec(Vec::Zero()); };
    const Vec expected = symmetric ? Vec((value(v) + image(value(other))) / 2) : value(v);
    EXPECT_LE((deltas[v] - expected).cwiseAbs().maxCoeff(), known ? tolerance : kLeftOutCm + tolerance)
        << what << ", vertex " << v;
  }
}

TEST(AuthoredHeadGolden, RestAndTrianglesMatchTheStudy) {
  EMO3D_GOLDEN_OR_SKIP(path, "face/procedural_head");
  const Json cage = read_json(path / "cage.json");
  const std::size_t count = cage.at("cageVertices").size();
  EXPECT_EQ(count + kShoulderRings * kOvalPoints, head().rest.positions.size());
  // The neck ends in shoulders here, in the study as it began.
  const auto neck = std::span(head().rest.skull_rings).last<kNeckRings + 3>();
  for (std::size_t i = 0; i < count; ++i) {
    if (std::ranges::any_of(neck, [&](const auto& ring) { return std::ranges::count(ring, static_cast<int>(i)) > 0; }))
      continue;
    EXPECT_LE((head().rest.positions[i] - vec_of(cage.at("cageVertices").at(i))).cwiseAbs().maxCoeff(), 6e-4)
        << "vertex " << i;
  }
  const auto triangles = cage.at("cageTriangles").get<std::vector<Triangle>>();
  ASSERT_LE(triangles.size(), head().rest.triangles.size());
  EXPECT_TRUE(std::equal(triangles.begin(), triangles.end(), head().rest.triangles.begin()));
}

TEST(AuthoredHeadGolden, RingsMatchTheStudy) {
  EMO3D_GOLDEN_OR_SKIP(path, "face/procedural_head");
  const Json rings = read_json(path / "cage.json").at("rings");
  EXPECT_EQ(rings.at("ovalColumns").get<std::vector<int>>(), std::vector<int>(kOval.begin(), kOval.end()));
  for (std::size_t k = 0; k < kSkullRings; ++k)
    for (std::size_t c = 0; c < kOvalPoints; ++c)
      EXPECT_EQ(rings.at("skullRings").at(k).at(c), head().rest.skull_rings[k][c]);
  const MouthBag& bag = head().rest.mouth_bag;
  for (std::size_t i = 0; i < kMouthLoopPoints; ++i) EXPECT_EQ(rings.at("mouthLoop").at(i), bag.loop[i]);
  for (std::size_t k = 0; k < kMouthBagRings; ++k)
    for (std::size_t i = 0; i < kMouthLoopPoints; ++i)
      EXPECT_EQ(rings.at("mouthBag").at(k).at("ring").at(i), bag.rings[k][i]);
}

TEST(AuthoredHeadGolden, JawWeightsMatchTheStudy) {
  EMO3D_GOLDEN_OR_SKIP(path, "face/procedural_head");
  const auto weights = read_json(path / "cage.json").at("jawWeight").get<std::vector<double>>();
  ASSERT_LE(weights.size(), head().jaw_weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i)
    EXPECT_NEAR(head().jaw_weights[i], (weights[i] + weights[head().rest.mirror[i]]) / 2, kJawWeightTolerance)
        << "vertex " << i;
}

TEST(AuthoredHeadGolden, AllShapesMatchTheStudy) {
  EMO3D_GOLDEN_OR_SKIP(path, "face/procedural_head");
  const Json morphs = read_json(path / "cage.json").at("morphs");
  ASSERT_EQ(morphs.size(), face::kChannelCount);
  for (const Channel channel : face::channels()) {
    const std::string name(face::name(channel));
    expect_deltas(head().shapes.at(channel), morphs.at(name), face::mirrored(channel) == channel, tolerance_cm(channel),
                  name);
  }
}

TEST(AuthoredHeadGolden, AllCorrectivesMatchTheStudy) {
  EMO3D_GOLDEN_OR_SKIP(path, "face/procedural_head");
  const Json correctives = read_json(path / "cage.json").at("correctives");
  ASSERT_EQ(correctives.size(), head().correctives.size());
  for (const Corrective& ours : head().correctives) {
    const Json weight = {face::name(ours.first), face::name(ours.second)};
    const auto theirs =
        std::find_if(correctives.begin(), correctives.end(), [&](const Json& c) { return c.at("weight") == weight; });
    ASSERT_NE(theirs, correctives.end()) << weight;
    expect_deltas(ours.deltas, *theirs, false, kToleranceCm, weight.dump());
  }
}

}  // namespace
}  // namespace emo3d::head
