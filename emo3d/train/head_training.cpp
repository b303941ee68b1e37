#include "emo3d/train/head_training.h"

// LibTorch's headers take long to compile: this is the only file that includes them.
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "emo3d/base/error.h"
#include "emo3d/emotion/emotion.h"
#include "emo3d/face/channel.h"
#include "emo3d/model/facs.h"
#include "emo3d/model/head.h"

namespace emo3d::train {
namespace {

constexpr auto kEmotions = static_cast<std::int64_t>(emotion::kEmotionCount);
constexpr auto kChannels = static_cast<std::int64_t>(face::kChannelCount);
constexpr auto kOutputs = static_cast<std::int64_t>(model::kHeadOutputs);
/// Scores are small numbers beside cross-entropies: this brings the losses to one size.
constexpr double kScoreWeight = 3;
constexpr double kStrengthWeight = 2;

std::int64_t size(std::size_t n) { return static_cast<std::int64_t>(n); }

torch::Tensor matrix(std::span<const float> values, std::size_t rows, std::size_t cols) {
  check(values.size() == rows * cols, ErrorCode::kInvalidArgument, "{} values do not fill {} x {}", values.size(), rows,
        cols);
  return torch::from_blob(const_cast<float*>(values.data()), {size(rows), size(cols)}, torch::kFloat).clone();
}

std::vector<float> values(const torch::Tensor& tensor) {
  const torch::Tensor plain = tensor.detach().contiguous();
  return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

/// Restores the caller's number of threads.
class SingleThread {
 public:
  SingleThread() : before_(at::get_num_threads()) { at::set_num_threads(1); }
  SingleThread(const SingleThread&) = delete;
  SingleThread& operator=(const SingleThread&) = delete;
  ~SingleThread() { at::set_num_threads(before_); }

 private:
  int before_;
};

/// The prototypes as a matrix of emotions x channels.
torch::Tensor prototypes() {
  torch::Tensor all = torch::zeros({kEmotions, kChannels});
  for (const emotion::Emotion e : emotion::emotions())
    for (const face::Channel c : face::channels())
      all[static_cast<std::int64_t>(e)][static_cast<std::int64_t>(c)] = model::prototype(e)[c];
  return all;
}

/// reading::to_intensities() for rows of shares and strengths, but for the neutral emotion, which moves nothing.
torch::Tensor to_intensities(const torch::Tensor& shares, const torch::Tensor& strengths) {
  const torch::Tensor neutral = shares.narrow(1, 0, 1);
  const torch::Tensor felt = shares.narrow(1, 1, kEmotions - 1);
  const torch::Tensor leading = std::get<0>(felt.max(1, true)).clamp_min(1e-12);
  const torch::Tensor values = (strengths * (felt / leading).pow(0.8) * (1 - neutral).sqrt()).clamp_max(1);
  return torch::cat({torch::zeros_like(neutral), values}, 1);
}

/// model::express() for rows of intensities.
torch::Tensor express(const torch::Tensor& intensities, const torch::Tensor& prototype_scores) {
  return 1 - (1 - intensities.unsqueeze(2) * prototype_scores.unsqueeze(0)).prod(1);
}

struct Network : torch::nn::Module {
  Network(std::size_t inputs, std::size_t hidden_size, double dropout_rate)
      : hidden(register_module("hidden", torch::nn::Linear(size(inputs), size(hidden_size)))),
        dropout(register_module("dropout", torch::nn::Dropout(dropout_rate))),
        output(register_module("output", torch::nn::Linear(size(hidden_size), kOutputs))) {}

  torch::Tensor forward(const torch::Tensor& features) {
    return output->forward(dropout->forward(torch::relu(hidden->forward(features))));
  }

  torch::nn::Linear hidden;
  torch::nn::Dropout dropout;
  torch::nn::Linear output;
};

/// Logits of shares and strength, and the scores before they are limited to [0,1].
struct Outputs {
  torch::Tensor shares, strength, scores;
};

/// The shares that the run time reads from their logits.
torch::Tensor sharpened(const torch::Tensor& logits) { return torch::softmax(model::kShareSharpness * logits, 1); }

Outputs read_outputs(const torch::Tensor& z, const torch::Tensor& prototype_scores) {
  const torch::Tensor shares = z.narrow(1, 0, kEmotions);
  const torch::Tensor strength = z.narrow(1, kEmotions, 1);
  // The scores teach the difference alone: the emotions follow their own losses.
  const torch::Tensor intensities = to_intensities(sharpened(shares).detach(), torch::sigmoid(strength).detach());
  return {shares, strength,
          express(intensities, prototype_scores) + torch::tanh(z.narrow(1, kEmotions + 1, kChannels))};
}

/// Summed over the emotions, a mean over the rows.
torch::Tensor cross_entropy(const torch::Tensor& logits, const torch::Tensor& shares) {
  return -(shares * torch::log_softmax(logits, 1)).sum(1).mean();
}

}  // namespace

HeadWeights train_head(const TrainingSet& set, const HeadTrainingOptions& options) {
  check(set.rows > 0 && options.batch > 0 && options.epochs > 0, ErrorCode::kInvalidArgument,
        "training needs rows, a batch size and epochs");
  const SingleThread single_thread;
  torch::manual_seed(options.seed);
  const torch::Tensor raw = matrix(set.features, set.rows, set.inputs);
  const torch::Tensor mean = raw.mean(0);
  const torch::Tensor deviation = raw.std(0).clamp_min(1e-4);
  const torch::Tensor features = (raw - mean) / deviation;
  const torch::Tensor shares = matrix(set.shares, set.rows, emotion::kEmotionCount);
  const torch::Tensor strengths = matrix(set.strengths, set.rows, 1);
  const torch::Tensor scores = matrix(set.scores, set.rows, face::kChannelCount);
  const torch::Tensor prototype_scores = prototypes();

  Network network(set.inputs, options.hidden, options.dropout);
  {
    const torch::NoGradGuard no_grad;
    network.output->weight.mul_(0.1);  // starts undecided: even shares, no difference from the prototypes
  }
  torch::optim::AdamW optimizer(network.parameters(),
                                torch::optim::AdamWOptions(options.learning_rate).weight_decay(options.weight_decay));
  const std::size_t batches = (set.rows + options.batch - 1) / options.batch;
  for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
    const torch::Tensor order = torch::randperm(size(set.rows));
    double sum = 0;
    for (std::size_t b = 0; b < batches; ++b) {
      const double done = static_cast<double>(epoch * batches + b) / static_cast<double>(options.epochs * batches);
      for (auto& group : optimizer.param_groups())
        group.options().set_lr(options.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * done)));
      const torch::Tensor rows =
          order.narrow(0, size(b * options.batch), size(std::min(options.batch, set.rows - b * options.batch)));
      const Outputs outputs = read_outputs(network.forward(features.index_select(0, rows)), prototype_scores);
      const torch::Tensor loss =
          cross_entropy(outputs.shares, shares.index_select(0, rows)) +
          kStrengthWeight * torch::binary_cross_entropy_with_logits(outputs.strength, strengths.index_select(0, rows)) +
          kScoreWeight * torch::l1_loss(outputs.scores, scores.index_select(0, rows));
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
      sum += loss.item<double>();
    }
    if (options.report) options.report(epoch + 1, sum / static_cast<double>(batches));
  }
  // W ((x - mean) / deviation) + b = (W / deviation) x + (b - (W / deviation) mean)
  const torch::Tensor weight = network.hidden->weight / deviation;
  const torch::Tensor bias = network.hidden->bias - torch::mv(weight, mean);
  return {set.inputs,
          options.hidden,
          values(weight),
          values(bias),
          values(network.output->weight),
          values(network.output->bias)};
}

std::vector<float> run_twin(const HeadWeights& weights, std::span<const float> features) {
  check(weights.inputs > 0 && features.size() % weights.inputs == 0, ErrorCode::kInvalidArgument,
        "{} features are not rows of {}", features.size(), weights.inputs);
  const torch::NoGradGuard no_grad;
  Network network(weights.inputs, weights.hidden, 0);
  network.hidden->weight.copy_(matrix(weights.hidden_weight, weights.hidden, weights.inputs));
  network.hidden->bias.copy_(matrix(weights.hidden_bias, 1, weights.hidden).squeeze(0));
  network.output->weight.copy_(matrix(weights.output_weight, model::kHeadOutputs, weights.hidden));
  network.output->bias.copy_(matrix(weights.output_bias, 1, model::kHeadOutputs).squeeze(0));
  network.eval();
  const torch::Tensor z = network.forward(matrix(features, features.size() / weights.inputs, weights.inputs));
  const Outputs outputs = read_outputs(z, prototypes());
  return values(
      torch::cat({sharpened(outputs.shares), torch::sigmoid(outputs.strength), outputs.scores.clamp(0, 1)}, 1));
}

}  // namespace emo3d::train
