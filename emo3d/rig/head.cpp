#include "emo3d/rig/head.h"

#include <algorithm>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/rig/cage_file.h"
#include "emo3d/rig/gaze.h"
#include "emo3d/rig/ray_caster.h"
#include "emo3d/rig/reshape.h"
#include "emo3d/rig/skin_detail.h"

namespace emo3d::rig {
namespace {

/// Skin stays this far off the eyeballs.
constexpr float kLidClearance_cm = 0.055f;
constexpr float kLeastOcclusion = 0.05f;
/// Movements below this are left out of morph targets.
constexpr float kLeastDelta_cm = 1e-3f;

/// sRGB to linear, by the plain 2.2 power that the colours were chosen with.
Vec3 linear(const Vec3& c) {
  const auto channel = [](float x) { return std::pow(std::clamp(x, 0.0f, 1.0f), 2.2f); };
  return {channel(c.x), channel(c.y), channel(c.z)};
}

void add_scaled(std::vector<Vec3>& sums, const SparseDeltas& deltas, float weight) {
  for (std::size_t i = 0; i < deltas.vertices.size(); ++i) sums[deltas.vertices[i]] += deltas.deltas[i] * weight;
}

/// The side that an eyeball belongs to.
int side_of(PartKind eye) { return eye == PartKind::kRightEye ? kRight : kLeft; }
bool is_eye(PartKind kind) { return kind == PartKind::kRightEye || kind == PartKind::kLeftEye; }

/// Skin that a lid may push against the eyeball; `p` is relative to the eye.
bool near_eye(const Vec3& p) {
  constexpr float kAround_cm = 1.75f;
  constexpr float kBehind_cm = 0.4f;
  return p.x * p.x + p.y * p.y < kAround_cm * kAround_cm && p.z > -kBehind_cm;
}

/// What the shirt lies on.
RayCaster bust(const Skin& skin) {
  constexpr float kThroatY = -12;
  std::vector<Triangle> below;
  for (const Triangle& t : skin.triangles)
    if (skin.positions[t[0]].y < kThroatY) below.push_back(t);
  return {skin.positions, below};
}

/// What hair and brows lie on: the outside of the head above the neck.
RayCaster outer_skin(const Skin& skin) {
  constexpr float kNeckY = -8;
  constexpr float kOnFace = 0.1f;  // of the mouth bag
  std::vector<Triangle> outside;
  for (const Triangle& t : skin.triangles) {
    const bool above_neck = skin.positions[t[0]].y > kNeckY;
    const bool on_face = skin.bag[t[0]] < kOnFace && skin.bag[t[1]] < kOnFace && skin.bag[t[2]] < kOnFace;
    if (above_neck && on_face) outside.push_back(t);
  }
  return {skin.positions, outside};
}

}  // namespace

const Head& Head::built_in() {
  static const Head head = load(data_directory() / "head" / "head.bin", identities().front());
  return head;
}

Head Head::load(const std::filesystem::path& path, const Identity& identity) {
  return Head(read_cage(path), path.string(), identity);
}

Head::Head(Cage cage, std::string_view source, const Identity& identity) : cage_(std::move(cage)), identity_(identity) {
  check_cage(cage_, source);
  try {
    build_parts();
  } catch (const Error& e) {
    throw Error(e.code(), fmt::format("{}: {}", source, e.what()));
  }
  if (identity_.shape != FaceShape{}) take_shape(ShapeWarp(identity_.shape, cage_.right_eye));
  find_lids();
  base_ = at_rest();
  const std::size_t count = base_.positions.size();
  check(cage_.occlusion.empty() || cage_.occlusion.size() == count, ErrorCode::kInvalidData,
        "{}: occlusion for {} vertices, the head has {}", source, cage_.occlusion.size(), count);
  base_.occlusion.assign(count, 1.0f);
  for (std::size_t v = 0; v < cage_.occlusion.size(); ++v)
    base_.occlusion[v] = static_cast<float>(cage_.occlusion[v]) / 255;
}

void Head::build_parts() {
  skin_ = build_skin(cage_, identity_.complexion);
  wrinkles_.emplace(cage_, skin_);
  const RayCaster outside = outer_skin(skin_);
  for (const int side : {kRight, kLeft}) {
    parts_.push_back(build_lid_rim(cage_, skin_, identity_.complexion, side));
    parts_.push_back(build_eyeball(cage_, identity_.complexion, side));
    parts_.push_back(build_brow(cage_, skin_, outside, side));
    parts_.push_back(build_lashes(cage_, skin_, side));
    parts_.push_back(build_ear(identity_.complexion, side));
    eye_rims_[side] = eye_rims(skin_, side);
  }
  for (HeadPart& part : build_mouth(cage_)) parts_.push_back(std::move(part));
  parts_.push_back(build_hair(outside));
  parts_.push_back(build_shirt(bust(skin_), identity_.shirt));
  detail_ = skin_detail(skin_, identity_.complexion);
  mouth_rims_ = mouth_rims(cage_);
  creases_ = build_creases(cage_, skin_);
}

void Head::take_shape(const ShapeWarp& warp) {
  cage_ = reshaped(std::move(cage_), warp);
  skin_ = reshaped(std::move(skin_), warp);
  for (HeadPart& part : parts_) part = reshaped(std::move(part), warp);
}

void Head::find_lids() {
  for (const int side : {kRight, kLeft}) {
    lids_[side].eye = eye_centre(cage_, side);
    for (std::uint32_t v = 0; v < skin_.positions.size(); ++v)
      if (near_eye(skin_.positions[v] - lids_[side].eye)) lids_[side].vertices.push_back(v);
  }
}

Mesh Head::at_rest() const {
  Mesh mesh;
  mesh.positions = off_the_eyes(skin_.positions);
  mesh.colours = skin_.colours;
  mesh.materials = skin_materials(skin_);
  mesh.detail = wrinkles_->on(detail_, {}, identity_.complexion);
  mesh.triangles = skin_.triangles;
  for (const HeadPart& part : parts_) {
    const auto first = static_cast<std::uint32_t>(mesh.positions.size());
    mesh.positions.insert(mesh.positions.end(), part.positions.begin(), part.positions.end());
    mesh.colours.insert(mesh.colours.end(), part.colours.begin(), part.colours.end());
    mesh.materials.insert(mesh.materials.end(), part.positions.size(), part.material);
    for (const auto& [a, b, c] : part.triangles) mesh.triangles.push_back({first + a, first + b, first + c});
  }
  for (Vec3& colour : mesh.colours) colour = linear(colour);
  mesh.normals = normals_of(mesh);
  return mesh;
}

std::vector<Vec3> Head::normals_of(const Mesh& mesh) const {
  std::vector<Vec3> normals = vertex_normals(mesh.positions, mesh.triangles);
  std::size_t first = skin_.positions.size();
  for (const HeadPart& part : parts_) {
    if (part.kind == PartKind::kBrow || part.kind == PartKind::kLash) {
      const std::vector<Vec3> under = apply<Vec3>(part.skin_rows, normals);
      for (std::size_t v = 0; v < under.size(); ++v) normals[first + v] = unit(under[v]);
    }
    first += part.positions.size();
  }
  return normals;
}

std::vector<Vec3> Head::off_the_eyes(std::vector<Vec3> positions) const {
  const float least = cage_.eye_radius + kLidClearance_cm;
  for (const LidVertices& lid : lids_)
    for (const std::uint32_t v : lid.vertices) {
      const Vec3 d = positions[v] - lid.eye;
      const float r = length(d);
      if (r < least && d.z > 0) positions[v] = lid.eye + d * (least / r);
    }
  return positions;
}

std::vector<Vec3> Head::skin_displacement(const std::vector<Vec3>& cage_displacement) const {
  return apply<Vec3>(skin_.stencils, cage_displacement);
}

Mesh Head::pose(const face::Expression& expression) const {
  std::vector<Vec3> cage_displacement(cage_.positions.size());
  for (const face::Channel c : face::channels())
    if (expression[c] > 0) add_scaled(cage_displacement, cage_.shapes[static_cast<std::size_t>(c)], expression[c]);
  for (const CageCorrective& c : cage_.correctives) {
    const float weight = expression[c.first] * expression[c.second];
    if (weight > 0) add_scaled(cage_displacement, c.deltas, weight);
  }
  std::vector<Vec3> skin = skin_displacement(cage_displacement);
  for (std::size_t v = 0; v < skin.size(); ++v) skin[v] += skin_.positions[v];
  skin = off_the_eyes(std::move(skin));

  Mesh mesh = base_;
  mesh.detail = wrinkles_->on(detail_, expression, identity_.complexion);
  std::ranges::copy(skin, mesh.positions.begin());
  for (std::size_t v = 0; v < skin.size(); ++v) skin[v] = skin[v] - base_.positions[v];
  Vec3* first = mesh.positions.data() + skin.size();
  for (const HeadPart& part : parts_) {
    const std::span<Vec3> positions(first, part.positions.size());
    first += part.positions.size();
    const std::vector<Vec3> followed = apply<Vec3>(part.skin_rows, skin);
    for (std::size_t v = 0; v < followed.size(); ++v) positions[v] += followed[v];
    for (const PartShape& shape : part.shapes)
      if (const float weight = expression[shape.channel]; weight > 0)
        for (std::size_t v = 0; v < positions.size(); ++v) positions[v] += shape.deltas[v] * weight;
    if (is_eye(part.kind)) {
      const Vec3 centre = eye_centre(cage_, side_of(part.kind));
      const GazeRotation rotation(gaze(expression, side_of(part.kind)));
      for (Vec3& p : positions) p = centre + rotation(p - centre);
    }
  }
  for (const Crease& crease : creases_)
    if (const float weight = expression[crease.channel]; weight > 0)
      for (std::size_t i = 0; i < crease.vertices.size(); ++i)
        mesh.occlusion[crease.vertices[i]] -= weight * crease.loss[i];
  for (std::size_t v = 0; v < skin.size(); ++v) mesh.occlusion[v] = std::max(mesh.occlusion[v], kLeastOcclusion);
  shade_cavities(mesh);
  mesh.normals = normals_of(mesh);
  return mesh;
}

void Head::shade_cavities(Mesh& mesh) const {
  constexpr float kInMouth = 0.3f;  // of the mouth bag
  const std::span<const Vec3> skin(mesh.positions.data(), skin_.positions.size());
  const std::array<Opening, 2> eyes = {Opening(eye_rims_[kRight], skin), Opening(eye_rims_[kLeft], skin)};
  const Opening mouth(mouth_rims_, skin);
  for (std::size_t v = 0; v < skin.size(); ++v)
    if (skin_.bag[v] > kInMouth) mesh.occlusion[v] *= mouth.light_in_mouth(skin[v]);
  std::size_t first = skin.size();
  for (const HeadPart& part : parts_) {
    const std::size_t end = first + part.positions.size();
    for (std::size_t v = first; v < end; ++v) {
      if (is_eye(part.kind)) mesh.occlusion[v] = eyes[side_of(part.kind)].light_on_eye(mesh.positions[v]);
      if (part.kind == PartKind::kMouthInside) mesh.occlusion[v] *= mouth.light_in_mouth(mesh.positions[v]);
    }
    first = end;
  }
}

MorphMesh Head::morph_mesh() const {
  MorphMesh result{base_, {}};
  for (const face::Channel channel : face::channels()) {
    std::vector<Vec3> cage_displacement(cage_.positions.size());
    add_scaled(cage_displacement, cage_.shapes[static_cast<std::size_t>(channel)], 1);
    const std::vector<Vec3> skin = skin_displacement(cage_displacement);
    std::vector<Vec3> all = skin;
    all.resize(base_.positions.size());
    face::Expression alone;
    alone.set(channel, 1);
    std::size_t first = skin.size();
    for (const HeadPart& part : parts_) {
      const std::vector<Vec3> followed = apply<Vec3>(part.skin_rows, skin);
      for (std::size_t v = 0; v < followed.size(); ++v) all[first + v] += followed[v];
      for (const PartShape& shape : part.shapes)
        if (shape.channel == channel)
          for (std::size_t v = 0; v < shape.deltas.size(); ++v) all[first + v] += shape.deltas[v];
      if (is_eye(part.kind)) {
        const Vec3 centre = eye_centre(cage_, side_of(part.kind));
        const GazeRotation rotation(gaze(alone, side_of(part.kind)));
        for (std::size_t v = 0; v < part.positions.size(); ++v)
          all[first + v] = centre + rotation(part.positions[v] - centre) - part.positions[v];
      }
      first += part.positions.size();
    }
    MorphTarget target{channel, {}, {}};
    for (std::uint32_t v = 0; v < all.size(); ++v)
      if (length(all[v]) >= kLeastDelta_cm) {
        target.vertices.push_back(v);
        target.deltas.push_back(all[v]);
      }
    result.targets.push_back(std::move(target));
  }
  return result;
}

}  // namespace emo3d::rig
