#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "emo3d/service/extract.h"
#include "emo3d/service/extract_audit.h"

namespace emo3d::service {

/// What an extraction found.
struct ExtractSummary {
  std::size_t photos = 0;
  std::size_t faces = 0;
  std::size_t without_face = 0;  ///< Photos that were read and have none.
  std::size_t failed = 0;        ///< Photos that could not be read.
  ChannelAudit audit;
  void add(std::span<const OrderedJson> rows_of_photo);
};

/// {"photos", "faces", "without_face", "failed"}.
[[nodiscard]] OrderedJson to_json(const ExtractSummary& summary);

/// How rows are written.
struct RowFileOptions {
  bool landmarks = false;  ///< With all landmarks; not for .csv.
  bool resume = false;     ///< Go on from what an interrupted or a finished run left.
  /// What else the rows depend on; a run with other settings is not gone on from. Rows hold their settings_mark().
  OrderedJson settings = OrderedJson::object();
  std::function<void(std::size_t left)> on_start{};  ///< Is told how many photos are left to do.
  std::function<void(const PhotoFaces& found)>
      on_photo{};  ///< Is told of each that is done; what it throws ends the work.
};

/// \throws Error kInvalidArgument where rows are not written under such a name or not with such options, kIo where they
/// could not be.
void check_row_file(const std::filesystem::path& output, const RowFileOptions& options);

/// Extracts `photos`, each standing there once, to `output` (.json, .jsonl or .csv, as its name says), in their order.
/// Until all are done the rows lie in ExtractJournal::path_for(output). With `resume`, an output that holds all of them
/// already stays as it is. \throws Error kInterrupted saying where the rows are
/// and how to go on, and others as check_row_file(), ExtractJournal() and extract_each().
[[nodiscard]] ExtractSummary extract_to_file(std::span<const Photo> photos, const std::filesystem::path& output,
                                             const ExtractOptions& extract, const RowFileOptions& options);

}  // namespace emo3d::service
