#include "emo3d/rig/head.h"

#include <algorithm>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/rig/cage_file.h"
#include "emo3d/rig/part_motion.h"
#include "emo3d/rig/ray_caster.h"
#include "emo3d/rig/reachable.h"
#include "emo3d/rig/skin_detail.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

/// Hair that hangs from in front of here covers the ears and presses them to the head.
constexpr float kEarAzimuth_deg = 84;
constexpr float kPressedByHair = 0.45f;
constexpr float kLeastOcclusion = 0.05f;

/// sRGB to linear, by the plain 2.2 power that the colours were chosen with.
Vec3 linear(const Vec3& c) {
  const auto channel = [](float x) { return std::pow(std::clamp(x, 0.0f, 1.0f), 2.2f); };
  return {channel(c.x), channel(c.y), channel(c.z)};
}

void add_scaled(std::vector<Vec3>& sums, const SparseDeltas& deltas, float weight) {
  for (std::size_t i = 0; i < deltas.vertices.size(); ++i) sums[deltas.vertices[i]] += deltas.deltas[i] * weight;
}

/// What the shirt lies on.
RayCaster bust(const Skin& skin) {
  constexpr float kThroatY = -12;
  std::vector<Triangle> below;
  for (const Triangle& t : skin.triangles)
    if (skin.positions[t[0]].y < kThroatY) below.push_back(t);
  return {skin.positions, below};
}

/// Brows of the hair's colour, darkened, or they would hardly show: towards brown on light skin, towards black on dark
/// skin, where they are also thicker; thick over a strong ridge.
BrowShape brow_shape(const Identity& person) {
  constexpr Vec3 kDark = {0.18f, 0.12f, 0.09f};
  const float darkened = 0.25f + 0.5f * smoothstep(0.4f, 0.65f, person.complexion.skin.y);
  const float on_dark = smoothstep(0.50f, 0.30f, person.complexion.skin.y) * (1 - person.hair.grey);
  return {.colour = mix(person.hair.colour, kDark, darkened) * (1 - 0.6f * on_dark),
          .thickness = 1.2f + 0.2f * person.shape.brow_ridge + 0.2f * on_dark};
}

/// What hair, ears and brows lie on: the outside of the skin.
RayCaster outer_skin(const Skin& skin) {
  constexpr float kOnFace = 0.1f;  // of the mouth bag
  std::vector<Triangle> outside;
  for (const Triangle& t : skin.triangles)
    if (skin.bag[t[0]] < kOnFace && skin.bag[t[1]] < kOnFace && skin.bag[t[2]] < kOnFace) outside.push_back(t);
  return {skin.positions, outside};
}

}  // namespace

const Head& Head::built_in() {
  static const Head head = of(identities().front());
  return head;
}

Head Head::of(const Identity& identity) { return load(data_directory() / "head" / "head.bin", identity); }

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
  base_ = at_rest();
  fitting_.emplace(identity_.shape, cage_.right_eye, base_.positions);
  base_.occlusion = occlusion_at_rest(source);
}

std::vector<float> Head::occlusion_at_rest(std::string_view source) const {
  const std::vector<std::uint8_t>& baked = cage_.occlusion;
  std::size_t count = skin_.positions.size();
  for (const HeadPart& part : parts_)
    if (part.occlusion.empty()) count += part.positions.size();
  check(baked.empty() || baked.size() == count, ErrorCode::kInvalidData,
        "{}: occlusion for {} vertices, the head has {} without its hair", source, baked.size(), count);
  std::size_t next = 0;
  const auto next_baked = [&] { return baked.empty() ? 1.0f : static_cast<float>(baked[next++]) / 255; };
  std::vector<float> occlusion;
  for (const UnderHair& under : under_hair_) occlusion.push_back(next_baked() * under.light);
  for (const HeadPart& part : parts_)
    for (std::size_t v = 0; v < part.positions.size(); ++v)
      occlusion.push_back(part.occlusion.empty() ? next_baked() : part.occlusion[v]);
  return occlusion;
}

void Head::build_parts() {
  skin_ = build_skin(cage_, identity_.complexion);
  HeadPart shirt;
  parallel_for(2, 0, [&](std::size_t task) {
    if (task == 1) return build_parts_on_outside();
    contacts_.emplace(cage_, skin_);
    wrinkles_.emplace(cage_, skin_);
    shirt = build_shirt(bust(skin_), identity_.shirt);
  });
  parts_.push_back(std::move(shirt));
  mouth_rims_ = mouth_rims(cage_);
  creases_ = build_creases(cage_, skin_);
}

