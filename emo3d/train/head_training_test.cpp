#include "emo3d/train/head_training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "emo3d/base/file.h"
#include "emo3d/base/random.h"
#include "emo3d/model/head.h"

namespace emo3d::train {
namespace {

std::vector<float> random_values(std::size_t count, float scale, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(random.normal()) * scale;
  return values;
}

/// Features whose sign of the first value decides between two emotions.
TrainingSet two_classes(std::size_t rows) {
  TrainingSet set{.rows = rows,
                  .inputs = 6,
                  .features = random_values(rows * 6, 1, 3),
                  .shares = {},
                  .strengths = {},
                  .scores = {}};
  set.shares.assign(rows * emotion::kEmotionCount, 0);
  set.strengths.assign(rows, 0.8f);
  set.scores.assign(rows * face::kChannelCount, 0);
  for (std::size_t i = 0; i < rows; ++i) set.shares[i * emotion::kEmotionCount + (set.features[i * 6] > 0 ? 1 : 3)] = 1;
  return set;
}

HeadTrainingOptions quick(std::uint64_t seed) {
  HeadTrainingOptions options;
  options.seed = seed;
  options.hidden = 16;
  options.epochs = 20;
  options.dropout = 0.1;
  options.batch = 32;
  return options;
}

float largest_twin_difference(const std::filesystem::path& folder, float feature_scale) {
  const HeadWeights weights = read_head(folder);
  constexpr std::size_t kRows = 64;
  const std::vector<float> features = random_values(kRows * weights.inputs, feature_scale, 5);
  nn::Matrix matrix(kRows, weights.inputs);
  std::ranges::copy(features, matrix.data());
  const std::vector<model::HeadOutput> run_time = model::Head::load(folder).apply(matrix);
  const std::vector<float> twin = run_twin(weights, features);
  float largest = 0;
  for (std::size_t i = 0; i < kRows; ++i) {
    const float* row = twin.data() + i * model::kHeadOutputs;
    for (const emotion::Emotion e : emotion::emotions())
      largest = std::max(largest, std::abs(row[static_cast<std::size_t>(e)] -
                                           run_time[i].mixture.shares[static_cast<std::size_t>(e)]));
    largest = std::max(largest, std::abs(row[model::kStrengthOutput] - run_time[i].mixture.strength));
    const face::Expression face = model::compose(run_time[i].emotions, run_time[i].differences);
    for (const face::Channel c : face::channels())
      largest = std::max(largest, std::abs(row[model::kFirstChannelOutput + static_cast<std::size_t>(c)] - face[c]));
  }
  return largest;
}

TEST(HeadTraining, TheShippedHeadIsTheSameInBothHalves) {
  // 0.04 is about the size of an embedding's values, 0.5 that of pooled ones
  for (const float scale : {0.04f, 0.5f})
    EXPECT_LE(largest_twin_difference(data_directory() / "default", scale), 1e-5f);
}

TEST(HeadTraining, LearnsAndFillsTheLossReport) {
  const TrainingSet set = two_classes(512);
  std::vector<double> losses;
  HeadTrainingOptions options = quick(1);
  options.report = [&](std::size_t epoch, double loss) {
    EXPECT_EQ(epoch, losses.size() + 1);
    losses.push_back(loss);
  };
  const HeadWeights weights = train_head(set, options);
  ASSERT_EQ(losses.size(), options.epochs);
  EXPECT_LT(losses.back(), 0.5 * losses.front());
  const std::vector<float> outputs = run_twin(weights, set.features);
  std::size_t right = 0;
  for (std::size_t i = 0; i < set.rows; ++i) {
    const float* row = outputs.data() + i * model::kHeadOutputs;
    right += (row[1] > row[3]) == (set.features[i * 6] > 0) ? 1u : 0u;
  }
  EXPECT_GE(right, set.rows * 80 / 100);  // half would be chance
}

TEST(HeadTraining, ASeedGivesTheSameWeightsEachTime) {
  const TrainingSet set = two_classes(256);
  const HeadWeights a = train_head(set, quick(7));
  const HeadWeights b = train_head(set, quick(7));
  const HeadWeights c = train_head(set, quick(8));
  EXPECT_EQ(a.hidden_weight, b.hidden_weight);
  EXPECT_EQ(a.output_bias, b.output_bias);
  EXPECT_NE(a.hidden_weight, c.hidden_weight);
}

TEST(HeadTraining, AWrittenHeadIsReadBackAndRuns) {
  const HeadWeights weights = train_head(two_classes(64), quick(1));
  const TemporaryDirectory folder;
  write_head(weights, folder.path());
  const HeadWeights back = read_head(folder.path());
  EXPECT_EQ(back.hidden_weight, weights.hidden_weight);
  EXPECT_EQ(back.output_bias, weights.output_bias);
  EXPECT_LE(largest_twin_difference(folder.path(), 1), 1e-5f);
}

}  // namespace
}  // namespace emo3d::train
