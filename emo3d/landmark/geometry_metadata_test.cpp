#include "emo3d/landmark/geometry_metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "tests/support/errors.h"
#include "tests/support/geometry_message.h"

namespace emo3d::landmark {
namespace {

using testing::error_message;
using testing::geometry_message;
using ::testing::HasSubstr;
using testing::made_up_geometry;

GeometryMetadata parse(const std::string& message) {
  return parse_geometry_metadata(std::as_bytes(std::span(message)), "geometry");
}

std::string error_of(const std::string& message) {
  return error_message([&] { (void)parse(message); });
}

TEST(GeometryMetadata, ReadsPositionsTrianglesAndWeights) {
  const GeometryMetadata made_up = made_up_geometry();
  const GeometryMetadata parsed = parse(geometry_message(made_up));
  EXPECT_EQ(parsed.positions, made_up.positions);
  EXPECT_EQ(parsed.triangles, made_up.triangles);
  EXPECT_EQ(parsed.weights, made_up.weights);
}

TEST(GeometryMetadata, RefusesEveryTruncation) {
  GeometryMetadata one_weight = made_up_geometry();
  std::ranges::fill(one_weight.weights, 0.0F);
  one_weight.weights[33] = 1;
  const std::string good = geometry_message(one_weight);
  ASSERT_EQ(error_of(good), "no error");
  for (std::size_t length = 0; length < good.size(); length += length < 64 || length + 200 > good.size() ? 1 : 97)
    EXPECT_NE(error_of(good.substr(0, length)), "no error") << length;
}

TEST(GeometryMetadata, NamesWhatIsWrong) {
  GeometryMetadata wrong = made_up_geometry();
  wrong.triangles[3][1] = kMeshLandmarkCount;
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("geometry: canonical mesh: triangle 3: vertex 468 of 468"));
  wrong = made_up_geometry();
  wrong.triangles[3][1] = -1;
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("triangle 3: vertex 18446744073709551615 of 468"));
  wrong = made_up_geometry();
  wrong.positions[7][2] = 1e6F;
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("vertex 7: coordinate 1000000 is not within 20 cm"));
  wrong.positions[7][2] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("vertex 7: coordinate nan"));
  wrong = made_up_geometry();
  wrong.triangles.pop_back();
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("index buffer holds 2691 numbers, not 2694"));
  wrong = made_up_geometry();
  wrong.positions.pop_back();
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("vertex buffer holds 2335 numbers, not 2340"));
}

TEST(GeometryMetadata, RefusesWeightsOutOfRange) {
  GeometryMetadata wrong = made_up_geometry();
  wrong.weights[4] = -1;
  EXPECT_THAT(error_of(geometry_message(wrong)),
              HasSubstr("geometry: Procrustes basis: landmark 4: weight -1 is not within 0 and 1000"));
  wrong.weights[4] = std::numeric_limits<float>::infinity();
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("weight inf"));
  wrong = made_up_geometry();
  wrong.weights.push_back(1);
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("landmark 468 of 468"));
  wrong.weights.assign(kMeshLandmarkCount, 0);
  EXPECT_THAT(error_of(geometry_message(wrong)), HasSubstr("no landmark has a weight above 0"));
}

TEST(GeometryMetadata, RefusesTwoMeshesAndNone) {
  const std::string good = geometry_message(made_up_geometry());
  EXPECT_THAT(error_of(good + good), HasSubstr("canonical mesh: stands there twice"));
  EXPECT_THAT(error_of(""), HasSubstr("canonical mesh: is missing"));
}

TEST(GeometryMetadata, RefusesWhatIsNoMessage) {
  EXPECT_THAT(error_of("\x0A\x7F"), HasSubstr("field of 127 bytes at byte 2, but only 0"));
  EXPECT_THAT(error_of(std::string(12, '\xFF')), HasSubstr("longer than 10 bytes at byte 0"));
  EXPECT_THAT(error_of(std::string("\x00\x00", 2)), HasSubstr("field number 0"));
  EXPECT_THAT(error_of("\x0B"), HasSubstr("wire type 3"));
}

}  // namespace
}  // namespace emo3d::landmark
