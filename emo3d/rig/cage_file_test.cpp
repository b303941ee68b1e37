#include "emo3d/rig/cage_file.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <limits>

#include "emo3d/base/error.h"

namespace emo3d::rig {
namespace {

using face::Channel;

Cage small_cage() {
  Cage cage;
  for (std::size_t i = 0; i < kLandmarkCount; ++i) {
    cage.positions.push_back({0.001f * static_cast<float>(i), -7.25f, 31.5f});
    cage.mirror.push_back(static_cast<std::uint32_t>(i));
  }
  cage.triangles = {{0, 1, 2}, {2, 1, 467}};
  cage.corners = {33, 133};
  cage.mouth_bag = {{3, 4, 5}, {6}};
  cage.nostrils = {7, 8};
  cage.eye_radius = 1.3f;
  cage.right_eye = {-3.13f, 2.62f, 2.6f};
  cage.jaw = {.hinge_y = 0.2f,
              .hinge_z = -1.8f,
              .open_deg = 23.5f,
              .swing_cm = 0.75f,
              .swing_reach_cm = 6.5f,
              .forward = {0, -0.05f, 0.75f}};
  cage.shapes[static_cast<std::size_t>(Channel::kJawOpen)] = {{5, 9}, {{0, -1, 0.5f}, {0.001f, 0, 0}}};
  cage.correctives = {{Channel::kEyeBlinkLeft, Channel::kEyeSquintLeft, {{11}, {{0, 0.25f, 0}}}}};
  cage.occlusion = {0, 128, 255};
  return cage;
}

Cage decoded(std::string_view bytes) { return decode_cage(std::as_bytes(std::span(bytes)), "head.bin"); }

std::string refusal(std::string_view bytes) {
  try {
    (void)decoded(bytes);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidData);
    EXPECT_EQ(std::string_view(e.what()).substr(0, 9), "head.bin:");
    return e.what();
  }
  return "";
}

std::string payload(const std::string& file) {
  std::string raw(1 << 20, '\0');
  uLongf size = raw.size();
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(raw.data()), &size, reinterpret_cast<const Bytef*>(file.data()) + 12,
                       file.size() - 12),
            Z_OK);
  raw.resize(size);
  return raw;
}

/// A file around an uncompressed payload.
std::string file_of(const std::string& payload) {
  uLongf size = compressBound(payload.size());
  std::string compressed(size, '\0');
  compress(reinterpret_cast<Bytef*>(compressed.data()), &size, reinterpret_cast<const Bytef*>(payload.data()),
           payload.size());
  compressed.resize(size);
  std::string header = encode_cage(small_cage()).substr(0, 8);
  for (int shift = 0; shift < 32; shift += 8) header += static_cast<char>((payload.size() >> shift) & 0xFF);
  return header + compressed;
}

void expect_equal(const SparseDeltas& a, const SparseDeltas& b) {
  EXPECT_EQ(a.vertices, b.vertices);
  ASSERT_EQ(a.deltas.size(), b.deltas.size());
  for (std::size_t i = 0; i < a.deltas.size(); ++i) EXPECT_LT(length(a.deltas[i] - b.deltas[i]), 1e-5f);
}

TEST(CageFile, ReadsWhatItWrote) {
  const Cage cage = small_cage();
  const Cage read = decoded(encode_cage(cage));
  ASSERT_EQ(read.positions.size(), cage.positions.size());
  for (std::size_t i = 0; i < cage.positions.size(); ++i)
    EXPECT_LT(length(read.positions[i] - cage.positions[i]), 1e-5f);
  EXPECT_EQ(read.triangles, cage.triangles);
  EXPECT_EQ(read.mirror, cage.mirror);
  EXPECT_EQ(read.corners, cage.corners);
  EXPECT_EQ(read.mouth_bag, cage.mouth_bag);
  EXPECT_EQ(read.nostrils, cage.nostrils);
  EXPECT_NEAR(read.eye_radius, cage.eye_radius, 1e-5f);
  EXPECT_LT(length(read.right_eye - cage.right_eye), 1e-5f);
  EXPECT_NEAR(read.jaw.hinge_y, cage.jaw.hinge_y, 1e-5f);
  EXPECT_NEAR(read.jaw.hinge_z, cage.jaw.hinge_z, 1e-5f);
  EXPECT_NEAR(read.jaw.open_deg, cage.jaw.open_deg, 1e-4f);
  EXPECT_NEAR(read.jaw.swing_cm, cage.jaw.swing_cm, 1e-5f);
  EXPECT_NEAR(read.jaw.swing_reach_cm, cage.jaw.swing_reach_cm, 1e-5f);
  EXPECT_LT(length(read.jaw.forward - cage.jaw.forward), 1e-5f);
  for (std::size_t c = 0; c < face::kChannelCount; ++c) expect_equal(read.shapes[c], cage.shapes[c]);
  ASSERT_EQ(read.correctives.size(), 1u);
  EXPECT_EQ(read.correctives[0].first, Channel::kEyeBlinkLeft);
  EXPECT_EQ(read.correctives[0].second, Channel::kEyeSquintLeft);
  expect_equal(read.correctives[0].deltas, cage.correctives[0].deltas);
  EXPECT_EQ(read.occlusion, cage.occlusion);
}

