#include "emo3d/service/load_model.h"

#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/encode/clip_network.h"
#include "emo3d/encode/text_encoder.h"
#include "emo3d/model/baseline_model.h"
#include "emo3d/service/embed.h"
#include "emo3d/store/store.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;

/// Of the model store, the encoder that the baselines were trained on.
constexpr std::string_view kClipAsset = "clip-vit-base-patch32";

std::unique_ptr<const model::DescriptionModel> load_default(const GeneratorOptions& options) {
  check(options.clip.empty() && options.weights.empty(), ErrorCode::kInvalidArgument,
        "--clip and --weights are for --model clip-mlp and vae-clip; the default model has neither");
  check(options.precision != nn::Precision::kInt8, ErrorCode::kInvalidArgument,
        "precision int8 is for --model clip-mlp and vae-clip; the default model takes f32 or bf16");
  return model::load_default({.use_lite_folder = store::ModelStore::open().require("use-lite"),
                              .precision = options.precision,
                              .threads = options.threads});
}

/// Loads CLIP for weights that take `inputs` values.
model::TextEmbedder load_clip(const GeneratorOptions& options, const fs::path& weights, std::size_t inputs) {
  const fs::path folder =
      options.clip.empty() ? store::ModelStore::open().require(kClipAsset) : encoder_folder(options.clip.string());
  (void)encode::read_clip_config(folder);  // refuses other encoders
  const std::shared_ptr<const encode::TextEncoder> encoder =
      encode::load_text_encoder(folder, {.precision = options.precision});
  check(encoder->embedding_size() == inputs, ErrorCode::kInvalidArgument, "{}: embeddings have {} values, {} takes {}",
        folder.string(), encoder->embedding_size(), weights.string(), inputs);
  return [encoder, threads = options.threads](std::span<const std::string> texts) {
    encode::TextEmbeddings embeddings = encoder->embed(texts, threads);
    model::EmbeddedTexts result(std::move(embeddings.rows));
    for (std::size_t i = 0; i < texts.size(); ++i)
      result.read_tokens.push_back(embeddings.cut[i] == 0 ? 0 : embeddings.tokens[i] - embeddings.cut[i]);
    return result;
  };
}

fs::path weights_file(const GeneratorOptions& options, const char* file) {
  return options.weights.empty() ? store::ModelStore::open().require(options.model) / file : options.weights;
}

}  // namespace

std::unique_ptr<const model::DescriptionModel> load_model(const GeneratorOptions& options) {
  if (options.model == "default") return load_default(options);
  if (options.model == "clip-mlp") {
    const fs::path file = weights_file(options, model::kClipMlpFile);
    model::ClipMlp network = model::ClipMlp::load(file);
    model::TextEmbedder clip = load_clip(options, file, network.inputs());
    return std::make_unique<model::ClipMlpModel>(std::move(network), std::move(clip));
  }
  if (options.model == "vae-clip") {
    const fs::path file = weights_file(options, model::kVaeClipFile);
    model::VaeClip network = model::VaeClip::load(file);
    model::TextEmbedder clip = load_clip(options, file, network.latent());
    return std::make_unique<model::VaeClipModel>(std::move(network), std::move(clip));
  }
  fail(ErrorCode::kInvalidArgument, "model {} is unknown, expected default, clip-mlp or vae-clip",
       quote(options.model));
}

}  // namespace emo3d::service
