#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "emo3d/encode/embedding_cache.h"
#include "emo3d/encode/image_encoder.h"
#include "emo3d/encode/text_encoder.h"
#include "emo3d/service/text_lines.h"

/// Texts and images to embeddings, through the embedding cache.
///
///     embed_texts(lines, {.model = "bert-base-uncased"}, {.take = [&](const EmbeddedRow& row) { use(row.values); }});
namespace emo3d::service {

struct EmbedOptions {
  std::string model{};  ///< A Hugging Face folder, or the name of a model of the store.
  nn::Precision precision = nn::Precision::kFloat32;
  std::optional<encode::BertPooling> pooling{};          ///< Of texts.
  text::LengthPolicy length = text::LengthPolicy::kCut;  ///< Of texts.
  bool normalize = false;                                ///< To length 1; zeros stay.
  unsigned threads = 0;                                  ///< 0: default_threads().
  bool uses_cache = true;
  std::filesystem::path cache_folder{};  ///< Empty: default_cache_folder().
  encode::CacheOptions cache{};
};

/// The embedding of one input, or why there is none.
struct EmbeddedRow {
  std::size_t index = 0;            ///< Of the input.
  std::span<const float> values{};  ///< Empty where there is a fault; valid during the call.
  std::string fault{};              ///< Names the file.
  encode::TokenCount tokens{};      ///< Of a text.
};

struct EmbedSummary {
  std::size_t inputs = 0;
  std::size_t failed = 0;
  std::size_t dimensions = 0;  ///< Of an embedding.
  std::string pooling{};       ///< "projection", "cls", "mean" or "pooler".
  std::size_t max_tokens = 0;  ///< That the model reads of a text, start and end included.
  std::size_t cut_texts = 0;   ///< That were longer.
  std::size_t cut_tokens = 0;  ///< That were not read of them.
  std::size_t from_cache = 0;
  std::string cache_fault{};  ///< Why the cache was not used from some point on; empty where all went well.
};

/// What is told to the caller, on its thread.
struct EmbedSink {
  /// Model and inputs are sound; none has been embedded.
  std::function<void(std::size_t dimensions)> start{};
  /// One call for each input, in their order. What it throws ends the work; what was embedded stays in the cache.
  std::function<void(const EmbeddedRow& row)> take{};
};

/// The folder that `model` means: the folder itself where there is one, else the model of that name in the store.
/// \throws Error kNotFound saying what is known, kUnavailable saying how to pull what is missing.
[[nodiscard]] std::filesystem::path encoder_folder(const std::string& model);

/// \throws Error kInvalidArgument where writing `target` would replace a file of the model in `folder`.
void check_not_of_model(const std::filesystem::path& target, const std::filesystem::path& folder);

/// `cache` in store::home_directory(). \throws Error kUnavailable.
[[nodiscard]] std::filesystem::path default_cache_folder();

/// Embeds texts. A text that the model refuses ends the work before anything is embedded.
/// \throws Error kInvalidArgument naming source and line, and as encoder_folder() and load_text_encoder().
[[nodiscard]] EmbedSummary embed_texts(std::span<const TextLine> texts, const EmbedOptions& options,
                                       const EmbedSink& sink);

/// Embeds images with CLIP. One that cannot be read costs the others nothing.
/// \throws Error kInvalidArgument where the options are for texts, and as encoder_folder() and ImageEncoder::load().
[[nodiscard]] EmbedSummary embed_images(std::span<const std::filesystem::path> files, const EmbedOptions& options,
                                        const EmbedSink& sink);

}  // namespace emo3d::service
