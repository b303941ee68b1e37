#include "tools/head/occlusion.h"

#include <algorithm>
#include <cmath>

#include "emo3d/rig/smoothstep.h"
#include "tools/head/ambient_light.h"

namespace emo3d::head {
namespace {

using rig::Vec3;

/// The mouth wide open in a smile: light reaches what is inside.
face::Expression open_mouth() {
  face::Expression open;
  open.set("jawOpen", 0.55f);
  for (const char* name : {"mouthUpperUpLeft", "mouthUpperUpRight"}) open.set(name, 0.5f);
  for (const char* name : {"mouthSmileLeft", "mouthSmileRight"}) open.set(name, 0.4f);
  return open;
}

/// Occlusion of the skin: lips and mouth bag take part of the light of the open mouth.
float on_skin(float rest, float open, float bag, float lip) {
  constexpr float kLipShare = 0.35f;
  const float inside = rig::smoothstep(0.02f, 0.35f, bag);
  const float mixed = rest * (1 - inside) + std::clamp(open, 0.04f, 1.0f) * inside;
  const float lit = kLipShare * lip;
  return mixed * (1 - lit) + std::max(mixed, 0.95f * open) * lit;
}

/// Occlusion of the other parts; `z` tells how far back a tooth lies.
float on_part(rig::PartKind kind, float rest, float open, float z) {
  using enum rig::PartKind;
  switch (kind) {
    case kMouthInside:  // molars would glare
      return (0.30f + 0.75f * open) * (0.15f + 0.85f * rig::smoothstep(2.0f, 4.4f, z));
    case kRightEye:
    case kLeftEye:
      return std::max(1.15f * rest, 0.45f);
    case kBrow:
    case kLash:
      return std::max(1.1f * rest, 0.35f);
    case kLidRim:
    case kEar:
    case kShirt:
    case kHair:  // brings its own
      break;
  }
  return rest;
}

}  // namespace

std::vector<std::uint8_t> bake_occlusion(rig::Cage cage) {
  cage.occlusion.clear();
  const rig::Head head(std::move(cage), "cage", {.name = "bald", .hair = {.density = 0}});
  const std::vector<float> rest = ambient_light(head.pose({}));
  const std::vector<float> open = ambient_light(head.pose(open_mouth()), {.reach_cm = 4});
  const rig::Skin& skin = head.skin();
  std::vector<float> values;
  for (std::size_t v = 0; v < skin.positions.size(); ++v)
    values.push_back(on_skin(rest[v], open[v], skin.bag[v], skin.lip[v]));
  for (const rig::HeadPart& part : head.parts())
    for (const Vec3& p : part.positions) {
      const std::size_t v = values.size();
      values.push_back(on_part(part.kind, rest[v], open[v], p.z));
    }
  std::vector<std::uint8_t> bytes;
  bytes.reserve(values.size());
  for (const float value : values)
    bytes.push_back(static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0f, 1.0f))));
  return bytes;
}

}  // namespace emo3d::head
