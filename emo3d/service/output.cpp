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
#include "emo3d/rig/head.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

using Make = std::string (*)(const Generated&, const PictureOptions&);

constexpr std::array<std::pair<std::string_view, Make>, 4> kFormats = {
    {{".json", [](const Generated& g, const PictureOptions&) { return to_json(g).dump(2) + "\n"; }},
     {".csv",
      [](const Generated& g, const PictureOptions&) {
        const face::LiveLinkFrame frame{0, g.document.expression};
        return face::to_live_link_csv(std::span(&frame, 1));
      }},
     {".glb", [](const Generated& g,
                 const PictureOptions&) { return rig::to_glb(rig::Head::built_in().morph_mesh(), g.document); }},
     {".png", [](const Generated& g, const PictureOptions& p) { return draw_png(g.document.expression, p); }}}};

Make find_format(const fs::path& path) {
  for (const auto& [extension, make] : kFormats)
    if (path.extension() == extension) return make;
  fail(ErrorCode::kInvalidArgument, "{}: unknown extension {}, expected .json, .csv, .glb or .png", path.string(),
       quote(path.extension().string()));
}

}  // namespace

OutputWriter::OutputWriter(std::vector<fs::path> paths, const PictureOptions& picture)
    : paths_(std::move(paths)), picture_(picture) {
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
  std::vector<std::string> contents;
  for (const fs::path& path : paths_) contents.push_back(find_format(path)(generated, picture_));
  std::vector<std::unique_ptr<AtomicFile>> files;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    files.push_back(std::make_unique<AtomicFile>(paths_[i]));
    files.back()->append(contents[i]);
  }
  for (const auto& file : files) file->commit();  // only when all are complete
}

}  // namespace emo3d::service
