#include "emo3d/exporter/obj.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "emo3d/base/error.h"
#include "emo3d/exporter/mesh_parts.h"

namespace emo3d::exporter {
namespace {

/// IEC 61966-2-1.
float srgb(float linear) {
  const float x = std::clamp(linear, 0.0f, 1.0f);
  return x <= 0.0031308f ? 12.92f * x : 1.055f * std::pow(x, 1 / 2.4f) - 0.055f;
}

std::string faces_of(const rig::Mesh& mesh) {
  std::string faces;
  for (const MeshPart& part : mesh_parts(mesh)) {
    faces += fmt::format("g {}\n", part.name);
    for (std::size_t i = 0; i < part.indices.size(); i += 3)
      fmt::format_to(std::back_inserter(faces), FMT_COMPILE("f {0}//{0} {1}//{1} {2}//{2}\n"),
                     part.vertices[part.indices[i]] + 1, part.vertices[part.indices[i + 1]] + 1,
                     part.vertices[part.indices[i + 2]] + 1);
  }
  return faces;
}

}  // namespace

ObjShapes::ObjShapes(const rig::MorphMesh& mesh) : mesh_(mesh) {
  check_morph_mesh(mesh);
  faces_ = faces_of(mesh.neutral);
  for (std::size_t v = 0; v < mesh.neutral.colours.size(); ++v) {
    const rig::Vec3 c = mesh.neutral.colours[v] * mesh.neutral.occlusion[v];
    colours_.push_back(fmt::format(" {:.4f} {:.4f} {:.4f}\n", srgb(c.x), srgb(c.y), srgb(c.z)));
  }
}

std::string ObjShapes::file(std::string_view name, const std::vector<rig::Vec3>& positions,
                            const std::vector<rig::Vec3>& normals) const {
  std::string text = "# emo3d\n";
  if (mesh_.attribution && !mesh_.attribution->copyright.empty())
    text += fmt::format("# {}\n", quote(mesh_.attribution->copyright));
  text += fmt::format("o {}\ns 1\n", name);
  for (std::size_t v = 0; v < positions.size(); ++v) {
    const rig::Vec3 p = positions[v] * rig::kMetresPerCentimetre;
    fmt::format_to(std::back_inserter(text), FMT_COMPILE("v {:.6f} {:.6f} {:.6f}"), p.x, p.y, p.z);
    text += colours_[v];
  }
  for (const rig::Vec3& n : normals)
    fmt::format_to(std::back_inserter(text), FMT_COMPILE("vn {:.4f} {:.4f} {:.4f}\n"), n.x, n.y, n.z);
  return text + faces_;
}

std::string ObjShapes::neutral() const { return file("neutral", mesh_.neutral.positions, mesh_.neutral.normals); }

std::string ObjShapes::shape(face::Channel channel) const {
  std::vector<rig::Vec3> positions = mesh_.neutral.positions;
  std::vector<rig::Vec3> normals = mesh_.neutral.normals;
  const rig::MorphTarget& target = mesh_.targets.at(static_cast<std::size_t>(channel));
  for (std::size_t i = 0; i < target.vertices.size(); ++i) {
    positions[target.vertices[i]] += target.deltas[i];
    normals[target.vertices[i]] += target.normal_deltas[i];
  }
  return file(face::name(channel), positions, normals);
}

}  // namespace emo3d::exporter
