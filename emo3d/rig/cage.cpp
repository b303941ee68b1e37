#include "emo3d/rig/cage.h"

#include <cmath>
#include <ranges>

#include "emo3d/base/error.h"

namespace emo3d::rig {

void check_cage(const Cage& cage, std::string_view source) {
  const std::size_t count = cage.positions.size();
  check(count >= kLandmarkCount, ErrorCode::kInvalidData, "{}: {} vertices, fewer than the {} landmarks", source, count,
        kLandmarkCount);
  const auto inside = [&](const auto& indices, const char* what) {
    for (const std::uint32_t v : indices)
      check(v < count, ErrorCode::kInvalidData, "{}: {} names vertex {} of {}", source, what, v, count);
  };
  const auto finite = [&](float value, const char* what) {
    check(std::isfinite(value), ErrorCode::kInvalidData, "{}: {} is not a finite number", source, what);
  };
  const auto all_finite = [&](const std::vector<Vec3>& values, const char* what) {
    for (const Vec3& v : values)
      for (const float c : {v.x, v.y, v.z}) finite(c, what);
  };
  const auto check_deltas = [&](const SparseDeltas& sparse, std::string_view name) {
    check(sparse.vertices.size() == sparse.deltas.size(), ErrorCode::kInvalidData, "{}: {}: {} vertices but {} deltas",
          source, name, sparse.vertices.size(), sparse.deltas.size());
    inside(sparse.vertices, "a shape");
    for (std::size_t i = 1; i < sparse.vertices.size(); ++i)
      check(sparse.vertices[i - 1] < sparse.vertices[i], ErrorCode::kInvalidData, "{}: {}: vertex {} follows {}",
            source, name, sparse.vertices[i], sparse.vertices[i - 1]);
    all_finite(sparse.deltas, "a delta");
  };

  all_finite(cage.positions, "a position");
  for (const Triangle& t : cage.triangles) {
    inside(t, "a triangle");
    check(t[0] != t[1] && t[1] != t[2] && t[2] != t[0], ErrorCode::kInvalidData,
          "{}: triangle {} {} {} has a vertex twice", source, t[0], t[1], t[2]);
  }
  check(cage.mirror.size() == count, ErrorCode::kInvalidData, "{}: mirror table has {} entries for {} vertices", source,
        cage.mirror.size(), count);
  inside(cage.mirror, "the mirror table");
  inside(cage.corners, "the list of corners");
  for (const auto& ring : cage.mouth_bag) inside(ring, "the mouth bag");
  inside(cage.nostrils, "the nostrils");
  check(std::isfinite(cage.eye_radius) && cage.eye_radius > 0, ErrorCode::kInvalidData, "{}: eye radius {}", source,
        cage.eye_radius);
  all_finite({cage.right_eye, cage.jaw.forward}, "the eye's centre or the jaw's way forward");
  for (const float value : {cage.jaw.hinge_y, cage.jaw.hinge_z, cage.jaw.open_deg, cage.jaw.swing_cm})
    finite(value, "the jaw's hinge or movement");
  check(std::isfinite(cage.jaw.swing_reach_cm) && cage.jaw.swing_reach_cm > 0, ErrorCode::kInvalidData,
        "{}: reach of the jaw {}", source, cage.jaw.swing_reach_cm);
  for (const face::Channel channel : face::channels())
    check_deltas(cage.shapes[static_cast<std::size_t>(channel)], face::name(channel));
  for (const CageCorrective& corrective : cage.correctives) {
    for (const face::Channel channel : {corrective.first, corrective.second})
      check(static_cast<std::size_t>(channel) < face::kChannelCount, ErrorCode::kInvalidData,
            "{}: a corrective names channel {}", source, static_cast<int>(channel));
    check_deltas(corrective.deltas, "a corrective");
  }
}

}  // namespace emo3d::rig
