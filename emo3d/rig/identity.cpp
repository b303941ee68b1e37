#include "emo3d/rig/identity.h"

#include <algorithm>
#include <charconv>

#include "emo3d/base/error.h"
#include "emo3d/base/random.h"
#include "emo3d/base/utf8.h"

namespace emo3d::rig {
namespace {

HairStyle cut(std::string_view name, const Vec3& colour, float grey = 0) {
  HairStyle style = std::ranges::find(hair_styles(), name, &NamedHairStyle::name)->style;
  style.colour = colour;
  style.grey = grey;
  return style;
}

/// Chosen by eye for variety, not to stand for any group.
const Identity kIdentities[] = {
    {.name = "alex",
     .description = "an adult of either sex, the default",
     .shape = {.width = -0.1f,
               .length = -0.55f,
               .jaw_width = -0.7f,
               .chin = 0.2f,
               .chin_width = -0.2f,
               .cheekbones = 0.5f,
               .cheek_fullness = -0.2f,
               .eye_size = 1,
               .brow_height = -0.2f,
               .nose_length = -0.2f,
               .nose_size = -0.3f,
               .lip_fullness = 0.5f,
               .mouth_width = 0.2f,
               .neck_width = -0.8f,
               .shoulder_width = -0.1f},
     .complexion = {.wrinkles = 0.8f},
     .hair = cut("side-part", {0.26f, 0.175f, 0.12f})},
    {.name = "amara",
     .description = "a young woman, dark skin, tight curls",
     .shape = {.length = -0.5f,
               .forehead = 0.2f,
               .jaw_width = -1.1f,
               .chin = 0.1f,
               .chin_width = -0.7f,
               .cheekbones = 1,
               .cheek_fullness = -0.1f,
               .eye_size = 1.2f,
               .eye_tilt = 0.3f,
               .brow_ridge = -0.6f,
               .nose_width = 0.6f,
               .nose_bridge = -0.5f,
               .nose_size = -0.3f,
               .lip_fullness = 1.1f,
               .mouth_width = 0.2f,
               .neck_width = -1.2f,
               .shoulder_width = -0.9f},
     .complexion = {.skin = {0.45f, 0.29f, 0.21f},
                    .lips = {0.47f, 0.25f, 0.23f},
                    .iris = {0.25f, 0.15f, 0.09f},
                    .flush = 0.6f,
                    .wrinkles = 0.5f},
     .hair = cut("curls", {0.085f, 0.065f, 0.055f}),
     .shirt = {0.80f, 0.62f, 0.20f}},
    {.name = "kenji",
     .description = "a man of forty, black hair",
     .shape = {.width = 0.4f,
               .length = -0.3f,
               .jaw_width = 0.4f,
               .chin = 0.1f,
               .chin_width = 0.3f,
               .cheekbones = 0.8f,
               .cheek_fullness = -0.1f,
               .eye_size = 0.3f,
               .eye_tilt = 0.6f,
               .brow_ridge = -0.1f,
               .nose_width = 0.3f,
               .nose_bridge = -0.8f,
               .nose_size = -0.4f,
               .lip_fullness = 0.3f,
               .neck_width = 0.1f,
               .shoulder_width = 0.2f},
     .complexion = {.skin = {0.80f, 0.61f, 0.47f},
                    .lips = {0.66f, 0.39f, 0.36f},
                    .iris = {0.24f, 0.15f, 0.10f},
                    .flush = 0.6f,
                    .wrinkles = 1.0f,
                    .resting_wrinkles = 0.1f,
                    .stubble = 0.15f},
     .hair = cut("crop", {0.07f, 0.06f, 0.06f}),
     .shirt = {0.16f, 0.17f, 0.20f}},
    {.name = "ingrid",
     .description = "an elderly woman, fair skin, grey hair",
     .shape = {.length = -0.3f,
               .jaw_width = -0.8f,
               .chin = 0.1f,
               .chin_width = -0.4f,
               .cheekbones = 0.5f,
               .cheek_fullness = -0.2f,
               .eye_size = 0.7f,
               .brow_ridge = -0.4f,
               .brow_height = -0.1f,
               .nose_length = 0.3f,
               .lip_fullness = -0.3f,
               .sagging = 0.8f,
               .neck_width = -0.9f,
               .shoulder_width = -0.9f},
     .complexion = {.skin = {0.87f, 0.70f, 0.62f},
                    .lips = {0.74f, 0.50f, 0.47f},
                    .iris = {0.38f, 0.52f, 0.60f},
                    .flush = 1.3f,
                    .spots = 0.5f,
                    .wrinkles = 1.8f,
                    .resting_wrinkles = 0.75f},
     .hair = cut("bob", {0.66f, 0.65f, 0.63f}, 0.8f),
     .shirt = {0.52f, 0.40f, 0.52f}},
    {.name = "rafael",
     .description = "a man of fifty, olive skin, unshaven",
     .shape = {.width = 0.1f,
               .length = 0.1f,
               .jaw_width = 0.9f,
               .chin = 0.6f,
               .chin_width = 0.8f,
               .cheekbones = 0.5f,
               .cheek_fullness = -0.3f,
               .eye_size = 0.3f,
               .brow_ridge = 0.8f,
               .brow_height = -0.5f,
               .nose_length = 0.3f,
               .nose_bridge = 0.5f,
               .nose_size = 0.4f,
               .mouth_width = 0.4f,
               .sagging = 0.2f,
               .neck_width = 0.5f,
               .shoulder_width = 0.5f},
     .complexion = {.skin = {0.74f, 0.54f, 0.42f},
                    .lips = {0.62f, 0.37f, 0.34f},
                    .iris = {0.36f, 0.27f, 0.15f},
                    .wrinkles = 1.3f,
                    .resting_wrinkles = 0.3f,
                    .stubble = 0.7f},
     .hair = cut("receding", {0.16f, 0.13f, 0.11f}, 0.3f),
     .shirt = {0.34f, 0.40f, 0.30f}},
    {.name = "priya",
     .description = "a young woman, brown skin, long hair",
     .shape = {.width = -0.2f,
               .length = -0.6f,
               .jaw_width = -1.2f,
               .chin = 0.2f,
               .chin_width = -1,
               .cheekbones = 0.5f,
               .eye_size = 1.3f,
               .eye_tilt = 0.4f,
               .brow_ridge = -0.5f,
               .nose_length = -0.2f,
               .nose_bridge = 0.2f,
               .nose_size = -0.3f,
               .lip_fullness = 0.8f,
               .mouth_width = 0.2f,
               .neck_width = -1.3f,
               .shoulder_width = -1},
     .complexion = {.skin = {0.64f, 0.44f, 0.32f},
                    .lips = {0.58f, 0.27f, 0.27f},
                    .iris = {0.24f, 0.15f, 0.09f},
                    .wrinkles = 0.5f},
     .hair = cut("long", {0.10f, 0.07f, 0.06f}),
     .shirt = {0.58f, 0.20f, 0.24f}},
    {.name = "omar",
     .description = "an old man, brown skin, bald",
     .shape = {.length = 0.3f,
               .jaw_width = 0.3f,
               .chin = 0.4f,
               .cheekbones = 0.3f,
               .cheek_fullness = -0.3f,
               .eye_size = 0.4f,
               .brow_ridge = 0.5f,
               .brow_height = -0.2f,
               .nose_width = 0.4f,
               .nose_length = 0.6f,
               .nose_bridge = 0.5f,
               .nose_size = 0.5f,
               .lip_fullness = -0.2f,
               .sagging = 1,
               .neck_width = 0.2f},
     .complexion = {.skin = {0.56f, 0.39f, 0.29f},
                    .lips = {0.53f, 0.33f, 0.30f},
                    .iris = {0.28f, 0.18f, 0.11f},
                    .flush = 0.8f,
                    .spots = 0.4f,
                    .wrinkles = 1.9f,
                    .resting_wrinkles = 0.85f,
                    .stubble = 0.3f,
                    .stubble_tint = {0.85f, 0.86f, 0.88f}},
     .hair = cut("wreath", {0.62f, 0.60f, 0.57f}, 0.8f),
     .shirt = {0.84f, 0.82f, 0.76f}},
    {.name = "leo",
     .description = "a boy of eight",
     .shape = {.length = -1.2f,
               .forehead = 0.2f,
               .cranium = 0.9f,
               .jaw_width = -0.9f,
               .chin = -0.6f,
               .chin_width = -0.5f,
               .cheek_fullness = 0.8f,
               .eye_size = 1.5f,
               .brow_ridge = -0.7f,
               .brow_height = -0.2f,
               .nose_width = -0.2f,
               .nose_length = -0.9f,
               .nose_bridge = -0.6f,
               .nose_size = -0.8f,
               .nose_upturn = 0.5f,
               .lip_fullness = 0.3f,
               .mouth_width = -0.2f,
               .neck_width = -1.4f,
               .shoulder_width = -1.5f},
     .complexion = {.skin = {0.88f, 0.69f, 0.58f},
                    .lips = {0.76f, 0.42f, 0.40f},
                    .iris = {0.36f, 0.44f, 0.34f},
                    .flush = 1.2f,
                    .freckles = 0.7f,
                    .wrinkles = 0.15f},
     .hair = cut("side-part", {0.48f, 0.34f, 0.20f}),
     .shirt = {0.28f, 0.50f, 0.62f}},
};

float mixed(float a, float b, float t) { return a + (b - a) * t; }

Complexion mixed(const Complexion& a, const Complexion& b, float t) {
  return {.skin = mix(a.skin, b.skin, t),
          .lips = mix(a.lips, b.lips, t),
          .iris = mix(a.iris, b.iris, t),
          .flush = mixed(a.flush, b.flush, t),
          .freckles = mixed(a.freckles, b.freckles, t),
          .spots = mixed(a.spots, b.spots, t),
          .wrinkles = mixed(a.wrinkles, b.wrinkles, t),
          .resting_wrinkles = mixed(a.resting_wrinkles, b.resting_wrinkles, t),
          .stubble = mixed(a.stubble, b.stubble, t),
          .stubble_tint = mix(a.stubble_tint, b.stubble_tint, t)};
}

}  // namespace

std::span<const Identity> identities() { return kIdentities; }

Identity random_identity(std::uint64_t seed) {
  constexpr float kSpread = 0.3f;  // standard deviation of what is like neither parent
  constexpr float kEnd = 1.3f;
  constexpr float kThinLips = -0.3f;  // thinner ones pass through each other when the jaw goes sideways
  Random random(seed);
  const std::size_t a = random.index(std::size(kIdentities));
  const std::size_t b = (a + 1 + random.index(std::size(kIdentities) - 1)) % std::size(kIdentities);
  const auto share = static_cast<float>(random.uniform());
  Identity person = kIdentities[share < 0.5f ? a : b];
  person.name = std::to_string(seed);
  person.description = "made up";
  for (const auto& [name, member] : shape_parameters()) {
    const float own = kSpread * static_cast<float>(random.normal());
    person.shape.*member =
        std::clamp(mixed(kIdentities[a].shape.*member, kIdentities[b].shape.*member, share) + own, -kEnd, kEnd);
  }
  person.shape.lip_fullness = std::max(person.shape.lip_fullness, kThinLips);
  person.shape.sagging = std::clamp(person.shape.sagging, 0.0f, 1.0f);
  person.complexion = mixed(kIdentities[a].complexion, kIdentities[b].complexion, share);
  return person;
}

Identity identity(std::string_view name_or_seed) {
  const auto* known = std::ranges::find(kIdentities, lower_ascii(name_or_seed), &Identity::name);
  if (known != std::end(kIdentities)) return *known;
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(name_or_seed.begin(), name_or_seed.end(), seed);
  if (error == std::errc() && end == name_or_seed.end()) return random_identity(seed);
  std::string names;
  for (const Identity& i : kIdentities) names += i.name + ", ";
  fail(ErrorCode::kInvalidArgument, "identity {} is unknown, expected {}or a whole number", quote(name_or_seed), names);
}

}  // namespace emo3d::rig
