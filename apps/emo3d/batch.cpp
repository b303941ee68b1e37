#include "emo3d/batch.h"

#include <cstdio>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json_text.h"
#include "emo3d/input.h"
#include "emo3d/interrupt.h"
#include "emo3d/terminal.h"
#include "program.h"

namespace emo3d::cli {
namespace {

constexpr std::size_t kChunk = 256;  // texts encoded together, and the grain of progress

/// Writes to a file that appears when it is complete, or straight to standard output.
class Output {
 public:
  explicit Output(const std::optional<std::filesystem::path>& path) {
    if (path) file_.emplace(*path);
  }
  void append(const std::string& bytes) {
    if (file_)
      file_->append(bytes);
    else
      check(std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size(), ErrorCode::kIo,
            "standard output: cannot write");
  }
  void finish() {
    if (file_)
      file_->commit();
    else
      check(std::fflush(stdout) == 0, ErrorCode::kIo, "standard output: cannot write");
  }

 private:
  std::optional<AtomicFile> file_;
};

}  // namespace

BatchSummary run_batch(const service::Generator& generator, const std::filesystem::path& input,
                       const std::optional<std::filesystem::path>& output, const service::GenerateOptions& options) {
  const std::vector<InputLine> lines = read_lines(input);
  check(!lines.empty(), ErrorCode::kInvalidArgument, "{}: no descriptions; expected one a line", input_name(input));
  check(!is_json_object(lines[0].text), ErrorCode::kInvalidArgument,
        "{}: line {} is JSON; expected descriptions, one a line (emo3d sheet draws expressions)", input_name(input),
        lines[0].number);
  catch_interrupts();  // only now: while the input is read, a signal may end the program at once
  Output out(output);
  ProgressLine progress(lines.size(), "texts");
  BatchSummary summary;
  for (std::size_t first = 0; first < lines.size(); first += kChunk) {
    throw_if_interrupted();
    const std::size_t last = std::min(first + kChunk, lines.size());
    std::vector<std::string> texts;
    for (std::size_t i = first; i < last; ++i) texts.push_back(lines[i].text);
    const std::vector<service::GenerateResult> results = generator.generate_each(texts, options);
    std::string written;
    for (std::size_t i = first; i < last; ++i) {
      const service::GenerateResult& result = results[i - first];
      OrderedJson json = {{"line", lines[i].number}};
      if (result.generated) {
        json.update(to_json(*result.generated));
      } else {
        json["error"] = result.error;
        ++summary.refused;
        progress.interrupt();
        print_error("emo3d", fmt::format("line {}: {}", lines[i].number, result.error));
      }
      written += json_text(json) + "\n";
    }
    out.append(written);
    progress.add(last - first);
  }
  out.finish();
  summary.texts = lines.size();
  return summary;
}

}  // namespace emo3d::cli
