#include "tools/head/face_surface.h"

#include <algorithm>
#include <initializer_list>
#include <set>

#include "emo3d/base/error.h"
#include "tools/head/landmarks.h"

namespace emo3d::head {
namespace {

using LandmarkSet = std::set<int>;

LandmarkSet mirrored(const LandmarkSet& set, const std::vector<int>& mirror) {
  LandmarkSet result;
  for (const int landmark : set) result.insert(mirror[landmark]);
  return result;
}

LandmarkSet mouth_opening(const std::vector<int>& mirror) {
  LandmarkSet set = {kLipCorner.back()};
  set.insert(kUpperLip.back().begin(), kUpperLip.back().end());
  set.insert(kLowerLip.back().begin(), kLowerLip.back().end());
  set.merge(mirrored(set, mirror));
  return set;
}

LandmarkSet right_eye_opening() {
  LandmarkSet set = {kOuterCanthus, kInnerCanthus};
  set.insert(kUpperLidMargin.begin(), kUpperLidMargin.end());
  set.insert(kLowerLidMargin.begin(), kLowerLidMargin.end());
  return set;
}

}  // namespace

FaceSurface open_face(const CanonicalMesh& canonical) {
  constexpr std::size_t kClosingTriangles = 18 + 2 * 14 + 2 * 4;
  FaceSurface face;
  face.mirror = mirror_table(canonical.positions);
  for (const auto& p : canonical.positions) face.positions.emplace_back(p[0], p[1], p[2]);

  const LandmarkSet eye = right_eye_opening();
  const LandmarkSet nostril(kNostril.begin(), kNostril.end());
  const std::array<LandmarkSet, 5> openings = {mouth_opening(face.mirror), eye, mirrored(eye, face.mirror), nostril,
                                               mirrored(nostril, face.mirror)};
  for (const Triangle& t : canonical.triangles) {
    const bool closes = std::any_of(openings.begin(), openings.end(), [&](const LandmarkSet& opening) {
      return std::all_of(t.begin(), t.end(), [&](int v) { return opening.contains(v); });
    });
    if (!closes) face.triangles.push_back(t);
  }
  check(face.triangles.size() + kClosingTriangles == canonical.triangles.size(), ErrorCode::kInvalidData,
        "canonical mesh: {} triangles close the eyes, mouth and nostrils, not {}",
        canonical.triangles.size() - face.triangles.size(), kClosingTriangles);
  return face;
}

}  // namespace emo3d::head
