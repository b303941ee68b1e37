#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/base/random.h"
#include "emo3d/rig/hair_mesh.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr std::uint32_t kAcross = 3;  ///< Vertices across a lock: edge, ridge, edge.

/// What sets one lock apart.
struct Lock {
  ScalpPoint root;
  float length = 0, width = 0, lift = 0;
  float strand = 0;  ///< In [-1,1].
  float phase = 0;   ///< Of its wave, radians.
  float curl_up = 0;
  float fine = 0;           ///< How much skin shows through it, in [0,1].
  float root_width = 0.5f;  ///< As a share of its width.
};

/// A point on the middle line of a lock.
struct LockPoint {
  ScalpPoint at;
  Vec3 position;
};

/// Follows the flow of the hair from the root, on the shell's surface.
std::vector<LockPoint> trace(const HairForm& form, const Lock& lock) {
  const HairStyle& style = form.style();
  const auto steps = static_cast<int>(
      std::clamp(std::ceil(lock.length / (style.wave > 0 ? style.wave_length / 5 : 1.3f)), 3.0f, 11.0f));
  constexpr int kSubsteps = 3;
  const float step = lock.length / static_cast<float>(steps * kSubsteps);
  std::vector<LockPoint> line;
  ScalpPoint at = lock.root;
  float run = 0;
  for (int i = 0; i <= steps; ++i) {
    const float s = static_cast<float>(i) / static_cast<float>(steps);
    const float swing = 2 * std::numbers::pi_v<float> * run / style.wave_length + lock.phase;
    const float amount = style.wave * smoothstep(0, 0.25f, s);
    const Vec3 out = form.outward(at);
    const Vec3 way = form.flow(at);
    const float height =
        form.thickness(at) - 0.12f + (0.12f + lock.lift) * smoothstep(0, 0.3f, s) + lock.curl_up * s * s;
    line.push_back({at, form.point(at, height) + cross(way, out) * (amount * std::sin(swing)) +
                            out * (style.bumps > 0 ? amount * std::cos(swing) : 0.25f * amount * std::cos(swing))});
    for (int k = 0; k < kSubsteps; ++k) {
      const Vec3 here = form.surface(at);
      at = form.scalp_point(here + form.flow(at) * step);
      run += step;
    }
    // Not far beyond the hem, and not at all onto the face.
    const float beyond = 0.25f + 0.5f * smoothstep(104, 130, std::abs(at.azimuth_deg)) + 0.4f * lock.phase / 6.28f;
    if (at.down > form.hem(at.azimuth_deg) + beyond && i >= 2) break;
  }
  return line;
}

void append(HeadPart& part, const HairForm& form, const Vec3& skin_colour, const Lock& lock) {
  const std::vector<LockPoint> line = trace(form, lock);
  const HairStyle& style = form.style();
  const auto first = static_cast<std::uint32_t>(part.positions.size());
  const Vec3 colour = mix(strand_colour(style, 0.65f * lock.strand), skin_colour, lock.fine);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const float s = static_cast<float>(i) / static_cast<float>(line.size() - 1);
    const Vec3 way = unit(line[std::min(i + 1, line.size() - 1)].position - line[i > 0 ? i - 1 : 0].position);
    const Vec3 out = form.outward(line[i].at);
    const Vec3 side = unit(cross(way, out));
    const float width =
        lock.width * (lock.root_width + (1 - lock.root_width) * smoothstep(0, 0.35f, s)) * (1 - std::pow(s, 3.0f)) +
        0.012f;
    const float shine = gleam(form.flow(line[i].at), out) * (0.92f + 0.10f * smoothstep(0, 0.5f, s));
    for (std::uint32_t k = 0; k < kAcross; ++k) {
      const float across = static_cast<float>(k) - 1;
      const float ridge = k == 1 ? 0.13f * width : -0.06f * width;
      part.positions.push_back(line[i].position + side * (0.5f * across * width) + out * ridge);
      part.colours.push_back(colour * (shine * (k == 1 ? 1.0f : 0.90f)));
      part.occlusion.push_back((k == 1 ? 1.0f : 0.92f) * (0.86f + 0.14f * smoothstep(0, 0.35f, s)));
    }
  }
  for (std::uint32_t i = 0; i + 1 < line.size(); ++i)
    for (std::uint32_t k = 0; k + 1 < kAcross; ++k) {
      const std::uint32_t a = first + i * kAcross + k;
      part.triangles.push_back({a, a + 1, a + kAcross});
      part.triangles.push_back({a + 1, a + kAcross + 1, a + kAcross});
    }
}

}  // namespace

