#include "emo3d/options.h"

namespace emo3d::cli {

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
          "--view", [&](const std::string& name) { options.view = service::parse_view(name); },
          "Camera: front, left, right (the subject's sides) or three-quarter [front]")
      ->type_name("NAME");
  command.add_option("--size", options.size_px, "Width and height of a picture in pixels")
      ->capture_default_str()
      ->type_name("N");
}

}  // namespace emo3d::cli
