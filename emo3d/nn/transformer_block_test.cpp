#include "emo3d/nn/transformer_block.h"

#include <gtest/gtest.h>

#include <functional>
#include <utility>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/random.h"
#include "emo3d/nn/transformer.h"

namespace emo3d::nn {
namespace {

constexpr std::size_t kWidth = 24;
constexpr std::size_t kHidden = 40;

struct Weights {
  std::vector<float> weight, bias;
};

Weights random_weights(std::size_t inputs, std::size_t outputs, Random& random) {
  Weights weights{std::vector<float>(inputs * outputs), std::vector<float>(outputs)};
  for (float& value : weights.weight) value = static_cast<float>(0.3 * random.normal());
  for (float& value : weights.bias) value = static_cast<float>(0.3 * random.normal());
  return weights;
}

Linear random_linear(std::size_t inputs, std::size_t outputs, std::uint64_t seed, Activation activation = {}) {
  Random random(seed);
  const Weights w = random_weights(inputs, outputs, random);
  return {{{inputs, outputs}, w.weight}, {{outputs}, w.bias}, {.activation = activation}};
}

Norm random_norm(std::uint64_t seed, std::size_t width = kWidth) {
  Random random(seed);
  Norm norm{std::vector<float>(width), std::vector<float>(width)};
  for (float& value : norm.gain) value = static_cast<float>(1 + 0.2 * random.normal());
  for (float& value : norm.bias) value = static_cast<float>(0.2 * random.normal());
  return norm;
}

TransformerBlock::Layers random_layers() {
  return {random_norm(1),
          random_linear(kWidth, 3 * kWidth, 2),
          random_linear(kWidth, kWidth, 3),
          random_norm(4),
          random_linear(kWidth, kHidden, 5, Activation::kGelu),
          random_linear(kHidden, kWidth, 6)};
}

Matrix random_matrix(std::size_t rows, std::size_t cols) {
  Random random(7);
  Matrix m(rows, cols);
  for (std::size_t i = 0; i < rows * cols; ++i) m.data()[i] = static_cast<float>(random.normal());
  return m;
}

Matrix sum(const Matrix& a, const Matrix& b) {
  Matrix c(a.rows(), a.cols());
  std::transform(a.data(), a.data() + a.rows() * a.cols(), b.data(), c.data(), std::plus{});
  return c;
}

TEST(TransformerBlock, NormalisesWhereItIsTold) {
  const std::vector<std::size_t> lengths = {5, 11};
  const Matrix x = random_matrix(16, kWidth);
  const TransformerBlock::Layers part = random_layers();
  Team team(2);
  const auto norm = [&](const Matrix& m, const Norm& n) { return layer_norm(m, n, 1e-5f, team); };
  const auto attention = [&](const Matrix& m, AttentionMask mask) {
    return part.attention_output.apply(self_attention(part.qkv.apply(m), lengths, 4, mask, team));
  };
  const auto feed_forward = [&](const Matrix& m) { return part.feed_forward_out.apply(part.feed_forward_in.apply(m)); };
  for (const AttentionMask mask : {AttentionMask::kNone, AttentionMask::kCausal}) {
    const Matrix before_middle = sum(x, attention(norm(x, part.attention_norm), mask));
    const Matrix before = sum(before_middle, feed_forward(norm(before_middle, part.feed_forward_norm)));
    const Matrix after_middle = norm(sum(x, attention(x, mask)), part.attention_norm);
    const Matrix after = norm(sum(after_middle, feed_forward(after_middle)), part.feed_forward_norm);
    for (const auto& [place, expected] : {std::pair(NormPlace::kBefore, &before), {NormPlace::kAfter, &after}}) {
      const TransformerBlock block(random_layers(), {.heads = 4, .norm_place = place, .mask = mask});
      const Matrix y = block.run(x.copy(), lengths, team);
      for (std::size_t i = 0; i < y.rows() * y.cols(); ++i) ASSERT_NEAR(y.data()[i], expected->data()[i], 2e-5);
    }
  }
}

TEST(TransformerBlock, ComputesOnlyTheRowsThatAreWanted) {
  const std::vector<std::size_t> lengths = {5, 11};
  const std::vector<std::size_t> wanted = {4, 0, 15};
  const Matrix x = random_matrix(16, kWidth);
  Team team(2);
  for (const NormPlace place : {NormPlace::kBefore, NormPlace::kAfter}) {
    std::vector<TransformerBlock> blocks;
    for (int i = 0; i < 2; ++i) blocks.emplace_back(random_layers(), TransformerBlock::Options{4, place});
    const Matrix all = run_blocks(blocks, x.copy(), lengths, {}, team);
    const Matrix some = run_blocks(blocks, x.copy(), lengths, wanted, team);
    ASSERT_EQ(some.rows(), 3u);
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t c = 0; c < kWidth; ++c) ASSERT_NEAR(some.row(i)[c], all.row(wanted[i])[c], 1e-5);
    EXPECT_THROW((void)blocks[0].run(x.copy(), lengths, std::vector<std::size_t>{16}, team), Error);
  }
}

TEST(TransformerBlock, RefusesLayersThatDoNotFit) {
  EXPECT_THROW(TransformerBlock(random_layers(), {.heads = 5}), Error);
  EXPECT_THROW(TransformerBlock(random_layers(), {.heads = 0}), Error);
  const auto with = [](auto change) {
    TransformerBlock::Layers layers = random_layers();
    change(layers);
    return TransformerBlock(std::move(layers), {.heads = 4});
  };
  EXPECT_THROW(with([](auto& l) { l.attention_norm = random_norm(1, kWidth - 1); }), Error);
  EXPECT_THROW(with([](auto& l) { l.qkv = random_linear(kWidth, 2 * kWidth, 1); }), Error);
  EXPECT_THROW(with([](auto& l) { l.feed_forward_out = random_linear(kWidth, kWidth, 1); }), Error);
}

TEST(FusedLinear, GivesOutputsOneAfterTheOther) {
  Random random(8);
  std::vector<Tensor> weights;
  std::vector<Tensor> biases;
  std::vector<Linear> single;
  for (const std::size_t outputs : {5, 7}) {
    Weights w = random_weights(12, outputs, random);
    single.emplace_back(TensorView{{outputs, 12}, w.weight}, TensorView{{outputs}, w.bias},
                        Linear::Options{.order = WeightOrder::kOutputByInput});
    weights.emplace_back(std::vector<std::size_t>{outputs, 12}, std::move(w.weight));
    biases.emplace_back(std::vector<std::size_t>{outputs}, std::move(w.bias));
  }
  const Matrix x = random_matrix(3, 12);
  const Matrix together = fused_linear(weights, biases, {}).apply(x);
  const Matrix first = single[0].apply(x);
  const Matrix second = single[1].apply(x);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t o = 0; o < 12; ++o)
      EXPECT_NEAR(together.row(i)[o], o < 5 ? first.row(i)[o] : second.row(i)[o - 5], 1e-6);
  biases.pop_back();
  EXPECT_THROW((void)fused_linear(weights, biases, {}), Error);
}

}  // namespace
}  // namespace emo3d::nn
