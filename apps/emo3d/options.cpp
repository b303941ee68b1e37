#include "emo3d/options.h"

#include <fmt/format.h>

#include "emo3d/base/error.h"
#include "emo3d/input.h"
#include "emo3d/number.h"
#include "emo3d/render/light_presets.h"
#include "emo3d/render/render.h"

namespace emo3d::cli {
namespace {

std::string light_names() {
  std::string names;
  for (const render::LightPreset& preset : render::light_presets())
    names += (names.empty() ? "" : ", ") + std::string(preset.name);
  return names;
}

constexpr const char* kYawHelp = "Turn the camera to the subject's left, or right below 0, by at most 360";
constexpr double kMaxYaw_deg = 360;
constexpr double kMaxPitch_deg = 89;

std::string view_help() { return "Camera: " + service::view_names() + " (left and right are the subject's)"; }

/// A file, a pipe or standard input.
render::Camera read_camera(const std::string& path) {
  return service::camera_from_json(parse_json(read_input(path), input_name(path)), input_name(path));
}

/// What pictures and sheets share. After --view, which --camera excludes.
void add_common_options(CLI::App& command, service::PictureOptions& options) {
  command
      .add_option_function<std::string>(
          "--camera", [&](const std::string& path) { options.camera.custom = read_camera(path); },
          "Camera as JSON: target, distance_cm, yaw_deg, pitch_deg, field_of_view_deg (info --camera prints one)")
      ->type_name("FILE")
      ->excludes("--view");
  command.add_option("--pitch", options.camera.pitch_deg, "Raise the camera, or lower it below 0, by at most 89")
      ->check(number(-kMaxPitch_deg, kMaxPitch_deg))
      ->type_name("DEGREES");
  command
      .add_option_function<std::string>(
          "--light", [&](const std::string& name) { options.light = service::parse_light(name); },
          "Light: " + light_names() + " [studio]")
      ->type_name("NAME");
  command
      .add_option_function<std::string>(
          "--background", [&](const std::string& text) { options.background = service::parse_background(text); },
          "COLOUR, TOP,BOTTOM (#rrggbb, white, red, ...) or transparent [what suits the light]")
      ->type_name("COLOUR");
}

}  // namespace

void add_precision_option(CLI::App& command, service::GeneratorOptions& options) {
  command
      .add_option_function<std::string>(
          "--precision", [&](const std::string& name) { options.precision = service::parse_precision(name); },
          "Arithmetic of the language model: f32, bf16, or with a baseline int8 [f32]")
      ->type_name("NAME");
}

void add_threads_option(CLI::App& command, unsigned& threads) {
  command.add_option("--threads", threads, "Threads to use, up to 256 [0: all processors]")
      ->check(whole_number(0, 256))
      ->type_name("N");
}

void add_picture_options(CLI::App& command, service::PictureOptions& options) {
  command
      .add_option_function<std::string>(
          "--view", [&](const std::string& name) { options.camera.view = service::parse_view(name); },
          view_help() + " [front]")
      ->type_name("NAME");
  command.add_option("--yaw", options.camera.yaw_deg, kYawHelp)
      ->check(number(-kMaxYaw_deg, kMaxYaw_deg))
      ->type_name("DEGREES");
  add_common_options(command, options);
  add_side_option(command, "--size", options.size_px, "picture");
}

void add_sheet_picture_options(CLI::App& command, service::PictureOptions& options, std::vector<std::string>& views,
                               std::vector<float>& yaws) {
  command.add_option("--view", views, view_help() + "; several give a row each [front]")
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->type_name("NAME,...");
  command.add_option("--yaw", yaws, std::string(kYawHelp) + "; several give a row each")
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->excludes("--view")
      ->check(number(-kMaxYaw_deg, kMaxYaw_deg))
      ->type_name("DEGREES,...");
  add_common_options(command, options);
}

void add_side_option(CLI::App& command, const char* name, int& side_px, const char* of_what) {
  command
      .add_option(name, side_px,
                  fmt::format("Width and height of a {} in pixels, {} to {}", of_what, render::kMinSide_px,
                              render::kMaxSide_px))
      ->capture_default_str()
      ->check(whole_number(render::kMinSide_px, render::kMaxSide_px))
      ->type_name("N");
}

void add_motion_options(CLI::App& command, service::MotionOptions& options) {
  command
      .add_option("--frames", options.frames,
                  fmt::format("Move from neutral to the expression in N pictures, 2 to {}", service::kMaxFrames))
      ->check(whole_number(2, service::kMaxFrames))
      ->type_name("N");
  command.add_flag("--back", options.back, "And back to neutral, in N - 1 more")->needs("--frames");
  command
      .add_option("--turntable", options.turntable,
                  fmt::format("Go once around the head in N pictures, 2 to {}", service::kMaxFrames))
      ->check(whole_number(2, service::kMaxFrames))
      ->type_name("N")
      ->excludes("--frames");
  command.add_option("--fps", options.fps, fmt::format("Pictures a second of a motion, 1 to {}", service::kMaxFps))
      ->capture_default_str()
      ->check(whole_number(1, service::kMaxFps))
      ->type_name("N");
}

void check_motion_options(const CLI::App& command, const service::MotionOptions& options) {
  check(!options.is_still() || command.count("--fps") == 0, ErrorCode::kInvalidArgument,
        "--fps is for a motion: give --frames N or --turntable N too");
}

std::string given_picture_option(const CLI::App& command) {
  for (const char* name : {"--view", "--camera", "--yaw", "--pitch", "--light", "--background", "--size", "--frames",
                           "--back", "--turntable", "--fps"})
    if (const CLI::Option* option = command.get_option_no_throw(name); option != nullptr && option->count() > 0)
      return name;
  return {};
}

}  // namespace emo3d::cli
