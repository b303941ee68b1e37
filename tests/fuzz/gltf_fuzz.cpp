// Whatever bytes lie in an avatar's file, it is read or refused with an Error of one line, and what is read can be
// posed and drawn.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emo3d/avatar/avatar.h"
#include "emo3d/base/error.h"
#include "emo3d/render/render.h"

namespace {

void expect(bool condition) {
  if (!condition) std::abort();
}

void expect_sound(const emo3d::rig::Mesh& mesh) {
  const std::size_t count = mesh.positions.size();
  expect(mesh.normals.size() == count && mesh.colours.size() == count && mesh.occlusion.size() == count &&
         mesh.materials.size() == count);
  for (const auto& p : mesh.positions) expect(std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z));
  for (const auto& n : mesh.normals) expect(std::isfinite(n.x) && std::isfinite(n.y) && std::isfinite(n.z));
  for (const auto& t : mesh.triangles)
    for (const std::uint32_t v : t) expect(v < count);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  try {
    const auto avatar = avatar::Avatar::parse(std::string(reinterpret_cast<const char*>(data), size), "input");
    face::Expression expression;
    for (const face::Channel channel : face::channels()) expression.set(channel, 0.5f);
    const rig::Mesh mesh = avatar.pose(expression);
    expect_sound(mesh);
    expect_sound(avatar.morph_mesh().neutral);
    const rig::HeadPlace head = avatar.head_place();
    expect(std::isfinite(head.centre.x + head.centre.y + head.centre.z) && head.height_cm > 0);
    if (mesh.triangles.size() > 10000) return 0;  // drawing is not what is tested
    const render::RenderOptions options{
        .width = 16, .height = 16, .camera = render::fit(render::camera(render::View::kFront), head), .threads = 1};
    (void)render::render(mesh, options);
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
  return 0;
}