TEST(CageFile, RefusesEveryTruncation) {
  const std::string file = encode_cage(small_cage());
  for (std::size_t size = 0; size < file.size(); ++size) EXPECT_FALSE(refusal(file.substr(0, size)).empty()) << size;
  const std::string raw = payload(file);
  for (std::size_t size = 0; size < raw.size(); ++size)
    EXPECT_FALSE(refusal(file_of(raw.substr(0, size))).empty()) << size;
}

TEST(CageFile, RefusesAnotherMagicVersionOrTrailingBytes) {
  std::string file = encode_cage(small_cage());
  EXPECT_NE(refusal(file_of(payload(file) + "x")).find("1 bytes follow"), std::string::npos);
  file[4] = 9;
  EXPECT_NE(refusal(file).find("version 9"), std::string::npos);
  file[0] = 'X';
  EXPECT_NE(refusal(file).find("does not start with E3DH"), std::string::npos);
}

TEST(CageFile, RefusesHugeCountsBeforeAllocating) {
  std::string file = encode_cage(small_cage());
  for (std::size_t i = 8; i < 12; ++i) file[i] = '\xFF';
  EXPECT_NE(refusal(file).find("4294967295 bytes of payload"), std::string::npos);
  std::string raw = payload(encode_cage(small_cage()));
  raw[0] = raw[1] = '\xFF';
  EXPECT_NE(refusal(file_of(raw)).find("truncated"), std::string::npos);
  raw = payload(encode_cage(small_cage()));
  for (std::size_t i = 0; i < 4; ++i) raw[raw.size() - 7 + i] = '\xFF';  // the number of occlusion values
  EXPECT_NE(refusal(file_of(raw)).find("truncated"), std::string::npos);
}

TEST(CageFile, NeverTakesADamagedPayloadForAnotherCage) {
  const std::string file = encode_cage(small_cage());
  for (std::size_t i = 12; i < file.size(); ++i) {
    std::string damaged = file;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
    // A few bits of a deflate stream say nothing: those behind its last code.
    if (refusal(damaged).empty()) {
      EXPECT_EQ(encode_cage(decoded(damaged)), file) << i;
    }
  }
}

TEST(CageFile, RefusesIndicesThatNameNoVertex) {
  const std::string raw = payload(encode_cage(small_cage()));
  const std::size_t triangles = 2 + kLandmarkCount * 6 + 2;
  const std::size_t mirror = triangles + 2 * 6;
  const std::size_t corners = mirror + kLandmarkCount * 2 + 2;
  const std::size_t bag = corners + 2 * 2 + 1 + 2;
  for (const std::size_t at : {triangles, mirror, corners, bag}) {
    std::string wrong = raw;
    wrong[at] = '\xD4';
    wrong[at + 1] = '\x01';  // 468
    EXPECT_NE(refusal(file_of(wrong)).find("names vertex 468 of 468"), std::string::npos) << at;
  }
}

TEST(CageFile, RefusesToWriteAnUnsoundCage) {
  const auto refused = [](auto spoil) {
    Cage cage = small_cage();
    spoil(cage);
    EXPECT_THROW((void)encode_cage(cage), Error);
  };
  refused([](Cage& c) { c.positions[4].y = std::numeric_limits<float>::quiet_NaN(); });
  refused([](Cage& c) { c.positions[4].y = 33; });
  refused([](Cage& c) { c.positions.resize(100); });
  refused([](Cage& c) { c.mirror.pop_back(); });
  refused([](Cage& c) { c.triangles[0] = {1, 1, 2}; });
  refused([](Cage& c) { c.eye_radius = 0; });
  refused([](Cage& c) { c.jaw.swing_reach_cm = 0; });
  refused([](Cage& c) { c.correctives[0].first = static_cast<Channel>(52); });
  refused([](Cage& c) { c.shapes[3] = {{9, 5}, {{}, {}}}; });
  refused([](Cage& c) { c.shapes[3] = {{5}, {}}; });
}

}  // namespace
}  // namespace emo3d::rig
