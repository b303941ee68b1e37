#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/utf8.h"
#include "emo3d/command.h"
#include "emo3d/encoder_options.h"
#include "emo3d/extract_input.h"
#include "emo3d/input.h"
#include "emo3d/number.h"
#include "emo3d/service/photo_list.h"
#include "emo3d/service/similarity.h"
#include "emo3d/similarity_table.h"
#include "emo3d/terminal.h"
#include "program.h"

namespace emo3d::cli {
namespace fs = std::filesystem;
namespace {

struct Arguments {
  std::vector<std::string> items;
  std::string texts;   // a file of them
  std::string images;  // a folder or list of them
  std::optional<std::size_t> top;
  bool json = false;
  service::EmbedOptions embed;
};

constexpr long kMaxTop = 1'000'000;

std::vector<service::TextLine> read_lines(const std::string& file) {
  const std::string bytes = read_input(file);
  return extension_of(file) == ".jsonl" ? service::parse_json_text_lines(bytes, input_name(file))
                                        : service::parse_text_lines(bytes, input_name(file));
}

void run(const Arguments& arguments) {
  std::vector<service::TextLine> texts;
  std::vector<fs::path> images;
  for (const std::string& item : arguments.items) {
    std::error_code error;
    const bool is_there = fs::is_regular_file(item, error);
    check(!fs::is_directory(item, error), ErrorCode::kInvalidArgument,
          "{}: is a folder; the images in it are given with --images", printable(item));
    const bool is_image = service::looks_like_photo(item);
    check(is_there || !is_image, ErrorCode::kNotFound,
          "{}: no such file; texts that end so are given with --texts FILE", printable(item));
    if (is_there && is_image) {
      images.emplace_back(item);
      continue;
    }
    check(!find_invalid_utf8(item), ErrorCode::kInvalidArgument, "text {}: no UTF-8", quote(item));
    texts.push_back({.text = item});
  }
  if (!arguments.texts.empty())
    for (service::TextLine& line : read_lines(arguments.texts))
      if (!line.text.empty()) texts.push_back(std::move(line));
  if (!arguments.images.empty())
    for (const service::Photo& photo : read_photos({arguments.images}, {})) images.push_back(photo.path);
  service::Similarity similarity;
  {
    ProgressLine progress(texts.size() + images.size(), "inputs");
    similarity = service::compare(texts, images, arguments.embed, [&] { progress.add(1); });
  }
  if (arguments.json) return print_json(service::to_json(similarity, arguments.top));
  const std::string table = arguments.top ? describe_nearest(similarity, *arguments.top) : describe(similarity);
  print_line(std::string_view(table).substr(0, table.size() - 1));
  for (const std::string& note : similarity.notes) print_error("emo3d", "note: " + note);
}

}  // namespace

void add_similarity(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("similarity", "Compare texts with images, or with each other, by an encoder's vectors");
  command->add_option("ITEM", arguments->items, "Image files (PNG, JPEG, WebP) that are here; all else are texts")
      ->type_name("TEXT|IMAGE");
  command->add_option("--texts", arguments->texts, "And the texts of a file, one a line (-: standard input)")
      ->type_name("FILE");
  command->add_option("--images", arguments->images, "And the images of a folder, or of a list, a path a line")
      ->type_name("FOLDER|FILE");
  command->add_option("--top", arguments->top, "Show the N nearest texts of each image, or of each text, nearest first")
      ->check(whole_number(1, kMaxTop))
      ->type_name("N");
  add_encoder_options(*command, arguments->embed);
  command->add_flag("--json", arguments->json, "Print the result as JSON");
  command->footer(
      "Numbers are cosines, -1 to 1; beside them is how CLIP shares an image out among the texts (softmax with the\n"
      "model's own scale). Models without images (BERT, XLM-RoBERTa) compare texts with each other.\n"
      "Examples:\n"
      "  emo3d models pull clip-vit-base-patch32                           fetch a model once\n"
      "  emo3d similarity --model clip-vit-base-patch32 \"a happy face\" \"a sad face\" photo.jpg\n"
      "  emo3d similarity --model clip-vit-base-patch32 --texts emotions.txt --images photos/ --top 3\n"
      "  emo3d similarity --model xlm-roberta-base \"a smile\" \"ein Lächeln\" \"a frown\" --json");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace emo3d::cli
