#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/encode/clip_names.h"
#include "emo3d/encode/clip_network.h"
#include "emo3d/encode/length_batches.h"

namespace emo3d::encode {
namespace {

constexpr const char* kTower = "text_model.";
/// In older files; such models' end token is the vocabulary's last.
constexpr std::int32_t kLegacyEndToken = 2;

}  // namespace

ClipConfig read_clip_config(const std::filesystem::path& folder) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
  const auto path = folder / "config.json";
  return parse_clip_config(read_file(path, kMaxBytes), path.string());
}

float clip_logit_scale(const nn::WeightFiles& files, const ClipConfig& config) {
  constexpr const char* kName = "logit_scale";
  const float logarithm = files.contains(kName) ? files.load(kName, {}).values()[0] : config.logit_scale;
  check(std::abs(logarithm) <= 50.0f, ErrorCode::kInvalidData, "{}: \"{}\" is {}, expected a value in [-50, 50]",
        files.source(), kName, logarithm);
  return std::exp(logarithm);
}

ClipTextNetwork::ClipTextNetwork(std::shared_ptr<const nn::WeightFiles> files, const ClipConfig& config,
                                 nn::Precision precision)
    : files_(std::move(files)),
      config_(config.text),
      table_(files_->load("text_model.embeddings.token_embedding.weight",
                          {config.text.vocabulary, config.text.transformer.width})),
      positions_(files_->load("text_model.embeddings.position_embedding.weight",
                              {config.text.positions, config.text.transformer.width})),
      blocks_(load_blocks(
          *files_, config.text.transformer,
          {.norm_place = nn::NormPlace::kBefore, .mask = nn::AttentionMask::kCausal, .precision = precision},
          clip_block_names, kTower)),
      final_norm_(load_norm(*files_, "text_model.final_layer_norm", config.text.transformer.width)),
      projection_(load_projection(*files_, "text_projection", config.text.transformer.width, config.embedding_size,
                                  precision)) {
  files_->release_memory();
  if (table_.owns() && positions_.owns()) files_.reset();
}

std::size_t ClipTextNetwork::tokens_up_to_end(std::span<const std::int32_t> ids) const {
  if (config_.end_token == kLegacyEndToken)
    return static_cast<std::size_t>(std::ranges::max_element(ids) - ids.begin()) + 1;
  const auto end = std::ranges::find(ids, config_.end_token);
  check(end != ids.end(), ErrorCode::kInvalidArgument, "a text of {} tokens has no end token {}", ids.size(),
        config_.end_token);
  return static_cast<std::size_t>(end - ids.begin()) + 1;
}

void ClipTextNetwork::embed(std::span<const std::int32_t> ids, nn::Matrix& x, std::size_t first_row) const {
  const std::size_t d = x.cols();
  for (std::size_t t = 0; t < ids.size(); ++t) {
    const auto token = table_.values().subspan(static_cast<std::size_t>(ids[t]) * d, d);
    const auto position = positions_.values().subspan(t * d, d);
    std::ranges::transform(token, position, x.row(first_row + t).begin(), std::plus{});
  }
}

nn::Matrix ClipTextNetwork::run(std::span<const std::int32_t> ids, std::span<const std::size_t> lengths,
                                unsigned threads) const {
  std::vector<std::span<const std::int32_t>> texts;
  std::vector<std::size_t> used;
  for (const std::size_t length : lengths) {
    check(length > 0 && length <= max_tokens() && length <= ids.size(), ErrorCode::kInvalidArgument,
          "text {} has {} tokens, expected 1 to {}", texts.size(), length, std::min(max_tokens(), ids.size()));
    const auto text = ids.first(length);
    for (const std::int32_t id : text)
      check(id >= 0 && static_cast<std::size_t>(id) < vocabulary_size(), ErrorCode::kInvalidArgument,
            "text {}: token id {} is not in the vocabulary of {}", texts.size(), id, vocabulary_size());
    used.push_back(tokens_up_to_end(text));
    texts.push_back(text.first(used.back()));
    ids = ids.subspan(length);
  }
  check(ids.empty(), ErrorCode::kInvalidArgument, "{} token ids follow the last text", ids.size());

  nn::Matrix embeddings(texts.size(), embedding_size());
  run_batches(used, threads, [&](const Batch& batch, Team& team) {
    std::vector<std::size_t> rows;
    std::vector<std::size_t> end_rows;
    std::size_t total = 0;
    for (const std::size_t i : batch) {
      rows.push_back(used[i]);
      total += used[i];
      end_rows.push_back(total - 1);
    }
    nn::Matrix x(total, config_.transformer.width);
    std::size_t first = 0;
    for (const std::size_t i : batch) {
      embed(texts[i], x, first);
      first += used[i];
    }
    const nn::Matrix ends = nn::run_blocks(blocks_, std::move(x), rows, end_rows, team);
    const nn::Matrix projected =
        projection_.apply(nn::layer_norm(ends, final_norm_, config_.transformer.epsilon, team), team);
    for (std::size_t b = 0; b < batch.size(); ++b)
      std::ranges::copy(projected.row(b), embeddings.row(batch[b]).begin());
  });
  return embeddings;
}

std::vector<nn::Matrix> ClipTextNetwork::hidden_states(std::span<const std::int32_t> ids) const {
  const std::vector<std::size_t> length = {ids.size()};
  (void)run(ids, length);  // checks them
  const std::vector<std::size_t> used = {tokens_up_to_end(ids)};
  Team alone(1);
  std::vector<nn::Matrix> states;
  nn::Matrix x(used[0], config_.transformer.width);
  embed(ids.first(used[0]), x, 0);
  for (const nn::TransformerBlock& block : blocks_) {
    states.push_back(x.copy());
    x = block.run(std::move(x), used, alone);
  }
  nn::Matrix normed = nn::layer_norm(x, final_norm_, config_.transformer.epsilon, alone);
  states.push_back(std::move(x));
  states.push_back(std::move(normed));
  return states;
}

}  // namespace emo3d::encode
