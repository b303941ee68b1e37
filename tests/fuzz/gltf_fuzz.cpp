// Whatever bytes lie in an avatar's file, it is read or refused with an Error of one line, and what is read can be
// posed and drawn. It may name files beside it; none outside its folder is read.
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/avatar/avatar_builder.h"
#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/image/png.h"
#include "emo3d/render/render.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;

void expect_sound(const emo3d::rig::Mesh& mesh) {
  const std::size_t count = mesh.positions.size();
  expect(mesh.normals.size() == count && mesh.colours.size() == count && mesh.occlusion.size() == count &&
         mesh.materials.size() == count);
  for (const auto& p : mesh.positions) expect(std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z));
  for (const auto& n : mesh.normals) expect(std::isfinite(n.x) && std::isfinite(n.y) && std::isfinite(n.z));
  for (const auto& t : mesh.triangles)
    for (const std::uint32_t v : t) expect(v < count);
}

/// A folder with what an avatar may name: vertices, a picture, and ways out, which lead to bytes that are no picture
/// and no vertices.
class Folder {
 public:
  Folder() {
    const std::filesystem::path avatar = outside_.path() / "avatar";
    std::filesystem::create_directories(avatar / "sub");
    const std::vector<float> numbers = {-0.05f, 1.4f, 0, 0.05f, 1.4f, 0, 0, 1.6f, 0, 0, 0, 0.01f, 0, 0, 0, 0, 0, 0.01f};
    emo3d::write_file(avatar / "mesh.bin",
                      {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float)});
    emo3d::write_file(avatar / "sub" / "skin.png",
                      emo3d::image::encode_png(emo3d::image::Image(2, 2, emo3d::image::Format::kRgb)));
    emo3d::write_file(outside_.path() / "secret.bin", std::string(1024, '\xff'));
    std::filesystem::create_symlink(outside_.path() / "secret.bin", avatar / "link.bin");
  }
  [[nodiscard]] std::filesystem::path avatar() const { return outside_.path() / "avatar"; }

 private:
  emo3d::TemporaryDirectory outside_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  try {
    static const Folder folder;
    const avatar::GltfDocument document(std::string(reinterpret_cast<const char*>(data), size), "input",
                                        folder.avatar());
    const avatar::Avatar avatar = avatar::AvatarBuilder(document).build();
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
