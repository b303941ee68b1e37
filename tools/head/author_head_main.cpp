#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/rig/cage_file.h"
#include "tools/head/cage_of.h"
#include "tools/head/canonical_mesh.h"
#include "tools/head/occlusion.h"

namespace {

using namespace emo3d;

void extract(const std::string& packed_assets, const std::string& output) {
  write_file(output, head::encode_canonical_mesh(head::extract_canonical_mesh(packed_assets)));
}

void build(const std::string& canonical_face, const std::string& output) {
  rig::Cage cage = head::cage_of(head::author_head(head::read_canonical_mesh(canonical_face)));
  cage.occlusion = head::bake_occlusion(cage);
  const std::string bytes = rig::encode_cage(cage);
  write_file(output, bytes);
  fmt::print("{}: {} cage vertices, {} triangles, {} bytes\n", output, cage.positions.size(), cage.triangles.size(),
             bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Makes the built-in head of emo3d from MediaPipe's canonical face mesh", "emo3d-author-head");
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  emo3d-author-head build tools/head/canonical_face.bin --output models/head/head.bin\n"
      "  emo3d-author-head extract package/face_mesh_solution_packed_assets.data --output canonical_face.bin");
  std::string input;
  std::string output;
  const auto add = [&](const char* name, const char* what, const char* input_name, auto action) {
    CLI::App* verb = app.add_subcommand(name, what);
    verb->add_option(input_name, input)->required();
    verb->add_option("-o,--output", output)->required();
    verb->callback([&input, &output, action] { action(input, output); });
  };
  add("extract", "Take the canonical face mesh out of MediaPipe's packed assets", "packed_assets", extract);
  add("build", "Author the head and write its file", "canonical_face", build);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  } catch (const Error& e) {
    fmt::print(stderr, "emo3d-author-head: {}\n", e.what());
    return 2;
  }
  return 0;
}
