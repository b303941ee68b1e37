#include "emo3d/encode/bert_network.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/encode/encoder_layers.h"
#include "emo3d/encode/length_batches.h"
#include "emo3d/nn/transformer.h"

namespace emo3d::encode {
namespace {

constexpr const char* kWords = "embeddings.word_embeddings.weight";

/// What all names of this file begin with.
std::string name_prefix(const nn::WeightFiles& files) {
  for (const char* prefix : {"", "bert.", "roberta."})
    if (files.contains(std::string(prefix) + kWords)) return prefix;
  fail(ErrorCode::kInvalidData,
       "{}: tensor \"{}\" is missing, also behind \"bert.\" and \"roberta.\": no BERT or XLM-RoBERTa", files.source(),
       kWords);
}

BlockNames block_names(const std::string& prefix, std::size_t block) {
  const std::string layer = fmt::format("{}encoder.layer.{}.", prefix, block);
  return {.attention_norm = layer + "attention.output.LayerNorm",
          .query = layer + "attention.self.query",
          .key = layer + "attention.self.key",
          .value = layer + "attention.self.value",
          .attention_output = layer + "attention.output.dense",
          .feed_forward_norm = layer + "output.LayerNorm",
          .feed_forward_in = layer + "intermediate.dense",
          .feed_forward_out = layer + "output.dense"};
}

nn::Tensor table(const nn::WeightFiles& files, const char* name, std::size_t rows, std::size_t width) {
  return files.load(name_prefix(files) + name, {rows, width});
}

}  // namespace

BertConfig read_bert_config(const std::filesystem::path& folder) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
  const auto path = folder / "config.json";
  return parse_bert_config(read_file(path, kMaxBytes), path.string());
}

BertNetwork::BertNetwork(std::shared_ptr<const nn::WeightFiles> files, const BertConfig& config,
                         nn::Precision precision)
    : files_(std::move(files)),
      config_(config),
      words_(table(*files_, kWords, config.vocabulary, config.transformer.width)),
      positions_(table(*files_, "embeddings.position_embeddings.weight", config.positions, config.transformer.width)),
      types_(table(*files_, "embeddings.token_type_embeddings.weight", config.token_types, config.transformer.width)),
      embedding_norm_(load_norm(*files_, name_prefix(*files_) + "embeddings.LayerNorm", config.transformer.width)),
      blocks_(load_blocks(*files_, config.transformer, {.norm_place = nn::NormPlace::kAfter, .precision = precision},
                          block_names, name_prefix(*files_))),
      source_(files_->source()) {
  const std::string pooler = name_prefix(*files_) + "pooler.dense";
  if (files_->contains(pooler + ".weight"))
    pooler_.emplace(
        load_linear(*files_, pooler, config.transformer.width, config.transformer.width, {.precision = precision}));
  files_->release_memory();
  if (words_.owns() && positions_.owns() && types_.owns()) files_.reset();
}

std::size_t BertNetwork::max_tokens() const {
  return config_.roberta_positions ? config_.positions - static_cast<std::size_t>(config_.pad_token) - 1
                                   : config_.positions;
}

BertNetwork::Texts BertNetwork::checked(const BertInput& input) const {
  const auto fits = [&](std::size_t size, const char* name) {
    check(size == 0 || size == input.ids.size(), ErrorCode::kInvalidArgument, "{} {} for {} token ids", size, name,
          input.ids.size());
  };
  fits(input.token_types.size(), "token types");
  fits(input.attention_mask.size(), "mask values");
  Texts texts;
  texts.tokens.reserve(input.ids.size());
  std::size_t token = 0;
  for (const std::size_t length : input.lengths) {
    const std::size_t text = texts.lengths.size();
    const std::size_t left = input.ids.size() - token;
    check(length > 0 && length <= left, ErrorCode::kInvalidArgument, "text {} has {} tokens, expected 1 to {}", text,
          length, left);
    const std::size_t start = texts.tokens.size();
    std::size_t place = 0;  // among the text's tokens, in RoBERTa among those that are no padding
    for (const std::size_t end = token + length; token < end; ++token) {
      const std::int32_t id = input.ids[token];
      const std::int32_t type = input.token_types.empty() ? 0 : input.token_types[token];
      check(id >= 0 && static_cast<std::size_t>(id) < config_.vocabulary, ErrorCode::kInvalidArgument,
            "text {}: token id {} is not in the vocabulary of {}", text, id, config_.vocabulary);
      check(type >= 0 && static_cast<std::size_t>(type) < config_.token_types, ErrorCode::kInvalidArgument,
            "text {}: token type {}, expected one in [0, {}]", text, type, config_.token_types - 1);
      const auto pad = static_cast<std::size_t>(config_.pad_token);
      const bool skipped = config_.roberta_positions && id == config_.pad_token;
      const std::size_t position = skipped ? pad : place + (config_.roberta_positions ? pad + 1 : 0);
      place += skipped ? 0 : 1;
      if (!input.attention_mask.empty() && input.attention_mask[token] == 0) continue;
      check(position < config_.positions, ErrorCode::kInvalidArgument, "text {} has more than {} tokens", text,
            max_tokens());
      texts.tokens.push_back({static_cast<std::size_t>(id), position, static_cast<std::size_t>(type)});
    }
    check(texts.tokens.size() > start, ErrorCode::kInvalidArgument, "text {}: the mask leaves no token", text);
    texts.starts.push_back(start);
    texts.lengths.push_back(texts.tokens.size() - start);
  }
  check(token == input.ids.size(), ErrorCode::kInvalidArgument, "{} token ids follow the last text",
        input.ids.size() - token);
  return texts;
}