void Head::build_parts_on_outside() {
  const HairStyle& hair = identity_.hair;
  const RayCaster outside = outer_skin(skin_);
  EarShape ear;
  if (hair.density > 0 && hair.fall > 0 && hair.fall_from_deg < kEarAzimuth_deg) ear.stick_out *= kPressedByHair;
  for (const int side : {kRight, kLeft}) {
    parts_.push_back(build_lid_rim(cage_, skin_, identity_.complexion, side));
    parts_.push_back(build_eyeball(cage_, identity_.complexion, side));
    parts_.push_back(build_brow({cage_, skin_, outside}, brow_shape(identity_), side));
    parts_.push_back(build_lashes(cage_, skin_, side));
    parts_.push_back(build_ear(outside, ear, identity_.complexion, side));
    eye_rims_[side] = eye_rims(skin_, side);
  }
  for (HeadPart& part : build_mouth(cage_)) parts_.push_back(std::move(part));
  tongue_ = parts_.size() - 1;
  const HairForm form(outside, hair);
  parts_.push_back(build_hair(form, identity_.complexion.skin));
  under_hair_ = under_hair(form, skin_.positions);
}

Head::Eyeball Head::eyeball(int side) const {
  const ShapeWarp warp(identity_.shape, cage_.right_eye);
  return {warp.point(eye_centre(cage_, side)), cage_.eye_radius * warp.eye_scale()};
}

Mesh Head::at_rest() const {
  Mesh mesh;
  mesh.positions = skin_.positions;
  contacts_->resolve(mesh.positions, {}, {parts_[tongue_].positions, parts_[tongue_].triangles});
  mesh.colours = skin_.colours;
  for (std::size_t v = 0; v < mesh.colours.size(); ++v)
    mesh.colours[v] = mix(mesh.colours[v], identity_.hair.colour, under_hair_[v].tint);
  mesh.materials = skin_materials(skin_);
  mesh.detail = wrinkles_->smooth(skin_detail(skin_, identity_.complexion));
  mesh.triangles = skin_.triangles;
  for (const HeadPart& part : parts_) {
    const auto first = static_cast<std::uint32_t>(mesh.positions.size());
    mesh.positions.insert(mesh.positions.end(), part.positions.begin(), part.positions.end());
    mesh.colours.insert(mesh.colours.end(), part.colours.begin(), part.colours.end());
    mesh.materials.insert(mesh.materials.end(), part.positions.size(), part.material);
    for (const auto& [a, b, c] : part.triangles) mesh.triangles.push_back({first + a, first + b, first + c});
  }
  for (Vec3& colour : mesh.colours) colour = linear(colour);
  mesh.normals = normals_of(mesh.positions, mesh.triangles);
  return mesh;
}

