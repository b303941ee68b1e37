#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/parallel.h"
#include "emo3d/image/png.h"
#include "emo3d/render/render.h"
#include "emo3d/rig/head.h"
#include "tools/judge/expression_list.h"

namespace {

using namespace emo3d;

struct Set {
  std::string expressions;
  std::vector<std::string> identities;  ///< Names or seeds.
  std::vector<float> yaws_deg{0};
  int size_px = 512;
  std::string output;
};

/// Draws one expression from all sides; the pictures' entries in the manifest.
std::vector<OrderedJson> draw(const Set& set, const rig::Head& head, const std::string& identity,
                              const judge::NamedExpression& expression) {
  const rig::Mesh mesh = head.pose(expression.expression);
  std::vector<OrderedJson> entries;
  for (const float yaw_deg : set.yaws_deg) {
    const std::string file = fmt::format("{}__{}__{:g}.png", identity, expression.name, yaw_deg);
    image::write_png(
        std::filesystem::path(set.output) / file,
        render::render(mesh,
                       {.width = set.size_px, .height = set.size_px, .camera = {.yaw_deg = yaw_deg}, .threads = 1}));
    const OrderedJson intended = expression.intended.empty() ? OrderedJson() : OrderedJson(expression.intended);
    entries.push_back({{"file", file},
                       {"identity", identity},
                       {"expression", expression.name},
                       {"intended", intended},
                       {"yaw_deg", yaw_deg}});
  }
  return entries;
}

void render_set(const Set& set) {
  const auto expressions = judge::read_expression_list(set.expressions);
  std::filesystem::create_directories(set.output);
  OrderedJson pictures = OrderedJson::array();
  for (const std::string& identity : set.identities) {
    const rig::Head head = rig::Head::of(rig::identity(identity));
    std::vector<std::vector<OrderedJson>> entries(expressions.size());
    parallel_for(expressions.size(), 0, [&](std::size_t i) { entries[i] = draw(set, head, identity, expressions[i]); });
    for (const auto& of_expression : entries)
      for (const OrderedJson& entry : of_expression) pictures.push_back(entry);
  }
  write_file(std::filesystem::path(set.output) / "manifest.json",
             OrderedJson({{"size_px", set.size_px}, {"pictures", pictures}}).dump(1) + "\n");
  fmt::print("{}: {} pictures\n", set.output, pictures.size());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Draws a set of expressions from several sides, and a manifest.json that says what each picture shows",
               "emo3d-render-set");
  app.footer(
      "Example:\n"
      "  emo3d-render-set models/expressions/emotions.jsonl --identity alex --yaw -12 --yaw 0 --output out/set");
  Set set;
  app.add_option("expressions", set.expressions, "JSONL: name, intended, blendshapes")->required();
  for (const rig::Identity& identity : rig::identities()) set.identities.push_back(identity.name);
  app.add_option("--identity", set.identities, "Whose face, a name or a seed; repeat for more")->capture_default_str();
  app.add_option("--yaw", set.yaws_deg, "Degrees; above 0 the camera moves to the subject's left; repeat for more")
      ->capture_default_str();
  app.add_option("--size", set.size_px, "Width and height in pixels")->capture_default_str();
  app.add_option("-o,--output", set.output, "Folder for the pictures")->required();
  try {
    app.parse(argc, argv);
    render_set(set);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  } catch (const std::exception& e) {
    fmt::print(stderr, "emo3d-render-set: {}\n", e.what());
    return 2;
  }
  return 0;
}
