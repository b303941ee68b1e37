#include "emo3d/service/export.h"

#include <gtest/gtest.h>

#include "emo3d/base/file.h"
#include "tests/support/errors.h"
#include "tests/support/synthetic_meshes.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

/// A square of skin and one of teeth that share an edge; jawOpen lowers it.
class Squares final : public rig::Figure {
 public:
  [[nodiscard]] rig::Mesh pose(const face::Expression& expression) const override {
    rig::Mesh mesh;
    const float y = -expression[face::Channel::kJawOpen];
    for (const rig::Vec3& p : {rig::Vec3{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 0}, {2, 0, 0}, {2, 1, 0}})
      testing::add_vertex(mesh, {p.x, p.y + y, p.z}, {0, 0, 1}, {1, 1, 1}, 1,
                          p.x < 1.5f ? rig::Material::kSkin : rig::Material::kTooth);
    mesh.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 2}, {5, 3, 2}};
    return mesh;
  }
  [[nodiscard]] rig::MorphMesh morph_mesh(unsigned /*threads*/) const override {
    rig::MorphMesh result{pose({}), {}};
    for (const face::Channel c : face::channels()) {
      face::Expression alone;
      alone.set(c, 1);
      result.targets.push_back(rig::morph_target(c, result.neutral, pose(alone)));
    }
    return result;
  }
};

TEST(Export, FormatsAreThoseOfTheNames) {
  const TemporaryDirectory folder;
  const auto format = [&](const char* name, std::optional<ExportFormat> named = std::nullopt) {
    return export_format(folder.path() / name, named);
  };
  EXPECT_EQ(format("a.GLB"), ExportFormat::kGlb);
  EXPECT_EQ(format("a.vrm"), ExportFormat::kVrm);
  EXPECT_EQ(format("a"), ExportFormat::kObj);
  EXPECT_EQ(format("a/"), ExportFormat::kObj);
  EXPECT_EQ(format("a.1", ExportFormat::kObj), ExportFormat::kObj);
  EXPECT_NE(error_message([&] { (void)format("none/a.glb"); }).find("there is no folder"), std::string::npos);
  EXPECT_NE(error_message([&] { (void)format("a.glb", ExportFormat::kVrm); }).find("vrm is written as .vrm"),
            std::string::npos);
}

TEST(Export, CountsTheVerticesOfTheFile) {
  const TemporaryDirectory folder;
  const ExportReport glb = export_figure(Squares(), folder.path() / "a.glb", {.format = ExportFormat::kGlb});
  EXPECT_EQ(glb.vertices, 8u) << "the shared edge is in both parts";
  EXPECT_EQ(glb.triangles, 4u);
  EXPECT_EQ(glb.bytes, fs::file_size(folder.path() / "a.glb"));
  EXPECT_EQ(export_figure(Squares(), folder.path() / "a", {.format = ExportFormat::kObj}).vertices, 6u);
}

TEST(Export, AFolderThatIsStoppedIsNotThere) {
  const TemporaryDirectory folder;
  const ExportOptions options{.format = ExportFormat::kObj,
                              .before_file = [] { fail(ErrorCode::kInterrupted, "stop"); }};
  EXPECT_EQ(error_message([&] { (void)export_figure(Squares(), folder.path() / "a", options); }), "stop");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace emo3d::service