HeadPart build_hair_locks(const HairForm& form, const Vec3& skin_colour) {
  constexpr int kTries = 12;       // per lock
  constexpr double kOnEdge = 0.4;  // of the locks grow along the hairline
  HeadPart locks{.kind = PartKind::kHair, .material = Material::kHair};
  const HairStyle& style = form.style();
  const int wanted = std::clamp(style.locks, 0, 1000);
  Random random(29);
  const auto uniform = [&](double low, double high) { return static_cast<float>(random.uniform(low, high)); };
  int made = 0;
  for (int i = 0; i < wanted * kTries && made < wanted; ++i) {
    Lock lock;
    lock.root.azimuth_deg = uniform(-180, 180);
    lock.root.down = uniform(0, 22);
    const bool on_edge = random.chance(kOnEdge);
    const bool at_crown = random.chance(0.4) && style.bald_crown > 0;
    const float from_edge = uniform(0, 0.7);
    if (on_edge)
      lock.root.down = at_crown ? form.upper_edge(lock.root.azimuth_deg) + 2 * from_edge
                                : form.hairline(lock.root.azimuth_deg) - from_edge;
    // As many for each part of the surface.
    const float wide =
        std::min(1.0f, std::sin(std::min(lock.root.down / 13.35f, 1.0f) * std::numbers::pi_v<float> / 2));
    const bool thinned = uniform(0, 1) > wide;
    lock.length = style.lock_length * uniform(0.7, 1.15);
    lock.width = style.lock_width * uniform(0.45, 1.25);
    lock.lift = 0.05f + style.lift * uniform(0, 1.3);
    lock.strand = uniform(-1, 1);
    lock.phase = uniform(0, style.bumps > 0 ? 6.28 : 1.2);
    lock.curl_up = style.lift * uniform(-0.5, 0.7);
    const float inside = form.inside_hairline(lock.root);
    if ((thinned && !on_edge) || inside < 0) continue;
    // Thin hair ends in short, fine locks.
    const float edge = smoothstep(-0.3f, style.taper, inside);
    lock.length *= 0.6f + 0.4f * edge;
    lock.width *= 0.5f + 0.5f * edge;
    // Long hair has down where it is combed back from the face.
    constexpr float kDown_cm = 2.6f, kDownWidth_cm = 0.3f;
    if (on_edge && style.fall > 0 && form.hangs(lock.root.azimuth_deg) <= 0) {
      lock.length = std::min(lock.length, kDown_cm);
      lock.width = std::min(lock.width, kDownWidth_cm);
    }
    lock.root_width = 0.15f + 0.4f * smoothstep(0.2f, 1.5f, inside);
    // What starts this close to the end of cut hair reaches the bare skin, where a broad lock looks like a leaf.
    constexpr float kNearEdge_cm = 0.9f;
    const bool near_edge = on_edge || inside < kNearEdge_cm;
    if (near_edge && form.hem(lock.root.azimuth_deg) < form.hairline(lock.root.azimuth_deg) + 1) {
      lock.width *= 0.45f;
      lock.fine = 0.2f * (1 - edge);
    }
    append(locks, form, skin_colour, lock);
    ++made;
  }
  return locks;
}

}  // namespace emo3d::rig
