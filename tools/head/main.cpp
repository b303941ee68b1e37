#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/rig/cage_file.h"
#include "tools/head/author_head.h"
#include "tools/head/occlusion.h"
#include "tools/head/runtime_cage.h"

namespace {

using namespace emo3d;

void extract(const std::filesystem::path& assets, const std::filesystem::path& output) {
  write_file(output, head::encode_canonical_mesh(head::extract_canonical_mesh(assets)));
}

void build(const std::filesystem::path& canonical, const std::filesystem::path& output) {
  rig::Cage cage = head::runtime_cage(head::author_head(head::read_canonical_mesh(canonical)));
  cage.occlusion = head::bake_occlusion(rig::Head(cage));
  const std::string bytes = rig::encode_cage(cage);
  write_file(output, bytes);
  fmt::print("{}: {} vertices, {} triangles, {} bytes\n", output.string(), cage.positions.size(), cage.triangles.size(),
             bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Makes the data of emo3d's built-in head from MediaPipe's canonical face mesh", "emo3d-author-head");
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  emo3d-author-head build tools/head/canonical_face.bin --output models/head/head.bin\n"
      "  emo3d-author-head extract package/face_mesh_solution_packed_assets.data --output canonical_face.bin");
  std::filesystem::path input;
  std::filesystem::path output;
  const auto add = [&](const char* name, const char* what, const char* input_what) {
    CLI::App* verb = app.add_subcommand(name, what);
    verb->add_option("input", input, input_what)->required();
    verb->add_option("-o,--output", output, "File to write")->required();
    return verb;
  };
  const CLI::App* build_verb = add("build", "Author the head", "canonical_face.bin");
  const CLI::App* extract_verb = add("extract", "Take the canonical mesh out of the npm package @mediapipe/face_mesh",
                                     "face_mesh_solution_packed_assets.data");
  try {
    app.parse(argc, argv);
    if (extract_verb->parsed()) extract(input, output);
    if (build_verb->parsed()) build(input, output);
    return 0;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const Error& error) {
    fmt::print(stderr, "emo3d-author-head: {}\n", error.what());
    return 2;
  }
}
