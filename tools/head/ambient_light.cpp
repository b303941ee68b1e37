#include "tools/head/ambient_light.h"

#include <algorithm>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/parallel.h"
#include "emo3d/rig/ray_caster.h"

namespace emo3d::head {
namespace {

using rig::Vec3;

constexpr std::size_t kVerticesPerTask = 256;

/// `count` directions about +Z, as dense as the cosine of their angle to it: a sunflower spiral on the unit disc,
/// lifted onto the sphere (Malley's method).
std::vector<Vec3> cosine_directions(int count) {
  // cos and sin of the golden angle, pi (3 - sqrt 5); turning step by step keeps the bits independent of the C library.
  constexpr double kCos = -0.73736887807831990;
  constexpr double kSin = 0.67549029426152364;
  std::vector<Vec3> directions;
  double x = 1;
  double y = 0;
  for (int i = 0; i < count; ++i) {
    const double squared_radius = (i + 0.5) / count;
    const double radius = std::sqrt(squared_radius);
    directions.push_back({static_cast<float>(radius * x), static_cast<float>(radius * y),
                          static_cast<float>(std::sqrt(1 - squared_radius))});
    const double turned = x * kCos - y * kSin;
    y = x * kSin + y * kCos;
    x = turned;
  }
  return directions;
}

float light_at(const Vec3& position, const Vec3& normal, const rig::RayCaster& caster,
               const std::vector<Vec3>& directions, const AmbientLightOptions& options) {
  const Vec3 tangent = unit(cross(normal, std::abs(normal.x) < 0.9f ? Vec3{1, 0, 0} : Vec3{0, 1, 0}));
  const Vec3 bitangent = cross(normal, tangent);
  const Vec3 origin = position + normal * options.lift_cm;
  float taken = 0;
  for (const Vec3& d : directions) {
    const Vec3 direction = tangent * d.x + bitangent * d.y + normal * d.z;
    if (const auto hit = caster.nearest({origin, direction, options.reach_cm})) {
      const float share = hit->distance / options.reach_cm;
      taken += 1 - share * share;
    }
  }
  return 1 - taken / static_cast<float>(directions.size());
}

}  // namespace

std::vector<float> ambient_light(const rig::Mesh& mesh, const AmbientLightOptions& options) {
  const std::size_t count = mesh.positions.size();
  check(mesh.normals.size() == count, ErrorCode::kInvalidArgument, "ambient light: {} normals for {} positions",
        mesh.normals.size(), count);
  check(options.rays > 0, ErrorCode::kInvalidArgument, "ambient light: rays is {}, expected above 0", options.rays);
  check(options.reach_cm > 0, ErrorCode::kInvalidArgument, "ambient light: reach is {} cm, expected above 0",
        options.reach_cm);
  for (const rig::Triangle& t : mesh.triangles)
    for (const std::uint32_t v : t)
      check(v < count, ErrorCode::kInvalidArgument, "ambient light: vertex {} of {}", v, count);
  const rig::RayCaster caster(mesh.positions, mesh.triangles);
  const std::vector<Vec3> directions = cosine_directions(options.rays);
  std::vector<float> light(count);
  parallel_for((count + kVerticesPerTask - 1) / kVerticesPerTask, options.threads, [&](std::size_t task) {
    const std::size_t end = std::min(count, (task + 1) * kVerticesPerTask);
    for (std::size_t v = task * kVerticesPerTask; v < end; ++v)
      light[v] = light_at(mesh.positions[v], mesh.normals[v], caster, directions, options);
  });
  return light;
}

}  // namespace emo3d::head
