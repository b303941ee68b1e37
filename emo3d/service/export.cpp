#include "emo3d/service/export.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "emo3d/base/atomic_folder.h"
#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/base/version.h"
#include "emo3d/exporter/glb.h"
#include "emo3d/exporter/losses.h"
#include "emo3d/exporter/obj.h"
#include "emo3d/exporter/vrm.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::pair<std::string_view, ExportFormat>, 3> kFormats = {
    {{"glb", ExportFormat::kGlb}, {"vrm", ExportFormat::kVrm}, {"obj", ExportFormat::kObj}}};

std::string_view name(ExportFormat format) {
  for (const auto& [known, value] : kFormats)
    if (value == format) return known;
  return "";
}

/// Returns the bytes written.
std::uintmax_t write_shapes(const rig::MorphMesh& mesh, const fs::path& folder, const ExportOptions& options) {
  const exporter::ObjShapes shapes(mesh);
  AtomicFolder files(folder);
  std::array<std::uintmax_t, face::kChannelCount + 1> bytes{};
  parallel_for(bytes.size(), options.threads, [&](std::size_t i) {
    if (options.before_file) options.before_file();
    const bool rest = i == face::kChannelCount;
    const std::string text = rest ? shapes.neutral() : shapes.shape(face::channels().at(i));
    files.write((rest ? "neutral" : std::string(face::name(face::channels().at(i)))) + ".obj", text);
    bytes.at(i) = text.size();
  });
  std::string names;
  for (const face::Channel c : face::channels()) names += std::string(face::name(c)) + "\n";
  files.write("names.txt", names);
  files.commit();
  std::uintmax_t sum = names.size();
  for (const std::uintmax_t b : bytes) sum += b;
  return sum;
}

}  // namespace

ExportFormat parse_export_format(std::string_view name) {
  for (const auto& [known, format] : kFormats)
    if (known == name) return format;
  fail(ErrorCode::kInvalidArgument, "format {} is unknown, expected glb, vrm or obj", quote(name));
}

OrderedJson to_json(const ExportReport& report) {
  return {{"path", report.path.string()},  {"format", name(report.format)}, {"vertices", report.vertices},
          {"triangles", report.triangles}, {"targets", report.targets},     {"bytes", report.bytes}};
}

ExportFormat export_format(const fs::path& path, std::optional<ExportFormat> named) {
  const std::string extension = extension_of(path);
  std::optional<ExportFormat> meant;
  if (extension == ".glb") meant = ExportFormat::kGlb;
  if (extension == ".vrm") meant = ExportFormat::kVrm;
  if (extension.empty()) meant = ExportFormat::kObj;
  const bool file = meant == ExportFormat::kGlb || meant == ExportFormat::kVrm;
  check(extension != ".obj" && !(named == ExportFormat::kObj && file), ErrorCode::kInvalidArgument,
        "{}: obj is written as a folder of files", path.string());
  const std::optional<ExportFormat> format = named ? named : meant;
  check(format.has_value(), ErrorCode::kInvalidArgument,
        "{}: unknown extension {}, expected .glb, .vrm or a folder for OBJ files", path.string(), quote(extension));
  check(format == ExportFormat::kObj || format == meant, ErrorCode::kInvalidArgument, "{}: {} is written as .{}",
        path.string(), name(*format), name(*format));

  if (format == ExportFormat::kObj) {
    AtomicFolder::check_target(path);
  } else {
    (void)writable_path(path);
  }
  return *format;
}

ExportReport export_figure(const rig::Figure& figure, const fs::path& path, const ExportOptions& options) {
  const rig::MorphMesh mesh = figure.morph_mesh(options.threads);
  ExportReport report{.path = path,
                      .format = options.format,
                      .vertices = mesh.neutral.positions.size(),
                      .triangles = mesh.neutral.triangles.size(),
                      .targets = mesh.targets.size()};
  const std::string losses = exporter::losses(mesh.neutral);
  if (!losses.empty() && options.on_losses) options.on_losses(losses);
  if (options.format == ExportFormat::kObj) {
    report.bytes = write_shapes(mesh, path, options);
    return report;
  }
  const std::string bytes = options.format == ExportFormat::kVrm ? exporter::to_vrm(mesh, generator(), {})
                                                                 : exporter::to_glb(mesh, generator());
  write_file(path, bytes);
  report.vertices = exporter::file_vertices(mesh.neutral);
  report.bytes = bytes.size();
  return report;
}

}  // namespace emo3d::service
