#include <gtest/gtest.h>

#include "emo3d/base/file.h"
#include "emo3d/image/png.h"
#include "emo3d/service/avatar_info.h"
#include "emo3d/service/export.h"
#include "tests/support/errors.h"
#include "tests/support/gltf_writer.h"

namespace emo3d::service {
namespace {

TEST(AvatarExport, TellsWhatIsLostAndRefusesAVrmWithoutALicence) {
  testing::GltfWriter file = testing::sample_avatar({"jawOpen"});
  const std::string png = image::encode_png(image::Image(2, 2, image::Format::kRgb));
  file.add("images", {{"bufferView", file.add_view(png)}, {"mimeType", "image/png"}});
  file.add("textures", {{"source", 0}});
  file.add("materials", {{"pbrMetallicRoughness", {{"baseColorTexture", {{"index", 0}}}}}});
  file.json["meshes"][0]["primitives"][0]["material"] = 0;
  file.json["asset"]["copyright"] = "2026 Ada";
  const TemporaryDirectory folder;
  const auto path = folder.path() / "ada.glb";
  write_file(path, file.glb());

  const auto figure = load_figure({.avatar = path});
  std::string losses;
  const auto tell = [&](const std::string& text) { losses = text; };
  (void)export_figure(*figure, folder.path() / "out.glb", {.format = ExportFormat::kGlb, .on_losses = tell});
  EXPECT_EQ(losses, "1 picture");
  EXPECT_NE(read_file(folder.path() / "out.glb").find(R"("copyright":"2026 Ada")"), std::string::npos);

  const std::string message = testing::error_message(
      [&] { (void)export_figure(*figure, folder.path() / "out.vrm", {.format = ExportFormat::kVrm}); });
  EXPECT_NE(message.find("ada.glb: states no VRM 1.0 licence"), std::string::npos) << message;
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "out.vrm"));
}

}  // namespace
}  // namespace emo3d::service
