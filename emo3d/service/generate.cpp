#include "emo3d/service/generate.h"

#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/version.h"

namespace emo3d::service {
namespace {

Generated finish(std::string_view text, std::string_view model, const model::Prediction& prediction,
                 const GenerateOptions& options) {
  Generated generated{.document = {.expression = face::with_intensity(prediction.expression, options.intensity),
                                   .text = std::string(text),
                                   .model = std::string(model),
                                   .generator = generator()},
                      .emotions = {},
                      .confidence = {},
                      .notes = prediction.notes};
  if (prediction.tells_emotions) {
    generated.emotions = prediction.emotions;
    generated.confidence = prediction.confidence;
  }
  if (options.mirror) generated.document.expression = face::mirrored(generated.document.expression);
  if (prediction.truncated)
    generated.notes.push_back(
        fmt::format("the text is long: only its first {} tokens were read", prediction.read_tokens));
  return generated;
}

}  // namespace

OrderedJson to_json(const Generated& generated) {
  OrderedJson json = face::to_json(generated.document);
  const OrderedJson blendshapes = std::move(json["blendshapes"]);
  json.erase("blendshapes");
  OrderedJson& emotions = json["emotions"];
  if (generated.emotions)
    for (const emotion::Emotion e : emotion::emotions())
      emotions[std::string(name(e))] = face::rounded_score((*generated.emotions)[e]);
  json["confidence"] =
      generated.confidence ? OrderedJson(face::rounded_score(*generated.confidence)) : OrderedJson(nullptr);
  if (!generated.notes.empty()) json["notes"] = generated.notes;
  json["blendshapes"] = blendshapes;
  return json;
}

Generator Generator::load(const GeneratorOptions& options) { return Generator(load_model(options)); }

Generated Generator::generate(std::string_view text, const GenerateOptions& options) const {
  return finish(text, model_->name(), model_->predict(text), options);
}

Explained Generator::explain(std::string_view text, const GenerateOptions& options) const {
  model::Explanation explanation = model_->explain(text);
  Generated generated = finish(text, model_->name(), explanation.prediction, options);
  return {std::move(generated), std::move(explanation)};
}

std::vector<Generated> Generator::samples(std::string_view text, const GenerateOptions& options,
                                          const model::VarietyOptions& variety) const {
  const model::Prediction prediction = model_->predict(text);
  check(prediction.tells_emotions, ErrorCode::kInvalidArgument,
        "--samples needs the emotions of a text, which {} does not tell: it has one face for a text", model_->name());
  std::vector<Generated> result;
  for (const face::Expression& face : model::vary(prediction, variety)) {
    model::Prediction one = prediction;
    one.expression = face;
    result.push_back(finish(text, model_->name(), one, options));
  }
  return result;
}

std::vector<GenerateResult> Generator::generate_each(std::span<const std::string> texts,
                                                     const GenerateOptions& options) const {
  (void)face::with_intensity({}, options.intensity);  // a bad option is refused once, not line by line
  std::vector<GenerateResult> results(texts.size());
  std::vector<std::string> accepted;
  std::vector<std::size_t> place;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    try {
      model_->check_text(texts[i]);
      accepted.push_back(texts[i]);
      place.push_back(i);
    } catch (const Error& e) {
      results[i].error = e.what();
    }
  }
  const std::vector<model::Prediction> predictions = model_->predict_batch(accepted);
  for (std::size_t i = 0; i < accepted.size(); ++i)
    results[place[i]].generated = finish(accepted[i], model_->name(), predictions[i], options);
  return results;
}

nn::Precision parse_precision(std::string_view name) {
  for (const nn::Precision precision : {nn::Precision::kFloat32, nn::Precision::kBfloat16, nn::Precision::kInt8})
    if (name == nn::name(precision)) return precision;
  fail(ErrorCode::kInvalidArgument, "precision {} is unknown, expected f32, bf16 or int8", quote(name));
}

}  // namespace emo3d::service
