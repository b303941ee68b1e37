#include "emo3d/render/projection.h"

#include <algorithm>

#include "emo3d/base/parallel.h"
#include "emo3d/render/render.h"

namespace emo3d::render {
namespace {

constexpr std::size_t kChunk = 4096;

/// Nearest integer, half up; |value| <= kMaxScreen.
std::int32_t rounded(float value) {
  const float shifted = value + 0.5f;
  const auto truncated = static_cast<std::int32_t>(shifted);
  return truncated - (static_cast<float>(truncated) > shifted ? 1 : 0);
}

ScreenVertex project(const rig::Vec3& position, const Viewport& port) {
  const ViewFrame& frame = port.frame;
  const rig::Vec3 from_camera = position - frame.position;
  const float depth = -dot(from_camera, frame.backward);
  if (!(depth >= kNearDepth_cm)) return {};  // also NaN
  const float inverse_depth = 1.0f / depth;
  const float scale = port.scale * inverse_depth;
  const float x = (port.centre_x + dot(from_camera, frame.right) * scale) * kSubpixels;
  const float y = (port.centre_y - dot(from_camera, frame.up) * scale) * kSubpixels;
  const bool on_grid = x > -kMaxScreen && x < kMaxScreen && y > -kMaxScreen && y < kMaxScreen;
  if (!on_grid || !(inverse_depth > 0)) return {};
  return {rounded(x), rounded(y), inverse_depth};
}

VertexDetail in_view(const rig::SkinDetail& detail, const ViewFrame& frame) {
  VertexDetail out{.rest_pores = {detail.rest.x, detail.rest.y, detail.rest.z, detail.pores},
                   .marks = {detail.freckles, detail.spots, 0.0f, 0.0f},
                   .folds = {}};
  for (std::size_t i = 0; i < out.folds.size(); ++i) {
    const rig::Fold& fold = detail.folds[i];
    out.folds[i] =
        Float4{dot(fold.slope, frame.right), dot(fold.slope, frame.up), dot(fold.slope, frame.backward), fold.phase};
  }
  return out;
}

}  // namespace

Viewport viewport(const Camera& camera, int width, int height) {
  Viewport port{.frame = view_frame(camera), .width = width, .height = height};
  port.scale = port.frame.focal * 0.5f * static_cast<float>(std::min(width, height));
  port.centre_x = 0.5f * static_cast<float>(width);
  port.centre_y = 0.5f * static_cast<float>(height);
  return port;
}

ProjectedVertices project_vertices(const rig::Mesh& mesh, std::span<const float> key_light, const Viewport& port,
                                   unsigned threads) {
  const std::size_t count = mesh.positions.size();
  ProjectedVertices out{std::vector<ScreenVertex>(count), std::vector<VertexAttributes>(count),
                        std::vector<VertexDetail>(mesh.detail.size())};
  const ViewFrame& frame = port.frame;
  parallel_for((count + kChunk - 1) / kChunk, threads, [&](std::size_t chunk) {
    const std::size_t end = std::min(count, (chunk + 1) * kChunk);
    for (std::size_t i = chunk * kChunk; i < end; ++i) {
      out.screen[i] = project(mesh.positions[i], port);
      const rig::Vec3& normal = mesh.normals[i];
      const rig::Vec3& colour = mesh.colours[i];
      const float occlusion = mesh.occlusion[i] > 0 ? std::min(mesh.occlusion[i], 1.0f) : 0.0f;
      out.attributes[i] = {
          Float4{dot(normal, frame.right), dot(normal, frame.up), dot(normal, frame.backward), occlusion},
          Float4{colour.x, colour.y, colour.z, key_light[i]}};
      if (i < mesh.detail.size()) out.detail[i] = in_view(mesh.detail[i], frame);
    }
  });
  return out;
}

}  // namespace emo3d::render
