#include "emo3d/avatar/gltf_morph_names.h"

#include <algorithm>

#include "emo3d/base/error.h"

namespace emo3d::avatar {
namespace {

/// "extras" may be of any type; only an object with "targetNames" concerns us.
std::optional<GltfValue> target_names(const GltfValue& value) {
  const auto extras = value.find("extras");
  if (!extras || !extras->json().is_object()) return std::nullopt;
  return extras->find("targetNames");
}

void add_target_names(std::vector<NamedMorph>& morphs, const GltfValue& mesh, std::size_t index, std::size_t count) {
  auto names = target_names(mesh);
  if (!names) names = target_names(mesh.item("primitives", 0));
  if (!names) return;
  std::size_t target = 0;
  for (const GltfValue name : names->items()) {
    if (target == count) break;
    morphs.push_back({name.string(), MorphOrigin::kTarget, {{index, target++, 1}}});
  }
}

std::size_t targets_of(const GltfValue& primitive) {
  const auto targets = primitive.find("targets");
  if (!targets) return 0;
  check(targets->json().is_array(), ErrorCode::kInvalidData, "{} must be an array", targets->place());
  return targets->json().size();
}

/// What a name costs: matching one of many words takes time with the square of its length.
std::size_t name_work(const std::string& name) {
  constexpr std::size_t kLookedUp = 64, kLongest = 256;
  const std::size_t length = std::min(name.size(), kLongest);
  return kLookedUp + length * length / 16;
}

/// Numbers of morph targets of all meshes.
using TargetCounts = std::vector<std::size_t>;

MorphReference checked(const TargetCounts& counts, const GltfValue& bind, MorphReference reference) {
  check(reference.mesh < counts.size(), ErrorCode::kInvalidData, "{}: mesh {} of {}", bind.place(), reference.mesh,
        counts.size());
  const std::size_t count = counts[reference.mesh];
  check(reference.target < count, ErrorCode::kInvalidData, "{}: index {} of {} morph targets", bind.place(),
        reference.target, count);
  return reference;
}

/// VRM 1.0: binds name a node that has the mesh.
std::vector<MorphReference> vrm1_references(const GltfDocument& document, const TargetCounts& counts,
                                            const GltfValue& expression) {
  std::vector<MorphReference> references;
  for (const GltfValue bind : expression.items("morphTargetBinds")) {
    const auto mesh = document.item("nodes", bind.at("node").size()).find_size("mesh");
    check(mesh.has_value(), ErrorCode::kInvalidData, "{}: its node has no mesh", bind.place());
    references.push_back(checked(counts, bind, {*mesh, bind.at("index").size(), bind.number("weight", 1)}));
  }
  return references;
}

void add_vrm1(std::vector<NamedMorph>& morphs, const GltfDocument& document, const TargetCounts& counts,
              const GltfValue& vrm) {
  for (const auto& [group, origin] :
       {std::pair{"custom", MorphOrigin::kExpression}, std::pair{"preset", MorphOrigin::kPreset}}) {
    const auto expressions = vrm.find("expressions", group);
    if (!expressions) continue;
    check(expressions->json().is_object(), ErrorCode::kInvalidData, "{} must be an object", expressions->place());
    for (const auto& [name, json] : expressions->json().items())
      morphs.push_back(
          {name, origin, vrm1_references(document, counts, {json, expressions->place() + "." + quote(name)})});
  }
}

/// VRM 0.x: binds name a mesh, weights are per cent. A group with a preset's name is one even where it has its own.
void add_vrm0(std::vector<NamedMorph>& morphs, const TargetCounts& counts, const GltfValue& vrm) {
  const auto master = vrm.find("blendShapeMaster");
  if (!master) return;
  for (const GltfValue group : master->items("blendShapeGroups")) {
    const std::string preset = group.string("presetName", "unknown");
    const bool is_custom = preset == "unknown" || preset.empty();
    NamedMorph morph{
        is_custom ? group.string("name", "") : preset, is_custom ? MorphOrigin::kExpression : MorphOrigin::kPreset, {}};
    for (const GltfValue bind : group.items("binds"))
      morph.references.push_back(
          checked(counts, bind, {bind.at("mesh").size(), bind.at("index").size(), bind.number("weight", 100) / 100}));
    morphs.push_back(std::move(morph));
  }
}

std::size_t target_count(const GltfValue& mesh) {
  const GltfItems primitives = mesh.at("primitives").items();
  check(primitives.size() > 0, ErrorCode::kInvalidData, "{}: a mesh without primitives", mesh.place());
  const std::size_t count = targets_of(primitives[0]);
  for (const GltfValue primitive : primitives)
    check(targets_of(primitive) == count, ErrorCode::kInvalidData,
          "{}: primitives with different numbers of morph targets", mesh.place());
  return count;
}

}  // namespace

std::vector<std::size_t> target_counts(const GltfDocument& document) {
  TargetCounts counts;
  for (std::size_t i = 0; i < document.count("meshes"); ++i) counts.push_back(target_count(document.item("meshes", i)));
  return counts;
}

Vrm vrm_version(const GltfDocument& document) {
  if (document.root().find("extensions", "VRMC_vrm")) return Vrm::kVersion1;
  return document.root().find("extensions", "VRM") ? Vrm::kVersion0 : Vrm::kNone;
}

std::vector<NamedMorph> read_morph_names(const GltfDocument& document, const TargetCounts& counts) {
  std::vector<NamedMorph> morphs;
  for (std::size_t i = 0; i < counts.size(); ++i) add_target_names(morphs, document.item("meshes", i), i, counts[i]);
  if (const auto vrm = document.root().find("extensions", "VRMC_vrm")) {
    add_vrm1(morphs, document, counts, *vrm);
  } else if (const auto old = document.root().find("extensions", "VRM")) {
    add_vrm0(morphs, counts, *old);
  }
  for (const NamedMorph& morph : morphs) document.spend(name_work(morph.name), document.source());
  return morphs;
}

}  // namespace emo3d::avatar
