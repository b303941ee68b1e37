#include "emo3d/encoder_options.h"

#include <string>

#include "emo3d/base/error.h"
#include "emo3d/base/progress.h"
#include "emo3d/number.h"
#include "emo3d/options.h"
#include "emo3d/service/generate.h"

namespace emo3d::cli {

void add_encoder_options(CLI::App& command, service::EmbedOptions& options) {
  command
      .add_option("--model", options.model,
                  "Folder of a Hugging Face model (CLIP, BERT, XLM-RoBERTa), or the name of a pulled one")
      ->required()
      ->type_name("DIR|NAME");
  command
      .add_option_function<std::string>(
          "--precision", [&](const std::string& name) { options.precision = service::parse_precision(name); },
          "Arithmetic of the encoder: f32, bf16 or int8 [f32]")
      ->type_name("NAME");
  command
      .add_option_function<std::string>(
          "--pooling", [&](const std::string& name) { options.pooling = encode::parse_pooling(name); },
          "One vector of a text's tokens, for BERT and XLM-RoBERTa: mean, cls or pooler [mean]")
      ->type_name("NAME");
  command
      .add_option_function<std::string>(
          "--length", [&](const std::string& name) { options.length = text::parse_length_policy(name); },
          "Texts of more tokens than the model reads: cut, error or chunk-mean (mean of parts) [cut]")
      ->type_name("NAME");
  CLI::Option* no_cache = command.add_flag_callback(
      "--no-cache", [&] { options.uses_cache = false; }, "Compute all, keep nothing");
  command
      .add_option("--cache-size", options.cache.max_bytes,
                  "Largest size of the cache of embeddings, as 500MB or 2GB, at least 1MiB [1GiB]")
      ->transform(byte_size(encode::kMinCacheBytes, encode::kMaxCacheBytes))
      ->excludes(no_cache)
      ->type_name("BYTES");
  add_threads_option(command, options.threads);
}

void check_no_text_options(const CLI::App& command) {
  for (const char* option : {"--pooling", "--length"})
    check(command.count(option) == 0, ErrorCode::kInvalidArgument, "{} is for texts, the input is images", option);
}

std::string describe_cut(const service::EmbedSummary& summary) {
  if (summary.cut_texts == 0) return {};
  return fmt::format("{} longer than {} tokens: {} not read (--length chunk-mean reads all)",
                     counted(summary.cut_texts, "text"), summary.max_tokens, counted(summary.cut_tokens, "token"));
}

}  // namespace emo3d::cli
