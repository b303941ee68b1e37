#include "emo3d/avatar/avatar_builder.h"

#include <algorithm>
#include <cmath>

#include "emo3d/avatar/gltf_accessor.h"
#include "emo3d/avatar/gltf_attribution.h"
#include "emo3d/avatar/gltf_morph_names.h"
#include "emo3d/avatar/head_place.h"
#include "emo3d/base/error.h"

namespace emo3d::avatar {
namespace {

constexpr float kCentimetresPerMetre = 100;
constexpr std::size_t kMaxTriangles = std::size_t{1} << 21;
/// Vertices further out than this are no avatar's, and would overflow later.
constexpr float kMaxPosition_cm = 1e9f;

/// For GltfDocument::spend(): a morph target that a channel moves, be it empty.
constexpr std::size_t kBindingWork = 64;

/// VRM 0.x avatars look along -Z: they are turned round.
Affine placement_of(Vrm vrm) {
  const float scale = kCentimetresPerMetre, across = vrm == Vrm::kVersion0 ? -scale : scale;
  return {{across, 0, 0}, {0, scale, 0}, {0, 0, across}, {}};
}

bool is_inside(const rig::Vec3& p) {
  const auto inside = [](float x) { return std::abs(x) <= kMaxPosition_cm; };  // NaN is not
  return inside(p.x) && inside(p.y) && inside(p.z);
}

bool is_zero(const rig::Vec3& v) { return v.x == 0 && v.y == 0 && v.z == 0; }

/// The material's look by its own name, else by that of the mesh.
rig::Material look_of(const GltfMaterial& material, const GltfValue& mesh) {
  if (material.look) return *material.look;
  return look_of_name(mesh.string("name", "")).value_or(rig::Material::kSkin);
}

bool is_in_mouth(rig::Material look) { return look == rig::Material::kTooth || look == rig::Material::kWet; }

/// Normals of a part in our space; computed where the file has none.
std::vector<rig::Vec3> normals_of(const GltfPrimitive& part, const std::vector<rig::Vec3>& positions,
                                  const std::vector<rig::Triangle>& triangles, std::span<const Affine> transforms) {
  if (part.normals.empty()) return SmoothNormals(positions, {}, triangles)(positions, triangles);
  std::vector<rig::Vec3> normals(part.normals.size());
  for (std::size_t v = 0; v < normals.size(); ++v) {
    const Affine& transform = transforms[transforms.size() == 1 ? 0 : v];
    const rig::Vec3 normal = apply_linear(normal_map(transform), unit(part.normals[v]));
    const float largest = std::max({std::abs(normal.x), std::abs(normal.y), std::abs(normal.z), 1e-30f});
    normals[v] = unit(normal * ((determinant(transform) < 0 ? -1.0f : 1.0f) / largest));
    if (!is_inside(normals[v])) normals[v] = {0, 0, 1};
  }
  return normals;
}

}  // namespace

AvatarBuilder::AvatarBuilder(const GltfDocument& document)
    : document_(document),
      materials_(document),
      target_counts_(target_counts(document)),
      placement_(placement_of(vrm_version(document))),
      is_own_(document.root().at("asset").string("generator", "").starts_with("emo3d ")) {
  const std::vector<NamedMorph> names = read_morph_names(document, target_counts_);
  bindings_ = bind_channels(names);
  for (const ChannelBinding& binding : bindings_)
    for (const MorphReference& reference : binding.references) bound_.emplace(reference.mesh, reference.target);
  check(!names.empty(), ErrorCode::kInvalidData, "{}: has no named morph targets, so it cannot show an expression",
        document.source());
  check(!bound_.empty(), ErrorCode::kInvalidData,
        "{}: none of its {} morph targets and expressions has a blendshape's name; the first is {}", document.source(),
        names.size(), quote(names[0].name));
  for (const face::Channel channel : face::channels()) morphs_.targets.push_back({.channel = channel});
}

Avatar AvatarBuilder::build() {
  const GltfNodes nodes = read_nodes(document_);
  for (std::size_t node = 0; node < nodes.world.size(); ++node) {
    if (!nodes.in_scene[node] || !document_.item("nodes", node).find("mesh")) continue;
    const Instance shown = instance(nodes, node);
    const GltfValue mesh = document_.item("meshes", shown.mesh);
    for (const GltfValue primitive : mesh.at("primitives").items()) add(shown, mesh, primitive);
  }
  check(!morphs_.neutral.triangles.empty(), ErrorCode::kInvalidData, "{}: its scene has no triangles",
        document_.source());
  head_place_ = find_head(morphs_);
  take_sides();
  limit_place();

  Avatar avatar;
  avatar.coverage_ = coverage();
  avatar.head_place_ = head_place_;
  avatar.attribution_ = read_attribution(document_);
  rig::Mesh& mesh = morphs_.neutral;
  mesh.occlusion = occlusion();
  if (needs_surfaces_) mesh.surfaces = std::make_shared<const rig::Surfaces>(std::move(surfaces_));
  avatar.normals_ = SmoothNormals(mesh.positions, mesh.normals, mesh.triangles);
  avatar.morphs_ = std::move(morphs_);
  return avatar;
}

AvatarBuilder::Instance AvatarBuilder::instance(const GltfNodes& nodes, std::size_t node) {
  const GltfValue value = document_.item("nodes", node);
  Instance shown{value.at("mesh").size(), placement_ * nodes.world[node], {}, {}};
  const GltfValue mesh = document_.item("meshes", shown.mesh);
  const std::size_t targets = target_counts_[shown.mesh];
  const std::size_t primitives = mesh.at("primitives").items().size();
  document_.spend(targets, value.place());
  for (std::size_t p = 0; p < primitives; ++p) document_.spend(kGltfItemWork + targets, value.place());
  shown.rest_weights = value.numbers("weights", targets);
  if (shown.rest_weights.empty()) shown.rest_weights = mesh.numbers("weights", targets);
  if (const auto skin = value.find_size("skin")) {
    shown.joints = joints(nodes, *skin);
    check(!shown.joints.empty(), ErrorCode::kInvalidData, "{}: skin without joints", value.place());
  }
  return shown;
}

const std::vector<Affine>& AvatarBuilder::joints(const GltfNodes& nodes, std::size_t skin) {
  const auto [place, is_new] = joints_.try_emplace(skin);
  if (is_new) {
    place->second = read_joints(document_, nodes, skin);
    for (Affine& joint : place->second) joint = placement_ * joint;
  }
  return place->second;
}

void AvatarBuilder::add(const Instance& shown, const GltfValue& mesh, const GltfValue& primitive) {
  const auto material_index = primitive.find_size("material");
  GltfMaterial material = material_index ? materials_.read(*material_index) : GltfMaterial{};
  GltfPrimitive part = read_primitive(document_, primitive, material);
  if (part.triangles.empty()) return;
  rig::Mesh& all = morphs_.neutral;
  check(part.positions.size() <= kMaxAvatarVertices - all.positions.size(), ErrorCode::kInvalidData,
        "{}: the avatar has more than {} vertices", primitive.place(), kMaxAvatarVertices);
  check(part.triangles.size() <= kMaxTriangles - all.triangles.size(), ErrorCode::kInvalidData,
        "{}: the avatar has more than {} triangles", primitive.place(), kMaxTriangles);

  const bool skinned = !shown.joints.empty() && !part.joints.empty();
  for (const std::uint32_t joint : skinned ? part.joints : std::vector<std::uint32_t>{})
    check(joint < shown.joints.size(), ErrorCode::kInvalidData, "{}: joint {} of {}", primitive.place(), joint,
          shown.joints.size());
  std::vector<Affine> transforms(skinned ? part.positions.size() : 1, shown.world);
  for (std::size_t v = 0; skinned && v < transforms.size(); ++v) transforms[v] = skin_transform(part, v, shown.joints);

  std::vector<rig::Vec3> positions = rest_positions(shown, primitive, part.positions);
  for (std::size_t v = 0; v < positions.size(); ++v) {
    positions[v] = apply(transforms[skinned ? v : 0], positions[v]);
    check(is_inside(positions[v]), ErrorCode::kInvalidData, "{}: vertex {} is out of range", primitive.place(), v);
  }
  const auto first = static_cast<std::uint32_t>(all.positions.size());
  // What is mirrored keeps its outside; a triangle between joints goes with most of its corners.
  const auto mirrored = [&](std::uint32_t v) { return determinant(transforms[skinned ? v : 0]) < 0; };
  for (rig::Triangle& t : part.triangles)
    if (std::ranges::count_if(t, mirrored) >= 2) std::swap(t[1], t[2]);
  const std::vector<rig::Vec3> normals = normals_of(part, positions, part.triangles, transforms);
  add_targets(shown, primitive, transforms);
  add_surface(part, material);
  const rig::Material look = look_of(material, mesh);
  if (is_own_ && is_in_mouth(look)) separate_light(part.colours, material.colour);
  all.positions.insert(all.positions.end(), positions.begin(), positions.end());
  all.normals.insert(all.normals.end(), normals.begin(), normals.end());
  all.colours.insert(all.colours.end(), part.colours.begin(), part.colours.end());
  all.materials.insert(all.materials.end(), positions.size(), look);
  for (const auto& [a, b, c] : part.triangles) all.triangles.push_back({first + a, first + b, first + c});
}

void AvatarBuilder::separate_light(std::vector<rig::Vec3>& colours, const rig::Vec3& unlit) {
  constexpr float kLeast = 0.02f;
  light_.resize(morphs_.neutral.positions.size(), 1.0f);
  const auto share = [](float of, float whole) { return whole > 0 ? of / whole : 0.0f; };
  for (rig::Vec3& c : colours) {
    const float light = std::max({kLeast, share(c.x, unlit.x), share(c.y, unlit.y), share(c.z, unlit.z)});
    c = c * (1 / light);
    light_.push_back(light);
  }
}

void AvatarBuilder::add_surface(const GltfPrimitive& part, const GltfMaterial& material) {
  const auto index = static_cast<std::uint32_t>(surfaces_.list.size());
  needs_surfaces_ = needs_surfaces_ || material.needs_surface();
  surfaces_.list.push_back(material.surface);
  surfaces_.of_vertex.insert(surfaces_.of_vertex.end(), part.points.size(), index);
  surfaces_.points.insert(surfaces_.points.end(), part.points.begin(), part.points.end());
}

std::vector<rig::Vec3> AvatarBuilder::rest_positions(const Instance& shown, const GltfValue& primitive,
                                                     std::vector<rig::Vec3> positions) const {
  for (std::size_t target = 0; target < shown.rest_weights.size(); ++target) {
    const float weight = shown.rest_weights[target];
    if (weight == 0 || bound_.contains({shown.mesh, target})) continue;
    const auto deltas = read_deltas(document_, primitive.item("targets", target), positions.size());
    for (std::size_t v = 0; v < deltas.size(); ++v) positions[v] += deltas[v] * weight;
  }
  return positions;
}

void AvatarBuilder::add_targets(const Instance& shown, const GltfValue& primitive, std::span<const Affine> transforms) {
  const rig::Mesh& all = morphs_.neutral;
  const std::size_t first = all.positions.size();
  const std::size_t count = element_count(document_, primitive.at("attributes").at("POSITION").size());
  for (std::size_t c = 0; c < bindings_.size(); ++c) {
    std::vector<rig::Vec3> sum;
    const std::vector<MorphReference>& all_meshes = bindings_[c].references;
    auto reference = std::ranges::lower_bound(all_meshes, shown.mesh, {}, &MorphReference::mesh);
    for (; reference != all_meshes.end() && reference->mesh == shown.mesh; ++reference) {
      document_.spend(kBindingWork, primitive.place());
      const auto deltas = read_deltas(document_, primitive.item("targets", reference->target), count);
      sum.resize(deltas.empty() ? sum.size() : count);
      for (std::size_t v = 0; v < deltas.size(); ++v) sum[v] += deltas[v] * reference->weight;
    }
    rig::MorphTarget& target = morphs_.targets[c];
    for (std::size_t v = 0; v < sum.size(); ++v) {
      if (is_zero(sum[v])) continue;
      target.vertices.push_back(static_cast<std::uint32_t>(first + v));
      target.deltas.push_back(apply_linear(transforms[transforms.size() == 1 ? 0 : v], sum[v]));
      check(is_inside(target.deltas.back()), ErrorCode::kInvalidData, "{}: {} moves vertex {} out of range",
            primitive.place(), bindings_[c].source, v);
    }
  }
}

/// Channels that are one side of a target keep the movements on their side, fading out over the middle so that both
/// sides together are the whole.
void AvatarBuilder::take_sides() {
  constexpr float kFade = 0.025f;  // of the head's height
  const float middle = head_place_.centre.x, fade = head_place_.height_cm * kFade;
  for (std::size_t c = 0; c < bindings_.size(); ++c) {
    if (bindings_[c].side == Side::kWhole) continue;
    rig::MorphTarget& target = morphs_.targets[c];
    for (std::size_t i = 0; i < target.vertices.size(); ++i) {
      const float x = morphs_.neutral.positions[target.vertices[i]].x - middle;
      const float left = std::clamp(0.5f + 0.5f * x / fade, 0.0f, 1.0f);
      target.deltas[i] = target.deltas[i] * (bindings_[c].side == Side::kLeft ? left : 1 - left);
    }
  }
}

/// Avatars of a plausible size and place stay as they are. Others (wrong units, a scene's corner) are made as large as
/// a person, and brought to where the built-in head is, so that cameras, which have limits in centimetres, can see
/// them.
void AvatarBuilder::limit_place() {
  constexpr float kLeast_cm = 8, kMost_cm = 100, kFarthest_cm = 1000;
  const rig::HeadPlace usual;
  const float height = head_place_.height_cm;
  const float scale = height >= kLeast_cm && height <= kMost_cm ? 1 : usual.height_cm / height;
  const rig::Vec3 centre = head_place_.centre * scale;
  const bool far = !(std::max({std::abs(centre.x), std::abs(centre.y), std::abs(centre.z)}) <= kFarthest_cm);
  if (scale == 1 && !far) return;
  const rig::Vec3 shift = far ? usual.centre - centre : rig::Vec3{};
  const auto checked = [&](const rig::Vec3& v) {
    check(is_inside(v), ErrorCode::kInvalidData, "{}: a head {} cm high is too small for the rest of the avatar",
          document_.source(), height);
    return v;
  };
  for (rig::Vec3& p : morphs_.neutral.positions) p = checked(p * scale + shift);
  for (rig::MorphTarget& target : morphs_.targets)
    for (rig::Vec3& delta : target.deltas) delta = checked(delta * scale);
  head_place_ = {checked(centre + shift), height * scale};
}

/// Files say nothing of light that does not arrive, but for emo3d's own, whose colours contain it. Without any, teeth
/// and tongue glare out of the mouth's dark; they get less of it the deeper they lie.
std::vector<float> AvatarBuilder::occlusion() const {
  constexpr float kDepth = 0.16f;  // of the head's height, from the front teeth to where least light arrives
  constexpr float kFront = 0.8f, kBack = 0.2f;
  const rig::Mesh& mesh = morphs_.neutral;
  std::vector<float> occlusion = light_;
  occlusion.resize(mesh.positions.size(), 1.0f);
  if (is_own_) return occlusion;
  const auto in_mouth = [&](std::size_t v) { return is_in_mouth(mesh.materials[v]); };
  float front = -kMaxPosition_cm;
  for (std::size_t v = 0; v < occlusion.size(); ++v)
    if (in_mouth(v)) front = std::max(front, mesh.positions[v].z);
  for (std::size_t v = 0; v < occlusion.size(); ++v) {
    if (!in_mouth(v)) continue;
    const float depth = std::min((front - mesh.positions[v].z) / (kDepth * head_place_.height_cm), 1.0f);
    occlusion[v] = kFront + (kBack - kFront) * depth;
  }
  return occlusion;
}

Coverage AvatarBuilder::coverage() const {
  Coverage coverage;
  for (std::size_t c = 0; c < bindings_.size(); ++c) {
    if (bindings_[c].source.empty()) continue;
    const bool moves = std::ranges::any_of(morphs_.targets[c].deltas, [](const rig::Vec3& d) { return !is_zero(d); });
    coverage.channels[c] = {!moves                     ? CoverageState::kStill
                            : bindings_[c].approximate ? CoverageState::kApproximate
                                                       : CoverageState::kMatched,
                            bindings_[c].source};
  }
  return coverage;
}

}  // namespace emo3d::avatar
