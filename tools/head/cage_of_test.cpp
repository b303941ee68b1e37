#include "tools/head/cage_of.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "emo3d/base/file.h"
#include "emo3d/rig/cage_file.h"

namespace emo3d::head {
namespace {

const AuthoredHead& authored() {
  static const AuthoredHead head = author_head(read_canonical_mesh(EMO3D_CANONICAL_FACE));
  return head;
}

Vec widened(const rig::Vec3& v) { return {v.x, v.y, v.z}; }

Displacement dense(const rig::SparseDeltas& sparse) {
  Displacement deltas(authored().rest.positions.size(), Vec::Zero());
  for (std::size_t n = 0; n < sparse.vertices.size(); ++n) deltas[sparse.vertices[n]] = widened(sparse.deltas[n]);
  return deltas;
}

/// Compared on the grid: the file holds steps, the run time floats.
void expect_same(const Displacement& read, const Displacement& written, std::string_view what) {
  for (std::size_t v = 0; v < written.size(); ++v) EXPECT_EQ(on_grid(read[v]), written[v]) << what << ", vertex " << v;
}

TEST(CageOf, FileKeepsEveryNumberOfTheAuthoredHead) {
  const std::string bytes = rig::encode_cage(cage_of(authored()));
  const rig::Cage cage = rig::decode_cage(std::as_bytes(std::span(bytes)), "head");
  Displacement positions;
  for (const rig::Vec3& p : cage.positions) positions.push_back(widened(p));
  expect_same(positions, authored().rest.positions, "rest");
  for (const auto& [channel, deltas] : authored().shapes)
    expect_same(dense(cage.shapes[static_cast<std::size_t>(channel)]), deltas, face::name(channel));
  ASSERT_EQ(cage.correctives.size(), authored().correctives.size());
  for (std::size_t n = 0; n < cage.correctives.size(); ++n) {
    EXPECT_EQ(cage.correctives[n].first, authored().correctives[n].first);
    EXPECT_EQ(cage.correctives[n].second, authored().correctives[n].second);
    expect_same(dense(cage.correctives[n].deltas), authored().correctives[n].deltas, "corrective");
  }
  for (std::size_t v = 0; v < cage.mirror.size(); ++v)
    EXPECT_EQ(static_cast<int>(cage.mirror[v]), authored().rest.mirror[v]);
}

TEST(CageOf, TrianglesAreMirrorSymmetric) {
  const rig::Cage cage = cage_of(authored());
  EXPECT_EQ(cage.triangles.size(), authored().rest.triangles.size());
  const auto from_lowest = [](rig::Triangle t) {
    std::rotate(t.begin(), std::ranges::min_element(t), t.end());
    return t;
  };
  std::set<rig::Triangle> triangles;
  for (const rig::Triangle& t : cage.triangles) triangles.insert(from_lowest(t));
  for (const rig::Triangle& t : cage.triangles)
    EXPECT_TRUE(triangles.contains(from_lowest({cage.mirror[t[0]], cage.mirror[t[2]], cage.mirror[t[1]]})));
}

TEST(CageOf, NamesThePartsBehindTheFace) {
  const rig::Cage cage = cage_of(authored());
  EXPECT_EQ(cage.corners, (std::vector<std::uint32_t>{33, 263, 133, 362}));
  ASSERT_EQ(cage.mouth_bag.size(), 6);
  EXPECT_EQ(cage.mouth_bag.front().size(), 20);
  EXPECT_EQ(cage.mouth_bag.back().size(), 1);
  EXPECT_EQ(cage.nostrils.size(), 26);
  std::set<std::uint32_t> parts(cage.nostrils.begin(), cage.nostrils.end());
  for (const auto& ring : cage.mouth_bag) parts.insert(ring.begin(), ring.end());
  EXPECT_EQ(parts.size(), 26 + 101) << "no vertex belongs to two parts";
  EXPECT_GE(*parts.begin(), rig::kLandmarkCount);
}

TEST(CageOf, CommittedFileIsWhatTheToolMakes) {
  const rig::Cage committed = rig::read_cage(data_directory() / "head" / "head.bin");
  rig::Cage made = cage_of(authored());
  made.occlusion = committed.occlusion;
  EXPECT_TRUE(rig::encode_cage(made) == rig::encode_cage(committed))
      << "models/head/head.bin is out of date: run tools/head/author.sh";
}

}  // namespace
}  // namespace emo3d::head
