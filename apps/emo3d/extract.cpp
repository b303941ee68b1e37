#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json_text.h"
#include "emo3d/base/progress.h"
#include "emo3d/command.h"
#include "emo3d/extract_input.h"
#include "emo3d/extract_pictures.h"
#include "emo3d/figure_options.h"
#include "emo3d/input.h"
#include "emo3d/interrupt.h"
#include "emo3d/number.h"
#include "emo3d/options.h"
#include "emo3d/service/extract_file.h"
#include "emo3d/service/extract_rows.h"
#include "emo3d/service/face_detector.h"
#include "emo3d/service/photo_list.h"
#include "emo3d/store/checksum.h"
#include "emo3d/terminal.h"
#include "program.h"

namespace emo3d::cli {
namespace fs = std::filesystem;
namespace {

struct Arguments {
  std::vector<std::string> inputs;
  std::string output;
  bool audit = false;
  bool json = false;
  service::RowFileOptions rows;
  service::FaceModelOptions model;
  FacePictureOptions pictures;
};

void check_faces(const Arguments& arguments, const service::ExtractSummary& summary) {
  check(!arguments.audit || summary.faces > 0, ErrorCode::kInvalidData, "{}: no faces to audit", arguments.inputs[0]);
}

/// \throws Error kInvalidData for an audit of no faces.
void print_audit(const Arguments& arguments, const service::ExtractSummary& summary) {
  check_faces(arguments, summary);
  if (arguments.json) {
    OrderedJson json = to_json(summary);
    if (arguments.audit) json["audit"] = to_json(summary.audit);
    print_json(json);
  } else if (arguments.audit) {
    print_line(service::describe(summary.audit));
  }
}

/// What rows depend on, for --resume.
OrderedJson settings_of(const Arguments& arguments) {
  const landmark::FaceLandmarkerOptions& options = arguments.model.landmarker;
  return {{"model", store::sha256_of_file(service::task_file(arguments.model))},
          {"faces", options.max_faces},
          {"min_detection", options.min_detection_confidence},
          {"min_presence", options.min_presence_confidence},
          {"precision", service::name(options.precision)}};
}

/// Where nothing was left to do.
void print_nothing_to_do(const std::string& output) {
  print_line(fmt::format("{}: nothing to do, all rows are in it", output));
}

/// The line for people where a run succeeded.
void print_written(const Arguments& arguments) {
  if (arguments.json || arguments.output.empty()) return;  // standard output has other things to say
  std::string line = "wrote " + arguments.output;
  for (const fs::path& picture : targets(arguments.pictures)) line += ", " + picture.string();
  print_line(line);
}

void run_single(const Arguments& arguments, const service::Photo& photo) {
  if (!arguments.output.empty()) service::check_row_file(arguments.output, arguments.rows);
  for (const fs::path& target : targets(arguments.pictures)) {
    std::error_code error;
    check(!fs::equivalent(target, photo.path, error), ErrorCode::kInvalidArgument,
          "{}: is the photo; it would be overwritten", target.string());
  }
  const FacePictures pictures(arguments.pictures, true);
  service::ExtractOptions extract{.make_detector = service::face_detectors(arguments.model), .threads = 1};
  extract.visit = [&](const image::Image& image, const service::PhotoFaces& faces) { pictures.draw(image, faces); };
  catch_interrupts();
  service::ExtractSummary summary;
  std::optional<service::PhotoFaces> found;
  if (!arguments.output.empty()) {
    service::RowFileOptions rows = arguments.rows;
    rows.settings = settings_of(arguments);
    rows.on_photo = [&](const service::PhotoFaces& faces) { found = faces; };
    summary = service::extract_to_file({&photo, 1}, arguments.output, extract, rows);
  } else {
    found = service::extract_photo(photo, extract.make_detector(), extract.visit);
    check(!found->is_failed(), ErrorCode::kInvalidData, "{}: {}", photo.path.string(), found->reason);
    const std::vector<OrderedJson> rows = service::to_rows(*found, arguments.rows.landmarks);
    summary.add(rows);
    if (!arguments.audit) print_json(service::faces_document(rows));
  }
  const std::string reason = found && found->faces.empty() ? photo.path.string() + ": " + found->reason : "";
  if (summary.failed == 0 && !reason.empty()) print_error("emo3d", reason);
  if (found)
    print_written(arguments);
  else if (!arguments.json)
    print_nothing_to_do(arguments.output);
  print_audit(arguments, summary);
  check(!found || found->picture_fault.empty(), ErrorCode::kIo, "{}", found ? found->picture_fault : "");
  check(summary.failed == 0, ErrorCode::kInvalidData, "{}; its row in {} says so",
        reason.empty() ? photo.path.string() + ": could not be read" : reason, arguments.output);
}

/// "4 faces, 1 without a face, 0 failed" for people.
std::string describe_counts(const service::ExtractSummary& summary) {
  return fmt::format("{}, {} without a face, {} failed", counted(summary.faces, "face"), grouped(summary.without_face),
                     grouped(summary.failed));
}

void run_many(const Arguments& arguments, const std::vector<service::Photo>& photos) {
  if (!targets(arguments.pictures).empty()) service::check_distinct_below(photos);
  const FacePictures pictures(arguments.pictures, false);
  service::ExtractOptions extract{.make_detector = service::face_detectors(arguments.model),
                                  .threads = arguments.pictures.picture.threads};
  extract.visit = [&](const image::Image& image, const service::PhotoFaces& found) { pictures.draw(image, found); };
  service::RowFileOptions rows = arguments.rows;
  rows.settings = settings_of(arguments);
  const auto start = std::chrono::steady_clock::now();
  catch_interrupts();

  service::ExtractSummary all, now;  // now: of this run alone
  std::unique_ptr<ProgressLine> progress;
  std::size_t photos_without_picture = 0;
  std::string picture_fault;  // the first
  const bool rows_are_shown = !arguments.output.empty() || !arguments.audit;
  const auto show = [&](const service::PhotoFaces& found) {
    throw_if_interrupted();
    if (!found.picture_fault.empty() && ++photos_without_picture == 1) picture_fault = found.picture_fault;
    if (found.is_failed() && !rows_are_shown) {
      progress->interrupt();
      print_error("emo3d", found.photo.path.string() + ": " + found.reason);
    }
    ++now.photos;
    now.faces += found.faces.size();
    now.without_face += !found.is_failed() && found.faces.empty() ? 1 : 0;
    now.failed += found.is_failed() ? 1 : 0;
    progress->add(1, fmt::format("{}, {} failed", counted(now.faces, "face"), grouped(now.failed)));
  };
  const auto begin = [&](std::size_t count) { progress = std::make_unique<ProgressLine>(count, "photos"); };
  if (!arguments.output.empty()) {
    rows.on_start = begin;
    rows.on_photo = show;
    all = service::extract_to_file(photos, arguments.output, extract, rows);
  } else {
    begin(photos.size());
    service::extract_each(photos, extract, [&](const service::PhotoFaces& found) {
      const std::vector<OrderedJson> found_rows = service::to_rows(found, rows.landmarks);
      all.add(found_rows);
      for (const OrderedJson& row : found_rows)
        if (!arguments.audit) print_line(json_text(row));
      show(found);
    });
  }
  progress.reset();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const bool is_rest = now.photos < all.photos;
  if (now.photos > 0)
    fmt::print(stderr, "{} in {:.2f} s ({:.0f} photos/s): {}\n", counted(now.photos, "photo"), seconds,
               static_cast<double>(now.photos) / seconds, describe_counts(now));
  else if (!arguments.json)
    print_nothing_to_do(arguments.output);
  if (is_rest) fmt::print(stderr, "in all {}: {}\n", counted(all.photos, "photo"), describe_counts(all));
  if (now.photos > 0) print_written(arguments);
  print_audit(arguments, all);
  if (photos_without_picture > 0)
    print_error("emo3d",
                fmt::format("{} could not be drawn: {}", counted(photos_without_picture, "photo"), picture_fault));
  check(all.failed == 0, ErrorCode::kInvalidData, "{} of {} could not be read{}", grouped(all.failed),
        counted(all.photos, "photo"),
        !rows_are_shown   ? ""
        : all.failed == 1 ? "; its row says why"
                          : "; their rows say why");
  check(photos_without_picture == 0, ErrorCode::kIo, "not all pictures were made; the rows are complete");
}

void audit_rows(const Arguments& arguments) {
  service::ExtractSummary summary;
  for (const std::string& input : arguments.inputs) {
    check(is_row_file(input), ErrorCode::kInvalidArgument, "{}: rows and photos cannot be audited together", input);
    for (const service::ScoredRow& row : service::read_rows(read_input(input), extension_of(input), input)) {
      if (!row.scores) continue;
      ++summary.faces;
      summary.audit.add(*row.scores);
    }
  }
  check_faces(arguments, summary);
  if (arguments.json)
    print_json({{"faces", summary.faces}, {"audit", to_json(summary.audit)}});
  else
    print_audit(arguments, summary);
}

void run(const Arguments& arguments) {
  check(!arguments.json || arguments.audit || !arguments.output.empty(), ErrorCode::kInvalidArgument,
        "--json is for the report; faces are printed as JSON anyway");
  check(!arguments.rows.resume || !arguments.output.empty(), ErrorCode::kInvalidArgument,
        "--resume goes on with a file: give -o FILE too");
  if (arguments.audit && is_row_file(arguments.inputs[0])) {
    check(arguments.output.empty() && targets(arguments.pictures).empty(), ErrorCode::kInvalidArgument,
          "{}: rows can only be audited", arguments.inputs[0]);
    return audit_rows(arguments);
  }
  const ExtractInput input = read_extract_input(arguments.inputs, targets(arguments.pictures));
  if (input.is_single)
    run_single(arguments, input.photos[0]);
  else
    run_many(arguments, input.photos);
}

void add_model_options(CLI::App& command, service::FaceModelOptions& model) {
  landmark::FaceLandmarkerOptions& options = model.landmarker;
  command.add_option("--faces", options.max_faces, fmt::format("Most faces of a photo, 1 to {}", landmark::kMaxFaces))
      ->capture_default_str()
      ->check(whole_number(1, landmark::kMaxFaces))
      ->type_name("N");
  command.add_option("--min-detection", options.min_detection_confidence, "Least score of the face detector, 0 to 1")
      ->capture_default_str()
      ->check(number(0, 1))
      ->type_name("SCORE");
  command.add_option("--min-presence", options.min_presence_confidence, "Least presence of a face, 0 to 1")
      ->capture_default_str()
      ->check(number(0, 1))
      ->type_name("SCORE");
  command
      .add_option_function<std::string>(
          "--precision", [&](const std::string& name) { options.precision = service::parse_face_precision(name); },
          "Arithmetic of the networks: f32 or bf16 [f32]")
      ->type_name("NAME");
  command.add_option("--task", model.task, "MediaPipe's face_landmarker.task [the pulled one]")->type_name("FILE");
}

}  // namespace

void add_extract(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  arguments->pictures.picture.size_px = 768;
  arguments->pictures.picture.before_tile = throw_if_interrupted;
  CLI::App* command = program.add_subcommand("extract", "Read facial expressions off photos");
  command
      ->add_option(
          "INPUT", arguments->inputs,
          "PNG, JPEG or WebP files, folders (with the folders in them) or lists of files, one a line (-: standard "
          "input); with --audit files of rows too")
      ->required();
  command
      ->add_option("-o,--output", arguments->output,
                   "Rows of faces: .json, .jsonl or .csv [of one photo JSON, of several JSONL on standard output]")
      ->type_name("FILE");
  add_model_options(*command, arguments->model);
  command->add_flag("--landmarks", arguments->rows.landmarks, "Write the 478 landmarks of each face too");
  command
      ->add_option("--overlay", arguments->pictures.overlay,
                   "Draw landmarks and strongest channels on the photo, .png or .webp; of several photos FOLDER/")
      ->type_name("FILE");
  command
      ->add_option("--render", arguments->pictures.comparison,
                   "Draw photo and head with the same expression side by side, .png or .webp; of several FOLDER/")
      ->type_name("FILE");
  add_side_option(*command, "--size", arguments->pictures.picture.size_px, "picture");
  add_figure_options(*command, arguments->pictures.figure);
  command->add_flag("--resume", arguments->rows.resume,
                    "Do only what a run with this -o FILE, interrupted or finished, has not done");
  command->add_flag("--audit", arguments->audit,
                    "Report range, mean, left/right bias and dead channels over all faces");
  command->add_flag("--json", arguments->json, "Print the report as JSON");
  add_threads_option(*command, arguments->pictures.picture.threads);
  command->footer(
      "Examples:\n"
      "  emo3d models pull face-landmarker                   fetch the networks once\n"
      "  emo3d extract photo.jpg\n"
      "  emo3d extract photo.jpg -o face.json --overlay landmarks.png --render beside.png\n"
      "  emo3d extract photos/ -o faces.jsonl --faces 4 && emo3d sheet faces.jsonl -o faces.png --labels\n"
      "  find . -name '*.jpg' | emo3d extract - -o faces.csv\n"
      "  emo3d extract photos/ -o faces.jsonl --resume\n"
      "  emo3d extract faces.jsonl --audit");
  command->callback([command, arguments] {
    for (const char* option : {"--identity", "--avatar"})
      check(command->count(option) == 0 || !arguments->pictures.comparison.empty(), ErrorCode::kInvalidArgument,
            "{} is for heads beside photos: give --render FILE.png too", option);
    check(command->count("--size") == 0 || !targets(arguments->pictures).empty(), ErrorCode::kInvalidArgument,
          "--size is for pictures: give --overlay or --render FILE.png too");
    run(*arguments);
  });
}

}  // namespace emo3d::cli
