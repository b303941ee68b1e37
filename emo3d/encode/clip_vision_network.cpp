#include <algorithm>
#include <functional>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/encode/clip_names.h"
#include "emo3d/encode/clip_network.h"
#include "emo3d/encode/length_batches.h"

namespace emo3d::encode {
namespace {

constexpr const char* kTower = "vision_model.";

/// The convolution whose stride is its size, as a layer over the values of one patch.
nn::Linear load_patch_embedding(const nn::WeightFiles& files, const ClipVisionConfig& config, nn::Precision precision) {
  const std::size_t patch = config.patch_size;
  const nn::Tensor weight = files.load("vision_model.embeddings.patch_embedding.weight",
                                       {config.transformer.width, config.channels, patch, patch});
  return {{{config.transformer.width, config.channels * patch * patch}, weight.values()},
          {},
          {.precision = precision, .order = nn::WeightOrder::kOutputByInput}};
}

std::size_t patch_count(const ClipVisionConfig& config) {
  const std::size_t side = config.image_size / config.patch_size;
  return side * side;
}

/// Values of its own: the file need not stay open.
nn::Tensor owned(nn::Tensor tensor) {
  if (tensor.owns()) return tensor;
  return {tensor.shape(), {tensor.values().begin(), tensor.values().end()}};
}

}  // namespace

ClipVisionNetwork::ClipVisionNetwork(const nn::WeightFiles& files, const ClipConfig& config, nn::Precision precision)
    : config_(config.vision),
      patch_embedding_(load_patch_embedding(files, config.vision, precision)),
      positions_(owned(files.load("vision_model.embeddings.position_embedding.weight",
                                  {1 + patch_count(config.vision), config.vision.transformer.width}))),
      first_norm_(
          load_norm(files, "vision_model.pre_layrnorm", config.vision.transformer.width)),  // the files' spelling
      blocks_(load_blocks(files, config.vision.transformer,
                          {.norm_place = nn::NormPlace::kBefore, .precision = precision}, clip_block_names, kTower)),
      class_norm_(load_norm(files, "vision_model.post_layernorm", config.vision.transformer.width)),
      projection_(load_projection(files, "visual_projection", config.vision.transformer.width, config.embedding_size,
                                  precision)) {
  const nn::Tensor class_embedding =
      files.load("vision_model.embeddings.class_embedding", {config.vision.transformer.width});
  class_embedding_.assign(class_embedding.values().begin(), class_embedding.values().end());
  files.release_memory();
}

std::size_t ClipVisionNetwork::patches() const { return patch_count(config_); }
std::size_t ClipVisionNetwork::pixels_per_image() const {
  return config_.channels * config_.image_size * config_.image_size;
}

nn::Matrix ClipVisionNetwork::embed(std::span<const float> pixels, std::span<const std::size_t> images,
                                    Team& team) const {
  const std::size_t size = config_.image_size;
  const std::size_t patch = config_.patch_size;
  const std::size_t side = size / patch;
  nn::Matrix values(images.size() * patches(), patch_embedding_.inputs());
  for (std::size_t i = 0; i < images.size(); ++i) {
    const float* image = pixels.data() + images[i] * pixels_per_image();
    for (std::size_t p = 0; p < patches(); ++p) {
      const float* corner = image + (p / side * patch) * size + p % side * patch;
      float* row = values.row(i * patches() + p).data();
      for (std::size_t line = 0; line < config_.channels * patch; ++line)
        std::copy_n(corner + (line / patch * size + line % patch) * size, patch, row + line * patch);
    }
  }
  const nn::Matrix embedded = patch_embedding_.apply(values, team);
  const std::size_t d = embedded.cols();
  const std::size_t rows = 1 + patches();
  nn::Matrix x(images.size() * rows, d);
  for (std::size_t r = 0; r < x.rows(); ++r) {
    const std::size_t token = r % rows;
    const auto from =
        token == 0 ? std::span<const float>(class_embedding_) : embedded.row(r / rows * patches() + token - 1);
    std::ranges::transform(from, positions_.values().subspan(token * d, d), x.row(r).begin(), std::plus{});
  }
  return nn::layer_norm(x, first_norm_, config_.transformer.epsilon, team);
}

nn::Matrix ClipVisionNetwork::run(std::span<const float> pixels, unsigned threads) const {
  check(pixels.size() % pixels_per_image() == 0, ErrorCode::kInvalidArgument,
        "{} pixel values, expected a multiple of {} x {} x {}", pixels.size(), channels(), image_size(), image_size());
  const std::size_t count = pixels.size() / pixels_per_image();
  nn::Matrix embeddings(count, embedding_size());
  const std::vector<std::size_t> lengths(count, 1 + patches());
  run_batches(lengths, threads, [&](const Batch& batch, Team& team) {
    const std::span<const std::size_t> rows = std::span(lengths).first(batch.size());
    std::vector<std::size_t> class_rows;
    for (std::size_t b = 0; b < batch.size(); ++b) class_rows.push_back(b * rows[b]);
    const nn::Matrix classes = nn::run_blocks(blocks_, embed(pixels, batch, team), rows, class_rows, team);
    const nn::Matrix projected =
        projection_.apply(nn::layer_norm(classes, class_norm_, config_.transformer.epsilon, team), team);
    for (std::size_t b = 0; b < batch.size(); ++b)
      std::ranges::copy(projected.row(b), embeddings.row(batch[b]).begin());
  });
  return embeddings;
}

std::vector<nn::Matrix> ClipVisionNetwork::hidden_states(std::span<const float> pixels) const {
  check(pixels.size() == pixels_per_image(), ErrorCode::kInvalidArgument, "{} pixel values, expected {} x {} x {}",
        pixels.size(), channels(), image_size(), image_size());
  Team alone(1);
  const std::vector<std::size_t> lengths = {1 + patches()};
  std::vector<nn::Matrix> states;
  nn::Matrix x = embed(pixels, std::vector<std::size_t>{0}, alone);
  for (const nn::TransformerBlock& block : blocks_) {
    states.push_back(x.copy());
    x = block.run(std::move(x), lengths, alone);
  }
  states.push_back(std::move(x));
  return states;
}

}  // namespace emo3d::encode
