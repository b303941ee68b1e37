#include "emo3d/encode/encoder_config.h"

#include <cmath>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"

namespace emo3d::encode {
namespace {

constexpr std::size_t kMaxSize = std::size_t{1} << 22;
constexpr std::size_t kMaxLayers = 512;

/// Reads members of one object; those that are missing or null have defaults.
class Fields {
 public:
  Fields(const Json& object, std::string source) : object_(object), source_(std::move(source)) {
    check(object.is_object(), ErrorCode::kInvalidData, "{}: expected a JSON object", source_);
  }

  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] const Json* find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }
  /// In [1, most].
  [[nodiscard]] std::size_t size(const char* key, std::size_t missing, std::size_t most = kMaxSize) const {
    const Json* value = find(key);
    if (value == nullptr) return missing;
    check(value->is_number_unsigned() && value->get<std::size_t>() >= 1 && value->get<std::size_t>() <= most,
          ErrorCode::kInvalidData, "{}: \"{}\" is {}, expected an integer in [1, {}]", source_, key, shown(*value),
          most);
    return value->get<std::size_t>();
  }
  [[nodiscard]] std::int32_t token(const char* key, std::int32_t missing) const {
    const Json* value = find(key);
    if (value == nullptr) return missing;
    check(value->is_number_unsigned() && value->get<std::size_t>() <= kMaxSize, ErrorCode::kInvalidData,
          "{}: \"{}\" is {}, expected a token id in [0, {}]", source_, key, shown(*value), kMaxSize);
    return value->get<std::int32_t>();
  }
  [[nodiscard]] float number(const char* key, float missing, float least, float most) const {
    const Json* value = find(key);
    if (value == nullptr) return missing;
    check(value->is_number() && value->get<double>() >= least && value->get<double>() <= most, ErrorCode::kInvalidData,
          "{}: \"{}\" is {}, expected a number in [{}, {}]", source_, key, shown(*value), least, most);
    return value->get<float>();
  }
  [[nodiscard]] std::string text(const char* key, const char* missing) const {
    const Json* value = find(key);
    if (value == nullptr) return missing;
    check(value->is_string(), ErrorCode::kInvalidData, "{}: \"{}\" is {}, expected a string", source_, key,
          shown(*value));
    return value->get<std::string>();
  }

 private:
  static std::string shown(const Json& value) {
    return emo3d::quote(value.dump(-1, ' ', true, Json::error_handler_t::replace));
  }

  const Json& object_;
  std::string source_;
};

nn::Activation activation(const Fields& fields, const char* missing) {
  const std::string name = fields.text("hidden_act", missing);
  if (name == "quick_gelu") return nn::Activation::kQuickGelu;
  if (name == "gelu") return nn::Activation::kGelu;
  if (name == "relu") return nn::Activation::kRelu;
  fail(ErrorCode::kInvalidData, "{}: \"hidden_act\" is {}, expected \"quick_gelu\", \"gelu\" or \"relu\"",
       fields.source(), quote(name));
}

/// `missing` holds the defaults.
TransformerConfig transformer(const Fields& fields, const TransformerConfig& missing, const char* missing_activation) {
  TransformerConfig config = {.width = fields.size("hidden_size", missing.width),
                              .hidden_width = fields.size("intermediate_size", missing.hidden_width),
                              .layers = fields.size("num_hidden_layers", missing.layers, kMaxLayers),
                              .heads = fields.size("num_attention_heads", missing.heads),
                              .activation = activation(fields, missing_activation),
                              .epsilon = fields.number("layer_norm_eps", missing.epsilon, 0.0f, 1.0f)};
  check(config.width % config.heads == 0, ErrorCode::kInvalidData,
        "{}: \"hidden_size\" {} does not split into \"num_attention_heads\" {}", fields.source(), config.width,
        config.heads);
  return config;
}

/// A member object, updated by the one of the older name as transformers does; an empty one where both are missing.
Json section(const Json& config, const char* key, std::string_view source) {
  Json merged = Json::object();
  for (const std::string& name : {std::string(key), std::string(key) + "_dict"}) {
    const auto found = config.find(name);
    if (found == config.end() || found->is_null()) continue;
    check(found->is_object(), ErrorCode::kInvalidData, "{}: \"{}\" must be an object", source, name);
    merged.update(*found);
  }
  return merged;
}

}  // namespace

ClipConfig parse_clip_config(std::string_view json, std::string_view source) {
  const Json document = parse_json(json, source);
  const Fields fields(document, std::string(source));
  const std::string type = fields.text("model_type", "");
  check(type == "clip", ErrorCode::kInvalidData, "{}: \"model_type\" is {}, expected \"clip\": only CLIP reads images",
        source, quote(type));
  const Json text_section = section(document, "text_config", source);
  const Json vision_section = section(document, "vision_config", source);
  const Fields text(text_section, fmt::format("{}: text_config", source));
  const Fields vision(vision_section, fmt::format("{}: vision_config", source));

  ClipConfig config;
  config.text = {.transformer = transformer(text, {512, 2048, 12, 8, {}, 1e-5f}, "quick_gelu"),
                 .vocabulary = text.size("vocab_size", 49408),
                 .positions = text.size("max_position_embeddings", 77),
                 .end_token = text.token("eos_token_id", 49407)};
  config.vision = {.transformer = transformer(vision, {768, 3072, 12, 12, {}, 1e-5f}, "quick_gelu"),
                   .image_size = vision.size("image_size", 224, 4096),
                   .patch_size = vision.size("patch_size", 32, 4096),
                   .channels = vision.size("num_channels", 3, 16)};
  check(config.vision.image_size % config.vision.patch_size == 0, ErrorCode::kInvalidData,
        "{}: \"image_size\" {} is no multiple of \"patch_size\" {}", vision.source(), config.vision.image_size,
        config.vision.patch_size);
  config.embedding_size = fields.size("projection_dim", 512);
  config.logit_scale = fields.number("logit_scale_init_value", 2.6592f, -50.0f, 50.0f);
  return config;
}

BertConfig parse_bert_config(std::string_view json, std::string_view source) {
  const Json document = parse_json(json, source);
  const Fields fields(document, std::string(source));
  const std::string type = fields.text("model_type", "");
  const bool roberta = type == "roberta" || type == "xlm-roberta";
  check(roberta || type == "bert", ErrorCode::kInvalidData,
        "{}: \"model_type\" is {}, expected \"clip\", \"bert\", \"roberta\" or \"xlm-roberta\"", source, quote(type));
  const std::string positions = fields.text("position_embedding_type", "absolute");
  check(positions == "absolute", ErrorCode::kInvalidData,
        "{}: \"position_embedding_type\" is {}, expected \"absolute\"", source, quote(positions));
  BertConfig config = {.transformer = transformer(fields, {768, 3072, 12, 12, {}, 1e-12f}, "gelu"),
                       .vocabulary = fields.size("vocab_size", roberta ? 50265 : 30522),
                       .positions = fields.size("max_position_embeddings", 512),
                       .token_types = fields.size("type_vocab_size", 2),
                       .pad_token = fields.token("pad_token_id", roberta ? 1 : 0),
                       .roberta_positions = roberta};
  check(!roberta || static_cast<std::size_t>(config.pad_token) + 1 < config.positions, ErrorCode::kInvalidData,
        "{}: \"pad_token_id\" {} leaves no positions of \"max_position_embeddings\" {}", source, config.pad_token,
        config.positions);
  return config;
}

}  // namespace emo3d::encode
