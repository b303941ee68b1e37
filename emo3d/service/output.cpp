#include "emo3d/service/output.h"

#include <array>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/face/live_link_csv.h"
#include "emo3d/rig/glb.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

/// What a file may show besides the result itself. The figure is loaded by the first format that needs it.
class Stage {
 public:
  Stage(const FigureOptions& figure, const PictureOptions& picture) : figure_options_(figure), picture_(picture) {}
  [[nodiscard]] const rig::Figure& figure() {
    if (!figure_) figure_ = load_figure(figure_options_);
    return *figure_;
  }
  [[nodiscard]] const PictureOptions& picture() const { return picture_; }

 private:
  const FigureOptions& figure_options_;
  const PictureOptions& picture_;
  std::shared_ptr<const rig::Figure> figure_;
};

using Make = std::string (*)(const Generated&, Stage&);

constexpr std::array<std::pair<std::string_view, Make>, 4> kFormats = {
    {{".json", [](const Generated& g, Stage&) { return to_json(g).dump(2) + "\n"; }},
     {".csv",
      [](const Generated& g, Stage&) {
        const face::LiveLinkFrame frame{0, g.document.expression};
        return face::to_live_link_csv(std::span(&frame, 1));
      }},
     {".glb", [](const Generated& g, Stage& s) { return rig::to_glb(s.figure().morph_mesh(), g.document); }},
     {".png", [](const Generated& g, Stage& s) { return draw_png(s.figure(), g.document.expression, s.picture()); }}}};

Make find_format(const fs::path& path) {
  for (const auto& [extension, make] : kFormats)
    if (path.extension() == extension) return make;
  fail(ErrorCode::kInvalidArgument, "{}: unknown extension {}, expected .json, .csv, .glb or .png", path.string(),
       quote(path.extension().string()));
}

}  // namespace

OutputWriter::OutputWriter(std::vector<fs::path> paths, const FigureOptions& figure, const PictureOptions& picture)
    : paths_(std::move(paths)), figure_(figure), picture_(picture) {
  std::set<fs::path> seen;
  for (const fs::path& path : paths_) {
    (void)find_format(path);
    check(seen.insert(path.lexically_normal()).second, ErrorCode::kInvalidArgument, "{}: given twice", path.string());
    std::error_code error;
    check(!path.has_parent_path() || fs::is_directory(path.parent_path(), error), ErrorCode::kIo,
          "{}: cannot write: there is no folder {}", path.string(), path.parent_path().string());
  }
}

void OutputWriter::write(const Generated& generated) const {
  Stage stage(figure_, picture_);
  std::vector<std::string> contents;
  for (const fs::path& path : paths_) contents.push_back(find_format(path)(generated, stage));
  std::vector<std::unique_ptr<AtomicFile>> files;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    files.push_back(std::make_unique<AtomicFile>(paths_[i]));
    files.back()->append(contents[i]);
  }
  for (const auto& file : files) file->commit();  // only when all are complete
}

}  // namespace emo3d::service
