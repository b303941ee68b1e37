#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

#include "emo3d/base/json.h"
#include "emo3d/service/figure.h"

namespace emo3d::service {

/// What engines and modelling programs read. See docs/export.md.
enum class ExportFormat {
  kGlb,  ///< One file with 52 morph targets, at rest.
  kVrm,  ///< The same as a VRM 1.0 avatar.
  kObj,  ///< A folder: neutral.obj, CHANNEL.obj for each channel, names.txt with the channels' order.
};

/// "glb", "vrm" or "obj". \throws Error kInvalidArgument for anything else.
[[nodiscard]] ExportFormat parse_export_format(std::string_view name);

struct ExportReport {
  std::filesystem::path path;
  ExportFormat format{};
  std::size_t vertices = 0, triangles = 0, targets = 0;
  std::uintmax_t bytes = 0;  ///< Of all files.
};

/// `{"path":..,"format":"glb","vertices":..,"triangles":..,"targets":52,"bytes":..}`
[[nodiscard]] OrderedJson to_json(const ExportReport& report);

/// The format of an output path: by `named` where it is given, else .glb and .vrm by extension and a folder (no
/// extension, or a name ending in /) as OBJ files. \throws Error kInvalidArgument where a path and a format do not fit,
/// kIo where the folder that is to hold it does not exist or, for OBJ, where something other than an empty folder
/// stands in its place.
[[nodiscard]] ExportFormat export_format(const std::filesystem::path& path, std::optional<ExportFormat> named);

struct ExportOptions {
  ExportFormat format{};
  unsigned threads = 0;                 ///< As in parallel_for().
  std::function<void()> before_file{};  ///< Called before each file of a folder; may throw to stop the export.
  std::function<void(const std::string&)> on_losses{};  ///< As in FigureOptions.
};

/// Writes a figure for other programs: the file, or the folder, is complete or absent.
/// \throws Error as export_format(), and naming the path where writing fails.
ExportReport export_figure(const rig::Figure& figure, const std::filesystem::path& path, const ExportOptions& options);

}  // namespace emo3d::service