std::vector<Vec3> Head::normals_of(const std::vector<Vec3>& positions, const std::vector<Triangle>& triangles) const {
  std::vector<Vec3> normals = vertex_normals(positions, triangles);
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

std::vector<Vec3> Head::skin_displacement(const std::vector<Vec3>& cage_displacement) const {
  return apply<Vec3>(skin_.stencils, cage_displacement);
}

std::vector<Vec3> Head::authored_positions(const face::Expression& expression) const {
  std::vector<Vec3> cage_displacement(cage_.positions.size());
  for (const face::Channel c : face::channels())
    if (expression[c] > 0) add_scaled(cage_displacement, cage_.shapes[static_cast<std::size_t>(c)], expression[c]);
  for (const CageCorrective& c : cage_.correctives) {
    const float weight = expression[c.first] * expression[c.second];
    if (weight > 0) add_scaled(cage_displacement, c.deltas, weight);
  }
  std::vector<Vec3> skin = skin_displacement(cage_displacement);
  for (std::size_t v = 0; v < skin.size(); ++v) skin[v] += skin_.positions[v];
  std::vector<Vec3> tongue = moved(parts_[tongue_], cage_, {}, expression);
  tongue = contacts_->raised({tongue, parts_[tongue_].triangles}, skin);
  contacts_->resolve(skin, expression, {tongue, parts_[tongue_].triangles});

  std::vector<Vec3> positions(base_.positions.size());
  auto place = std::ranges::copy(skin, positions.begin()).out;
  for (std::size_t v = 0; v < skin.size(); ++v) skin[v] = skin[v] - base_.positions[v];
  for (const HeadPart& part : parts_) {
    const bool is_tongue = &part == &parts_[tongue_];
    place = std::ranges::copy(is_tongue ? tongue : moved(part, cage_, skin, expression), place).out;
  }
  return positions;
}

Mesh Head::pose(const face::Expression& asked) const {
  const face::Expression expression = reachable(asked);
  Mesh mesh{.positions = authored_positions(expression),
            .normals = {},
            .colours = base_.colours,
            .occlusion = base_.occlusion,
            .materials = base_.materials,
            .detail = wrinkles_->on(base_.detail, expression, identity_.complexion),
            .triangles = base_.triangles,
            .surfaces = base_.surfaces};
  for (const Crease& crease : creases_)
    if (const float weight = expression[crease.channel]; weight > 0)
      for (std::size_t i = 0; i < crease.vertices.size(); ++i)
        mesh.occlusion[crease.vertices[i]] -= weight * crease.loss[i];
  for (std::size_t v = 0; v < skin_.positions.size(); ++v)
    mesh.occlusion[v] = std::max(mesh.occlusion[v], kLeastOcclusion);
  shade_cavities(mesh);
  fitting_->fit(mesh.positions);
  mesh.normals = normals_of(mesh.positions, mesh.triangles);
  return mesh;
}

Mesh Head::bare_pose(const face::Expression& expression) const {
  Mesh mesh;
  mesh.positions = authored_positions(reachable(expression));
  fitting_->fit(mesh.positions);
  mesh.normals = normals_of(mesh.positions, base_.triangles);
  return mesh;
}

void Head::shade_cavities(Mesh& mesh) const {
  constexpr float kInMouth = 0.3f;  // of the mouth bag
  const std::span<const Vec3> skin(mesh.positions.data(), skin_.positions.size());
  const std::array<Opening, 2> eyes = {Opening(eye_rims_[kRight], skin), Opening(eye_rims_[kLeft], skin)};
  const Opening mouth(mouth_rims_, skin);
  for (std::size_t v = 0; v < skin.size(); ++v) {
    if (skin_.bag[v] <= 0) continue;
    const float on_seam = smoothstep(0.0f, 0.06f, skin_.bag[v]);
    mesh.occlusion[v] *= 1 - on_seam * (1 - mouth.light_on_seam(skin[v].x));
    if (skin_.bag[v] > kInMouth) mesh.occlusion[v] *= mouth.light_in_mouth(skin[v]);
  }
  std::size_t first = skin.size();
  for (const HeadPart& part : parts_) {
    const std::size_t end = first + part.positions.size();
    for (std::size_t v = first; v < end; ++v) {
      if (part.kind == PartKind::kRightEye) mesh.occlusion[v] = eyes[kRight].light_on_eye(mesh.positions[v]);
      if (part.kind == PartKind::kLeftEye) mesh.occlusion[v] = eyes[kLeft].light_on_eye(mesh.positions[v]);
      if (part.kind == PartKind::kMouthInside) mesh.occlusion[v] *= mouth.light_in_mouth(mesh.positions[v]);
    }
    first = end;
  }
}

std::vector<float> Head::occlusion_for_any_mouth(std::vector<float> at_rest) const {
  face::Expression wide;
  for (const face::Channel channel :
       {face::Channel::kJawOpen, face::Channel::kMouthSmileLeft, face::Channel::kMouthSmileRight,
        face::Channel::kMouthUpperUpLeft, face::Channel::kMouthUpperUpRight, face::Channel::kMouthLowerDownLeft,
        face::Channel::kMouthLowerDownRight})
    wide.set(channel, 1);
  const std::vector<float> open = pose(wide).occlusion;
  constexpr float kInMouth = 0.3f;  // of the mouth bag
  for (std::size_t v = 0; v < skin_.positions.size(); ++v)
    if (skin_.bag[v] > kInMouth) at_rest[v] = std::max(at_rest[v], open[v]);
  std::size_t first = skin_.positions.size();
  for (const HeadPart& part : parts_) {
    for (std::size_t v = first; v < first + part.positions.size() && part.kind == PartKind::kMouthInside; ++v)
      at_rest[v] = std::max(at_rest[v], open[v]);
    first += part.positions.size();
  }
  return at_rest;
}

MorphMesh Head::morph_mesh(unsigned threads) const {
  const Mesh rest = pose({});
  MorphMesh result{rest, std::vector<MorphTarget>(face::kChannelCount)};
  result.neutral.occlusion = occlusion_for_any_mouth(rest.occlusion);
  parallel_for(face::kChannelCount, threads, [&](std::size_t i) {
    const face::Channel channel = face::channels().at(i);
    face::Expression with, without;
    // mouthClose is what closes an open mouth; to a closed one it does nothing.
    if (channel == face::Channel::kMouthClose)
      for (face::Expression* expression : {&with, &without}) expression->set(face::Channel::kJawOpen, 1);
    with.set(channel, 1);
    result.targets[i] =
        morph_target(channel, without == face::Expression{} ? rest : bare_pose(without), bare_pose(with));
  });
  return result;
}

}  // namespace emo3d::rig
