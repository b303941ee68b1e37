#include "emo3d/service/extract_file.h"

#include <algorithm>
#include <functional>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json_text.h"
#include "emo3d/base/version.h"
#include "emo3d/service/extract_journal.h"
#include "emo3d/service/extract_resume.h"
#include "emo3d/service/extract_rows.h"

namespace emo3d::service {
namespace {

/// Rows in one of the formats, a row a line.
class RowFile {
 public:
  explicit RowFile(const std::filesystem::path& path) : extension_(extension_of(path)), file_(path) {
    if (extension_ == ".csv") file_.append(csv_header());
    if (extension_ == ".json") {
      const std::string empty = json_text(faces_document({}));  // ends in "[]}"
      file_.append(empty.substr(0, empty.size() - 2));
    }
  }
  void add(const OrderedJson& row) {
    if (extension_ == ".json") file_.append(is_first_ ? "\n" : ",\n");
    is_first_ = false;
    file_.append(extension_ == ".csv" ? csv_line(row) : json_text(row));
    if (extension_ == ".jsonl") file_.append("\n");
  }
  void commit() {
    if (extension_ == ".json") file_.append("\n]}\n");
    file_.commit();
  }

 private:
  std::string extension_;
  AtomicFile file_;
  bool is_first_ = true;
};

OrderedJson all_settings(const RowFileOptions& options) {
  OrderedJson settings = {{"generator", generator()}, {"landmarks", options.landmarks}};
  settings.update(options.settings);
  return settings;
}

bool holds_all(std::span<const PhotoRows> finished, std::span<const Photo> photos) {
  return std::ranges::equal(finished, photos, std::ranges::equal_to{}, &PhotoRows::image,
                            [](const Photo& photo) { return path_text(photo.path); });
}

void extract_rest(std::span<const Photo> photos, ExtractJournal& journal, const ExtractOptions& extract,
                  const RowFileOptions& options) {
  const std::string mark = settings_mark(all_settings(options));
  std::vector<Photo> rest;
  for (const Photo& photo : photos)
    if (!journal.contains(path_text(photo.path))) rest.push_back(photo);
  if (options.on_start) options.on_start(rest.size());
  if (rest.empty()) return;  // no model is loaded
  extract_each(rest, extract, [&](const PhotoFaces& found) {
    std::vector<OrderedJson> rows = to_rows(found, options.landmarks);
    for (OrderedJson& row : rows) row["settings"] = mark;
    journal.append(path_text(found.photo.path), rows);
    if (options.on_photo) options.on_photo(found);
  });
}

}  // namespace

void ExtractSummary::add(std::span<const OrderedJson> rows_of_photo) {
  ++photos;
  for (const OrderedJson& row : rows_of_photo) {
    const ScoredRow scored = scored_row(Json(row), "a row");
    if (scored.scores) {
      ++faces;
      audit.add(*scored.scores);
    } else {
      ++(row.contains("width") ? without_face : failed);
    }
  }
}

OrderedJson to_json(const ExtractSummary& summary) {
  return {{"photos", summary.photos},
          {"faces", summary.faces},
          {"without_face", summary.without_face},
          {"failed", summary.failed}};
}

void check_row_file(const std::filesystem::path& output, const RowFileOptions& options) {
  const std::string extension = extension_of(output);
  check(extension == ".json" || extension == ".jsonl" || extension == ".csv", ErrorCode::kInvalidArgument,
        "{}: rows of faces are written as .json, .jsonl or .csv", output.string());
  check(extension != ".csv" || !options.landmarks, ErrorCode::kInvalidArgument,
        "{}: a .csv has no place for landmarks; take .jsonl", output.string());
  (void)AtomicFile(output);
}

ExtractSummary extract_to_file(std::span<const Photo> photos, const std::filesystem::path& output,
                               const ExtractOptions& extract, const RowFileOptions& options) {
  check_row_file(output, options);
  ExtractJournal journal(ExtractJournal::path_for(output), all_settings(options), options.resume);
  std::vector<PhotoRows> finished;
  try {
    if (options.resume && journal.photos() == 0 && std::filesystem::exists(output)) {
      finished = finished_photos(output, settings_mark(all_settings(options)));
      for (const PhotoRows& photo : finished) journal.append(photo.image, photo.rows);
    }
    extract_rest(photos, journal, extract, options);
  } catch (const Error& error) {
    const std::size_t done = journal.photos();
    if (done == 0) journal.remove();
    if (error.code() != ErrorCode::kInterrupted || done == 0) throw;
    fail(ErrorCode::kInterrupted, "interrupted: {} of {} photos are in {}; the same command with --resume goes on",
         done, photos.size(), ExtractJournal::path_for(output).string());
  }
  ExtractSummary summary;
  if (holds_all(finished, photos)) {
    for (const PhotoRows& photo : finished) summary.add(photo.rows);
    journal.remove();
    return summary;
  }
  RowFile file(output);
  for (const Photo& photo : photos) {
    const std::vector<OrderedJson> rows = journal.rows_of(path_text(photo.path));
    summary.add(rows);
    for (const OrderedJson& row : rows) file.add(row);
  }
  file.commit();
  journal.remove();
  return summary;
}

}  // namespace emo3d::service