nn::Matrix BertNetwork::embedded(const Texts& texts, std::span<const std::size_t> chosen, Team& team) const {
  std::size_t rows = 0;
  for (const std::size_t text : chosen) rows += texts.lengths[text];
  const std::size_t d = width();
  nn::Matrix x(rows, d);
  std::size_t row = 0;
  for (const std::size_t text : chosen) {
    for (std::size_t t = 0; t < texts.lengths[text]; ++t, ++row) {
      const Token& token = texts.tokens[texts.starts[text] + t];
      const float* word = words_.values().data() + token.id * d;
      const float* position = positions_.values().data() + token.position * d;
      const float* type = types_.values().data() + token.type * d;
      float* sum = x.row(row).data();
      for (std::size_t i = 0; i < d; ++i) sum[i] = word[i] + type[i] + position[i];
    }
  }
  return nn::layer_norm(x, embedding_norm_, config_.transformer.epsilon, team);
}

BertNetwork::Hidden BertNetwork::run(const BertInput& input, unsigned threads) const {
  Texts texts = checked(input);
  nn::Matrix hidden(texts.tokens.size(), width());
  run_batches(texts.lengths, threads, [&](const Batch& batch, Team& team) {
    std::vector<std::size_t> lengths;
    for (const std::size_t text : batch) lengths.push_back(texts.lengths[text]);
    const nn::Matrix x = nn::run_blocks(blocks_, embedded(texts, batch, team), lengths, {}, team);
    std::size_t row = 0;
    for (const std::size_t text : batch) {
      std::copy_n(x.row(row).data(), texts.lengths[text] * width(), hidden.row(texts.starts[text]).data());
      row += texts.lengths[text];
    }
  });
  return {std::move(hidden), std::move(texts.lengths)};
}

nn::Matrix BertNetwork::embed(const BertInput& input, BertPooling pooling, unsigned threads) const {
  check(pooling != BertPooling::kPooler || has_pooler(), ErrorCode::kUnavailable,
        "{}: tensor \"pooler.dense.weight\" is missing, choose the first token or the mean instead", source_);
  const Texts texts = checked(input);
  nn::Matrix embeddings(texts.lengths.size(), width());
  run_batches(texts.lengths, threads, [&](const Batch& batch, Team& team) {
    std::vector<std::size_t> lengths;
    std::vector<std::size_t> first_rows;
    std::size_t row = 0;
    for (const std::size_t text : batch) {
      lengths.push_back(texts.lengths[text]);
      if (pooling != BertPooling::kMean) first_rows.push_back(row);
      row += texts.lengths[text];
    }
    nn::Matrix pooled = nn::run_blocks(blocks_, embedded(texts, batch, team), lengths, first_rows, team);
    if (pooling == BertPooling::kMean) pooled = nn::mean_rows(pooled, lengths);
    if (pooling == BertPooling::kPooler) pooled = nn::tanh(pooler_->apply(pooled, team));
    for (std::size_t b = 0; b < batch.size(); ++b) std::ranges::copy(pooled.row(b), embeddings.row(batch[b]).begin());
  });
  return embeddings;
}

std::vector<nn::Matrix> BertNetwork::hidden_states(const BertInput& input) const {
  const Texts texts = checked(input);
  std::vector<std::size_t> all(texts.lengths.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  Team alone(1);
  std::vector<nn::Matrix> states;
  nn::Matrix x = embedded(texts, all, alone);
  for (const nn::TransformerBlock& block : blocks_) {
    states.push_back(x.copy());
    x = block.run(std::move(x), texts.lengths, alone);
  }
  states.push_back(std::move(x));
  return states;
}

}  // namespace emo3d::encode
