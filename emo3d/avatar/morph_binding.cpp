#include "emo3d/avatar/morph_binding.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "emo3d/avatar/blendshape_names.h"

namespace emo3d::avatar {
namespace {

using face::Channel;

/// What stands in for a channel where an avatar has only the presets of VRM 1.0 or, after it, VRM 0.x
/// (vrm-specification, VRMC_vrm-1.0 "expressions" and 0.0 "blendShapeMaster").
struct PresetUse {
  std::string_view preset;
  std::string_view old_preset;
  Channel channel;
  Side side;
};
constexpr std::array<PresetUse, 25> kPresets = {{{"blinkLeft", "blink_l", Channel::kEyeBlinkLeft, Side::kWhole},
                                                 {"blinkRight", "blink_r", Channel::kEyeBlinkRight, Side::kWhole},
                                                 {"blink", "blink", Channel::kEyeBlinkLeft, Side::kLeft},
                                                 {"blink", "blink", Channel::kEyeBlinkRight, Side::kRight},
                                                 {"lookUp", "lookup", Channel::kEyeLookUpLeft, Side::kLeft},
                                                 {"lookUp", "lookup", Channel::kEyeLookUpRight, Side::kRight},
                                                 {"lookDown", "lookdown", Channel::kEyeLookDownLeft, Side::kLeft},
                                                 {"lookDown", "lookdown", Channel::kEyeLookDownRight, Side::kRight},
                                                 {"lookLeft", "lookleft", Channel::kEyeLookOutLeft, Side::kLeft},
                                                 {"lookLeft", "lookleft", Channel::kEyeLookInRight, Side::kRight},
                                                 {"lookRight", "lookright", Channel::kEyeLookInLeft, Side::kLeft},
                                                 {"lookRight", "lookright", Channel::kEyeLookOutRight, Side::kRight},
                                                 {"aa", "a", Channel::kJawOpen, Side::kWhole},
                                                 {"oh", "o", Channel::kMouthFunnel, Side::kWhole},
                                                 {"ou", "u", Channel::kMouthPucker, Side::kWhole},
                                                 {"ee", "e", Channel::kMouthStretchLeft, Side::kLeft},
                                                 {"ee", "e", Channel::kMouthStretchRight, Side::kRight},
                                                 {"happy", "joy", Channel::kMouthSmileLeft, Side::kLeft},
                                                 {"happy", "joy", Channel::kMouthSmileRight, Side::kRight},
                                                 {"sad", "sorrow", Channel::kMouthFrownLeft, Side::kLeft},
                                                 {"sad", "sorrow", Channel::kMouthFrownRight, Side::kRight},
                                                 {"angry", "angry", Channel::kBrowDownLeft, Side::kLeft},
                                                 {"angry", "angry", Channel::kBrowDownRight, Side::kRight},
                                                 {"surprised", "surprised", Channel::kEyeWideLeft, Side::kLeft},
                                                 {"surprised", "surprised", Channel::kEyeWideRight, Side::kRight}}};

/// A morph target whose name was understood.
struct Candidate {
  const NamedMorph* morph;
  NameMatch match;
};

using Candidates = std::vector<Candidate>;

/// Adds what `morphs` move to a binding.
void add(ChannelBinding& binding, std::span<const NamedMorph* const> morphs) {
  if (morphs.empty()) return;
  if (binding.source.empty()) binding.source = morphs[0]->name;
  std::map<std::pair<std::size_t, std::size_t>, float> weights;
  const auto sum_up = [&](const std::vector<MorphReference>& references) {
    for (const MorphReference& r : references) weights[{r.mesh, r.target}] += r.weight;
  };
  sum_up(binding.references);
  for (const NamedMorph* morph : morphs) sum_up(morph->references);
  binding.references.clear();
  for (const auto& [place, weight] : weights) binding.references.push_back({place.first, place.second, weight});
}

void add(ChannelBinding& binding, const NamedMorph& morph) {
  const NamedMorph* const one = &morph;
  add(binding, std::span(&one, 1));
}

/// Adds to `binding` what the names of one kind say of a channel: of each mesh the target with the shortest prefix.
void add_matches(ChannelBinding& binding, const Candidates& candidates, Channel channel, NameKind kind) {
  std::map<std::size_t, const Candidate*> best;
  for (const Candidate& c : candidates) {
    if (c.match.channel != channel || c.match.kind != kind || c.morph->references.empty()) continue;
    const auto [place, is_first] = best.try_emplace(c.morph->references[0].mesh, &c);
    if (!is_first && c.match.prefix < place->second->match.prefix) place->second = &c;
  }
  std::vector<const NamedMorph*> morphs;
  morphs.reserve(best.size());
  for (const auto& [mesh, candidate] : best) morphs.push_back(candidate->morph);
  add(binding, morphs);
}

ChannelBinding bind_by_name(const Candidates& candidates, Channel channel) {
  ChannelBinding binding;
  add_matches(binding, candidates, channel, NameKind::kExact);
  if (!binding.source.empty()) return binding;
  add_matches(binding, candidates, channel, NameKind::kLeftHalf);
  add_matches(binding, candidates, channel, NameKind::kRightHalf);
  if (!binding.source.empty()) return binding;

  const bool is_left = name(channel).ends_with("Left");
  add_matches(binding, candidates, is_left ? channel : face::mirrored(channel), NameKind::kBothSides);
  binding.approximate = !binding.source.empty();
  binding.side = is_left ? Side::kLeft : Side::kRight;
  return binding;
}

ChannelBinding bind_expression(const Candidates& expressions, Channel channel) {
  ChannelBinding binding;
  const Candidate* best = nullptr;
  for (const Candidate& c : expressions)
    if (c.match.channel == channel && c.match.kind == NameKind::kExact &&
        (best == nullptr || c.match.prefix < best->match.prefix))
      best = &c;
  if (best != nullptr) add(binding, *best->morph);
  return binding;
}

ChannelBinding bind_preset(std::span<const NamedMorph> morphs, Channel channel) {
  ChannelBinding binding;
  for (const PresetUse& use : kPresets) {
    if (use.channel != channel) continue;
    const auto found = std::ranges::find_if(morphs, [&](const NamedMorph& m) {
      return m.origin == MorphOrigin::kPreset && (m.name == use.preset || m.name == use.old_preset) &&
             !m.references.empty();
    });
    if (found == morphs.end()) continue;
    add(binding, *found);
    binding.approximate = true;
    binding.side = use.side;
    return binding;
  }
  return binding;
}

}  // namespace

ChannelBindings bind_channels(std::span<const NamedMorph> morphs) {
  Candidates targets, expressions;
  for (const NamedMorph& morph : morphs) {
    if (morph.origin == MorphOrigin::kPreset || morph.references.empty()) continue;
    if (const auto match = match_blendshape_name(morph.name))
      (morph.origin == MorphOrigin::kTarget ? targets : expressions).push_back({&morph, *match});
  }
  ChannelBindings bindings;
  for (const Channel channel : face::channels()) {
    ChannelBinding& binding = bindings[static_cast<std::size_t>(channel)];
    binding = bind_expression(expressions, channel);
    if (binding.source.empty()) binding = bind_by_name(targets, channel);
    if (binding.source.empty()) binding = bind_preset(morphs, channel);
  }
  return bindings;
}

}  // namespace emo3d::avatar
