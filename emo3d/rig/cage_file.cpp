#include "emo3d/rig/cage_file.h"

#include <zlib.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::rig {
namespace {

constexpr std::string_view kMagic = "E3DH";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kMaxPayloadBytes = 4u << 20;
constexpr std::size_t kMaxFileBytes = 4u << 20;
constexpr float kDegreeStep = 1e-2f;

class Writer {
 public:
  void u8(std::size_t value) { integer(value, 1, 0xFF); }
  void u16(std::size_t value) { integer(value, 2, 0xFFFF); }
  void u32(std::size_t value) { integer(value, 4, 0xFFFFFFFF); }
  void steps(float value, float step) {
    const float whole = std::round(value / step);
    check(std::abs(whole) <= 32767, ErrorCode::kInvalidData, "cage: {} does not fit its file", value);
    integer(static_cast<std::uint16_t>(static_cast<std::int16_t>(whole)), 2, 0xFFFF);
  }
  void length(float cm) { steps(cm, kCageStepCm); }
  /// One coordinate after the other: neighbours of one kind compress better.
  void vectors(const std::vector<Vec3>& values) {
    for (const auto coordinate : {&Vec3::x, &Vec3::y, &Vec3::z})
      for (const Vec3& v : values) length(v.*coordinate);
  }
  void vertices(const std::vector<std::uint32_t>& values) {
    u16(values.size());
    for (const std::uint32_t v : values) u16(v);
  }
  void deltas(const SparseDeltas& sparse) {
    vertices(sparse.vertices);
    vectors(sparse.deltas);
  }
  void raw(std::string_view text) { bytes_ += text; }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void integer(std::size_t value, int size, std::size_t largest) {
    check(value <= largest, ErrorCode::kInvalidData, "cage: {} does not fit its file", value);
    for (int i = 0; i < size; ++i) bytes_ += static_cast<char>((value >> (8 * i)) & 0xFF);
  }

  std::string bytes_;
};

class Reader {
 public:
  Reader(std::span<const std::byte> bytes, std::string_view source) : bytes_(bytes), source_(source) {}

  std::uint32_t u8() { return integer(1); }
  std::uint32_t u16() { return integer(2); }
  std::uint32_t u32() { return integer(4); }
  float steps(float step) { return static_cast<float>(static_cast<std::int16_t>(u16())) * step; }
  float length() { return steps(kCageStepCm); }
  std::vector<Vec3> vectors(std::size_t count) {
    require(count * 6);
    std::vector<Vec3> values(count);
    for (const auto coordinate : {&Vec3::x, &Vec3::y, &Vec3::z})
      for (Vec3& v : values) v.*coordinate = length();
    return values;
  }
  std::vector<std::uint32_t> indices(std::size_t count) {
    require(count * 2);
    std::vector<std::uint32_t> values(count);
    for (std::uint32_t& v : values) v = u16();
    return values;
  }
  std::vector<std::uint32_t> vertices() { return indices(u16()); }
  SparseDeltas deltas() {
    SparseDeltas sparse;
    sparse.vertices = vertices();
    sparse.deltas = vectors(sparse.vertices.size());
    return sparse;
  }
  std::span<const std::byte> raw(std::size_t count) {
    require(count);
    const auto part = bytes_.subspan(at_, count);
    at_ += count;
    return part;
  }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

 private:
  void require(std::size_t count) const {
    check(count <= left(), ErrorCode::kInvalidData, "{}: truncated: {} bytes wanted at byte {}, {} left", source_,
          count, at_, left());
  }
  std::uint32_t integer(std::size_t size) {
    std::uint32_t value = 0;
    const auto part = raw(size);
    for (std::size_t i = 0; i < size; ++i) value |= std::to_integer<std::uint32_t>(part[i]) << (8 * i);
    return value;
  }

