#include "emo3d/service/output.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json_text.h"
#include "emo3d/exporter/glb.h"
#include "emo3d/exporter/losses.h"
#include "emo3d/face/live_link_csv.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

/// The figure, loaded by the first format that needs it.
class Stage {
 public:
  explicit Stage(const FigureOptions& options) : options_(options) {}
  [[nodiscard]] const rig::Figure& figure() {
    if (!figure_) figure_ = load_figure(options_);
    return *figure_;
  }

  /// Its mesh for a file.
  [[nodiscard]] rig::MorphMesh morph_mesh() {
    rig::MorphMesh mesh = figure().morph_mesh();
    const std::string losses = exporter::losses(mesh.neutral);
    if (!losses.empty() && options_.on_losses) options_.on_losses(losses);
    return mesh;
  }

 private:
  const FigureOptions& options_;
  std::shared_ptr<const rig::Figure> figure_;
};

using Make = std::string (*)(const Generated&, Stage&);

constexpr std::array<std::pair<std::string_view, Make>, 3> kFormats = {
    {{".json", [](const Generated& g, Stage&) { return json_text(to_json(g), 2) + "\n"; }},
     {".csv",
      [](const Generated& g, Stage&) {
        const face::LiveLinkFrame frame{0, g.document.expression};
        return face::to_live_link_csv(std::span(&frame, 1));
      }},
     {".glb", [](const Generated& g, Stage& s) { return exporter::to_glb(s.morph_mesh(), g.document); }}}};

/// Null for pictures. \throws Error where nothing is written under such a name.
Make find_format(const fs::path& path) {
  for (const auto& [extension, make] : kFormats)
    if (extension_of(path) == extension) return make;
  if (is_picture_path(path)) return nullptr;
  fail(ErrorCode::kInvalidArgument, "{}: unknown extension {}, expected .json, .csv, .glb, .png, .webp or .mp4",
       path.string(), quote(path.extension().string()));
}

}  // namespace

OutputWriter::OutputWriter(std::vector<fs::path> paths, const FigureOptions& figure, const PictureOptions& picture,
                           const MotionOptions& motion)
    : paths_(std::move(paths)), figure_(figure), picture_(picture), motion_(motion) {
  std::set<fs::path> seen;
  for (const fs::path& path : paths_) {
    if (find_format(path) == nullptr)
      (void)PictureFile(path, picture_, motion_);
    else
      (void)writable_path(path);
    check(seen.insert(path.lexically_normal()).second, ErrorCode::kInvalidArgument, "{}: given twice", path.string());
  }
}

std::size_t OutputWriter::pictures() const {
  const auto count = std::ranges::count_if(paths_, [](const fs::path& path) { return find_format(path) == nullptr; });
  return static_cast<std::size_t>(count) * frame_count(motion_);
}

void OutputWriter::write(const Generated& generated, const PictureProgress& progress) const {
  Stage stage(figure_);
  std::vector<std::string> contents;
  std::vector<std::unique_ptr<PictureFile>> pictures;
  for (const fs::path& path : paths_) {
    const Make make = find_format(path);
    contents.push_back(make == nullptr ? std::string() : make(generated, stage));
    if (make != nullptr) continue;
    pictures.push_back(std::make_unique<PictureFile>(path, picture_, motion_));
    pictures.back()->draw(stage.figure(), generated.document.expression, progress);
  }
  std::vector<std::unique_ptr<AtomicFile>> files;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    if (find_format(paths_[i]) == nullptr) continue;
    files.push_back(std::make_unique<AtomicFile>(paths_[i]));
    files.back()->append(contents[i]);
  }
  for (const auto& file : files) file->commit();  // only when all are complete
  for (const auto& picture : pictures) picture->commit();
}

}  // namespace emo3d::service
