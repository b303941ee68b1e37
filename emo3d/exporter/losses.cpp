#include "emo3d/exporter/losses.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace emo3d::exporter {

std::string losses(const rig::Mesh& mesh) {
  if (!mesh.surfaces) return {};
  std::set<const void*> pictures;
  for (const rig::Surface& surface : mesh.surfaces->list)
    if (surface.texture) pictures.insert(surface.texture.get());
  const auto transparent = std::ranges::count_if(
      mesh.surfaces->list, [](const rig::Surface& s) { return s.alpha_mode != rig::AlphaMode::kOpaque; });
  const auto counted = [](auto count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  std::string text;
  if (!pictures.empty()) text = counted(pictures.size(), "picture");
  if (transparent > 0)
    text += fmt::format("{}the transparency of {}", text.empty() ? "" : " and ", counted(transparent, "part"));
  return text;
}

}  // namespace emo3d::exporter