  std::span<const std::byte> bytes_;
  std::string_view source_;
  std::size_t at_ = 0;
};

std::string payload_of(const Cage& cage) {
  Writer out;
  out.u16(cage.positions.size());
  out.vectors(cage.positions);
  out.u16(cage.triangles.size());
  for (const Triangle& t : cage.triangles)
    for (const std::uint32_t v : t) out.u16(v);
  for (const std::uint32_t v : cage.mirror) out.u16(v);
  out.vertices(cage.corners);
  out.u8(cage.mouth_bag.size());
  for (const auto& ring : cage.mouth_bag) out.vertices(ring);
  out.vertices(cage.nostrils);
  out.length(cage.eye_radius);
  out.vectors({cage.right_eye});
  out.length(cage.jaw.hinge_y);
  out.length(cage.jaw.hinge_z);
  out.steps(cage.jaw.open_deg, kDegreeStep);
  out.length(cage.jaw.swing_cm);
  out.length(cage.jaw.swing_reach_cm);
  out.vectors({cage.jaw.forward});
  for (const SparseDeltas& shape : cage.shapes) out.deltas(shape);
  out.u8(cage.correctives.size());
  for (const CageCorrective& corrective : cage.correctives) {
    out.u8(static_cast<std::size_t>(corrective.first));
    out.u8(static_cast<std::size_t>(corrective.second));
    out.deltas(corrective.deltas);
  }
  out.u32(cage.occlusion.size());
  for (const std::uint8_t value : cage.occlusion) out.u8(value);
  return out.bytes();
}

Cage cage_of(std::span<const std::byte> payload, std::string_view source) {
  Reader in(payload, source);
  Cage cage;
  const std::size_t vertex_count = in.u16();
  cage.positions = in.vectors(vertex_count);
  const std::vector<std::uint32_t> flat = in.indices(std::size_t{3} * in.u16());
  for (std::size_t i = 0; i < flat.size(); i += 3) cage.triangles.push_back({flat[i], flat[i + 1], flat[i + 2]});
  cage.mirror = in.indices(vertex_count);
  cage.corners = in.vertices();
  const std::size_t ring_count = in.u8();
  for (std::size_t i = 0; i < ring_count; ++i) cage.mouth_bag.push_back(in.vertices());
  cage.nostrils = in.vertices();
  cage.eye_radius = in.length();
  cage.right_eye = in.vectors(1).front();
  cage.jaw.hinge_y = in.length();
  cage.jaw.hinge_z = in.length();
  cage.jaw.open_deg = in.steps(kDegreeStep);
  cage.jaw.swing_cm = in.length();
  cage.jaw.swing_reach_cm = in.length();
  cage.jaw.forward = in.vectors(1).front();
  for (SparseDeltas& shape : cage.shapes) shape = in.deltas();
  const std::size_t corrective_count = in.u8();
  for (std::size_t i = 0; i < corrective_count; ++i) {
    const auto first = static_cast<face::Channel>(in.u8());
    const auto second = static_cast<face::Channel>(in.u8());
    cage.correctives.push_back({first, second, in.deltas()});
  }
  for (const std::byte value : in.raw(in.u32())) cage.occlusion.push_back(std::to_integer<std::uint8_t>(value));
  check(in.left() == 0, ErrorCode::kInvalidData, "{}: {} bytes follow its end", source, in.left());
  check_cage(cage, source);
  return cage;
}

}  // namespace

std::string encode_cage(const Cage& cage) {
  check_cage(cage, "cage");
  const std::string payload = payload_of(cage);
  uLongf size = compressBound(payload.size());
  std::string compressed(size, '\0');
  const int code = compress2(reinterpret_cast<Bytef*>(compressed.data()), &size,
                             reinterpret_cast<const Bytef*>(payload.data()), payload.size(), Z_BEST_COMPRESSION);
  check(code == Z_OK, ErrorCode::kIo, "zlib cannot compress the cage (code {})", code);
  compressed.resize(size);
  Writer out;
  out.raw(kMagic);
  out.u32(kVersion);
  out.u32(payload.size());
  out.raw(compressed);
  return out.bytes();
}

Cage decode_cage(std::span<const std::byte> bytes, std::string_view source) {
  check(bytes.size() >= kHeaderBytes, ErrorCode::kInvalidData, "{}: {} bytes, shorter than its header", source,
        bytes.size());
  Reader header(bytes, source);
  const auto magic = header.raw(kMagic.size());
  check(std::string_view(reinterpret_cast<const char*>(magic.data()), magic.size()) == kMagic, ErrorCode::kInvalidData,
        "{}: does not start with {}", source, kMagic);
  const std::uint32_t version = header.u32();
  check(version == kVersion, ErrorCode::kInvalidData, "{}: version {}, expected {}", source, version, kVersion);
  const std::size_t claimed = header.u32();
  check(claimed <= kMaxPayloadBytes, ErrorCode::kInvalidData, "{}: claims {} bytes of payload, the limit is {}", source,
        claimed, kMaxPayloadBytes);
  const auto compressed = header.raw(header.left());
  std::vector<std::byte> payload(claimed);
  uLongf size = claimed;
  const int code = uncompress(reinterpret_cast<Bytef*>(payload.data()), &size,
                              reinterpret_cast<const Bytef*>(compressed.data()), compressed.size());
  check(code == Z_OK && size == claimed, ErrorCode::kInvalidData, "{}: compressed payload is damaged (zlib code {})",
        source, code);
  return cage_of(payload, source);
}

Cage read_cage(const std::filesystem::path& path) {
  const std::string bytes = read_file(path, kMaxFileBytes);
  return decode_cage(std::as_bytes(std::span(bytes)), path.string());
}

}  // namespace emo3d::rig
