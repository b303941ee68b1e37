#include "tools/head/canonical_mesh.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "tools/head/landmarks.h"

namespace emo3d::head {
namespace {

using ::testing::HasSubstr;

CanonicalMesh committed() { return read_canonical_mesh(EMO3D_CANONICAL_FACE); }

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.what();
  }
  return "no error";
}

std::string error_of_file(const std::string& bytes) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "face.bin";
  write_file(path, bytes);
  return error_of([&] { (void)read_canonical_mesh(path); });
}

TEST(CanonicalMesh, CommittedFileHoldsTheFaceInCentimetres) {
  const CanonicalMesh mesh = committed();
  ASSERT_EQ(mesh.positions.size(), kLandmarkCount);
  ASSERT_EQ(mesh.triangles.size(), kCanonicalTriangleCount);
  EXPECT_NEAR(mesh.positions[kOuterCanthus][0], -4.45F, 0.01F) << "the subject's right is -X";
  EXPECT_NEAR(mesh.positions[kOuterCanthus][1], 2.66F, 0.01F);
  float top = 0;
  float front = 0;
  for (const auto& p : mesh.positions) {
    top = std::max(top, p[1]);
    front = std::max(front, p[2]);
  }
  EXPECT_NEAR(top, 8.26F, 0.01F);
  EXPECT_NEAR(front, 7.59F, 0.01F);
}

TEST(CanonicalMesh, RoundTripsThroughItsFile) {
  const CanonicalMesh mesh = committed();
  const TemporaryDirectory directory;
  write_file(directory.path() / "face.bin", encode_canonical_mesh(mesh));
  const CanonicalMesh again = read_canonical_mesh(directory.path() / "face.bin");
  EXPECT_EQ(again.positions, mesh.positions);
  EXPECT_EQ(again.triangles, mesh.triangles);
}

TEST(CanonicalMesh, MirrorTableIsAnInvolutionThatChangesSides) {
  const CanonicalMesh mesh = committed();
  const std::vector<int> mirror = mirror_table(mesh.positions);
  for (int i = 0; i < kLandmarkCount; ++i) {
    EXPECT_EQ(mirror[mirror[i]], i);
    EXPECT_FLOAT_EQ(mesh.positions[mirror[i]][0], -mesh.positions[i][0]);
  }
  EXPECT_EQ(mirror[kOuterCanthus], 263);
  EXPECT_EQ(mirror[61], 291);
}

TEST(CanonicalMesh, RefusesAMeshThatIsNotSymmetric) {
  CanonicalMesh mesh = committed();
  mesh.positions[61][1] += 0.5F;
  EXPECT_THAT(error_of([&] { (void)mirror_table(mesh.positions); }), HasSubstr("vertex 61 has no mirror image"));
}

TEST(CanonicalMesh, RefusesDamagedFiles) {
  const std::string good = encode_canonical_mesh(committed());
  EXPECT_THAT(error_of_file(""), HasSubstr("does not start with E3DFACE1"));
  EXPECT_THAT(error_of_file("X" + good.substr(1)), HasSubstr("does not start with E3DFACE1"));
  EXPECT_THAT(error_of_file(good.substr(0, good.size() - 1)), HasSubstr("11011 bytes, not 11012"));
  EXPECT_THAT(error_of_file(good + "x"), HasSubstr("11013 bytes, not 11012"));

  std::string far_index = good;
  const std::uint16_t index = kLandmarkCount;
  std::memcpy(far_index.data() + far_index.size() - sizeof(index), &index, sizeof(index));
  EXPECT_THAT(error_of_file(far_index), HasSubstr("triangle 897: vertex 468 of 468"));

  std::string not_a_number = good;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::memcpy(not_a_number.data() + 8 + 12, &nan, sizeof(nan));
  EXPECT_THAT(error_of_file(not_a_number), HasSubstr("vertex 1: coordinate nan"));
  EXPECT_THAT(error_of([] { (void)read_canonical_mesh("no/such/face.bin"); }), HasSubstr("no/such/face.bin"));
}

TEST(CanonicalMesh, RefusesPackedAssetsThatEndTooSoon) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "face_mesh_solution_packed_assets.data";
  write_file(path, "not the assets");
  EXPECT_THAT(error_of([&] { (void)extract_canonical_mesh(path); }), HasSubstr("14 bytes; the geometry metadata"));
  write_file(path, std::string(4'000'000, '\0'));
  EXPECT_THAT(error_of([&] { (void)extract_canonical_mesh(path); }), HasSubstr("geometry metadata: field number 0"));
}

}  // namespace
}  // namespace emo3d::head
