#include "emo3d/options.h"

#include "emo3d/render/light_presets.h"

namespace emo3d::cli {
namespace {

std::string light_names() {
  std::string names;
  for (const render::LightPreset& preset : render::light_presets())
    names += (names.empty() ? "" : ", ") + std::string(preset.name);
  return names;
}

const std::string kViewHelp = "Camera: front, left, right (the subject's sides) or three-quarter";
constexpr const char* kYawHelp = "Turn the camera to the subject's left, or right below 0";

/// What pictures and sheets share. After --view, which --camera excludes.
void add_common_options(CLI::App& command, service::PictureOptions& options) {
  command
      .add_option_function<std::string>(
          "--camera", [&](const std::string& path) { options.camera.custom = service::read_camera(path); },
          "Camera as JSON: target, distance_cm, yaw_deg, pitch_deg, field_of_view_deg (info --camera prints one)")
      ->type_name("FILE")
      ->excludes("--view");
  command.add_option("--pitch", options.camera.pitch_deg, "Raise the camera, or lower it below 0")
      ->type_name("DEGREES");
  command
      .add_option_function<std::string>(
          "--light", [&](const std::string& name) { options.light = service::parse_light(name); },
          "Light: " + light_names() + " [studio]")
      ->type_name("NAME");
  command
      .add_option_function<std::string>(
          "--background", [&](const std::string& text) { options.background = service::parse_background(text); },
          "COLOUR, TOP,BOTTOM (#rrggbb, white, black, grey, ...) or transparent [what suits the light]")
      ->type_name("COLOUR");
}

}  // namespace

void add_precision_option(CLI::App& command, service::GeneratorOptions& options) {
  command
      .add_option_function<std::string>(
          "--precision", [&](const std::string& name) { options.precision = service::parse_precision(name); },
          "Arithmetic of the language model: f32 or bf16 [f32]")
      ->type_name("NAME");
}

void add_threads_option(CLI::App& command, unsigned& threads) {
  command.add_option("--threads", threads, "Threads to use [0: all processors]")
      ->check(CLI::Range(0, 256))
      ->type_name("N");
}

void add_picture_options(CLI::App& command, service::PictureOptions& options) {
  command
      .add_option_function<std::string>(
          "--view", [&](const std::string& name) { options.camera.view = service::parse_view(name); },
          kViewHelp + " [front]")
      ->type_name("NAME");
  command.add_option("--yaw", options.camera.yaw_deg, kYawHelp)->type_name("DEGREES");
  add_common_options(command, options);
  command.add_option("--size", options.size_px, "Width and height of a picture in pixels")
      ->capture_default_str()
      ->type_name("N");
}

void add_sheet_picture_options(CLI::App& command, service::PictureOptions& options, std::vector<std::string>& views,
                               std::vector<float>& yaws) {
  command.add_option("--view", views, kViewHelp + "; several give a row each [front]")
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->type_name("NAME,...");
  command.add_option("--yaw", yaws, std::string(kYawHelp) + "; several give a row each")
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->excludes("--view")
      ->type_name("DEGREES,...");
  add_common_options(command, options);
}

void add_motion_options(CLI::App& command, service::MotionOptions& options) {
  command.add_option("--frames", options.frames, "Move from neutral to the expression in N pictures")->type_name("N");
  command.add_flag("--back", options.back, "And back to neutral, in N - 1 more")->needs("--frames");
  command.add_option("--turntable", options.turntable, "Go once around the head in N pictures")
      ->type_name("N")
      ->excludes("--frames");
  command.add_option("--fps", options.fps, "Pictures a second")->capture_default_str()->type_name("N");
}

std::string given_picture_option(const CLI::App& command) {
  for (const char* name : {"--view", "--camera", "--yaw", "--pitch", "--light", "--background", "--size", "--frames",
                           "--back", "--turntable", "--fps"})
    if (const CLI::Option* option = command.get_option_no_throw(name); option != nullptr && option->count() > 0)
      return name;
  return {};
}

}  // namespace emo3d::cli
