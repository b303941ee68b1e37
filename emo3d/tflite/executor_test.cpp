#include "emo3d/tflite/executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/tflite/arena.h"
#include "tests/support/errors.h"
#include "tests/support/tflite_run.h"
#include "tests/support/tflite_writer.h"

namespace emo3d::tflite {
namespace {

using ::testing::FloatNear;
using ::testing::HasSubstr;
using ::testing::Pointwise;
using namespace emo3d::testing;

constexpr int kChannels = 16;
const std::vector<int> kImage = {1, 6, 6, kChannels};
constexpr std::size_t kImageValues = 6 * 6 * kChannels;

/// A graph of layers on one image, whose intermediate tensors can be made outputs, which keeps them apart.
class Layers {
 public:
  Layers() : input(writer_.input(kImage)) {}

  int convolution(int from) {
    const int filter = writer_.floats({kChannels, 1, 1, kChannels}, random_values(kChannels * kChannels, ++seed_));
    const int bias = writer_.floats({kChannels}, random_values(kChannels, ++seed_));
    return keep(writer_.op(tflite_code::kConv2d, {from, filter, bias}, kImage, conv_options(true, 1)));
  }
  int depthwise(int from) {
    const int filter = writer_.floats({1, 3, 3, kChannels}, random_values(9 * kChannels, ++seed_));
    return keep(writer_.op(tflite_code::kDepthwiseConv2d, {from, filter}, kImage, depthwise_options(true, 1)));
  }
  int add(int a, int b, int activation = 0) {
    return keep(writer_.op(tflite_code::kAdd, {a, b}, kImage, activation_options(11, activation)));
  }
  int relu(int from) { return keep(writer_.op(tflite_code::kRelu, {from}, kImage)); }
  int prelu(int from) {
    const int slope = writer_.floats({1, 1, kChannels}, random_values(kChannels, ++seed_));
    return keep(writer_.op(tflite_code::kPrelu, {from, slope}, kImage));
  }
  int flat(int from) {
    return keep(writer_.op(tflite_code::kReshape, {from, writer_.ints({1}, {-1})}, {kImageValues}));
  }

  /// Every last output is the same whether the graph's inner tensors are outputs too or not.
  void expect_same_when_fused(std::vector<int> outputs) {
    const std::vector<float> image = random_values(kImageValues, 100);
    writer_.outputs = outputs;
    const auto fused = run_tflite(writer_.file(), {image});
    for (const int inner : all_)
      if (std::ranges::find(outputs, inner) == outputs.end()) writer_.outputs.push_back(inner);
    const auto apart = run_tflite(writer_.file(), {image});
    for (std::size_t i = 0; i < outputs.size(); ++i)
      EXPECT_THAT(fused[i], Pointwise(FloatNear(2e-3F), apart[i])) << "output " << i;
  }

 private:
  int keep(int tensor) {
    all_.push_back(tensor);
    return tensor;
  }

  TfliteWriter writer_;
  std::uint64_t seed_ = 0;
  std::vector<int> all_;

 public:
  int input;
};

TEST(TfliteFusion, ResidualBlock) {
  Layers layers;
  const int start = layers.prelu(layers.convolution(layers.input));
  const int branch = layers.convolution(layers.depthwise(layers.prelu(layers.convolution(start))));
  layers.expect_same_when_fused({layers.prelu(layers.add(start, branch))});
}

TEST(TfliteFusion, DepthwiseWithActivations) {
  Layers layers;
  layers.expect_same_when_fused(
      {layers.relu(layers.depthwise(layers.input)), layers.prelu(layers.depthwise(layers.input))});
}

TEST(TfliteFusion, ResidualThatIsReadAgain) {
  Layers layers;
  const int start = layers.relu(layers.convolution(layers.input));
  const int sum = layers.relu(layers.add(layers.convolution(start), start));
  layers.expect_same_when_fused({layers.add(sum, start, 1)});
}

TEST(TfliteFusion, ResidualThatIsTheConvolutionsOwnInput) {
  Layers layers;
  const int start = layers.relu(layers.convolution(layers.input));
  layers.expect_same_when_fused({layers.add(layers.convolution(start), start)});
}

TEST(TfliteFusion, ResidualThatIsTheModelsInputOrOutput) {
  Layers layers;
  const int sum = layers.add(layers.input, layers.convolution(layers.relu(layers.convolution(layers.input))));
  layers.expect_same_when_fused({sum, layers.add(sum, layers.convolution(layers.depthwise(sum)))});
}

TEST(TfliteFusion, SumOfTwoConvolutions) {
  Layers layers;
  const int a = layers.convolution(layers.input), b = layers.convolution(layers.input);
  layers.expect_same_when_fused({layers.relu(layers.add(a, b))});
}

TEST(TfliteFusion, ResidualWhoseReshapedCopyIsReadLater) {
  Layers layers;
  const int start = layers.relu(layers.convolution(layers.input));
  const int flat = layers.flat(start);
  const int sum = layers.add(start, layers.convolution(layers.depthwise(start)));
  layers.expect_same_when_fused({sum, flat});
}

TEST(TfliteExecutor, KeepsItsInputsBetweenRuns) {
  TfliteWriter writer;
  int last = writer.input({1000});
  for (int i = 0; i < 9; ++i) last = writer.op(tflite_code::kNeg, {last}, {1000});
  writer.outputs = {last};
  Executor executor(parse_tflite(writer.file()));
  std::ranges::fill(executor.input(0), 3.0F);
  for (int i = 0; i < 3; ++i) {
    executor.run();
    EXPECT_EQ(executor.output(0)[999], -3);
    EXPECT_EQ(executor.input(0)[0], 3);
  }
}

TEST(TfliteExecutor, OutlivesTheModelAndMoves) {
  TfliteWriter writer;
  writer.outputs = {writer.op(tflite_code::kNeg, {writer.input({2})}, {2})};
  Executor first = [&] { return Executor(parse_tflite(writer.file())); }();
  first.input(0)[1] = 5;
  Executor second = std::move(first);
  second.run();
  EXPECT_EQ(second.output(0)[1], -5);
}

TEST(TfliteExecutor, RefusesPortsAndThreadsOutOfRange) {
  TfliteWriter writer;
  writer.outputs = {writer.op(tflite_code::kNeg, {writer.input({2})}, {2})};
  const Model model = parse_tflite(writer.file());
  Executor executor(model);
  EXPECT_EQ(error_message([&] { (void)executor.input(1); }), "test.tflite: input or output 1 of 1");
  EXPECT_EQ(error_message([&] { (void)executor.output(7); }), "test.tflite: input or output 7 of 1");
  EXPECT_EQ(error_message([&] { Executor(model, {.threads = 0}); }), "0 threads, expected 1 to 64");
  EXPECT_EQ(error_message([&] { Executor(model, {.threads = 65}); }), "65 threads, expected 1 to 64");
}

TEST(TfliteArena, PiecesNeededAtOnceDoNotOverlap) {
  EXPECT_TRUE(rc::check("arena", [](const std::vector<std::tuple<std::uint16_t, std::uint8_t, std::uint8_t>>& wanted) {
    std::vector<Lifetime> pieces;
    std::size_t sum = 0;
    for (const auto& [bytes, a, b] : wanted) {
      pieces.push_back({bytes, std::min(a, b), std::max(a, b)});
      sum += bytes + Arena::kAlignment;
    }
    const Arena arena(pieces);
    RC_ASSERT(arena.bytes() <= sum);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      RC_ASSERT(reinterpret_cast<std::uintptr_t>(arena.at(i)) % Arena::kAlignment == 0);
      for (std::size_t j = 0; j < i; ++j) {
        if (pieces[i].last < pieces[j].first || pieces[j].last < pieces[i].first) continue;
        const bool before = arena.at(i) + pieces[i].bytes <= arena.at(j);
        const bool after = arena.at(j) + pieces[j].bytes <= arena.at(i);
        RC_ASSERT(before || after);
      }
    }
  }));
}

TEST(TfliteArena, PiecesOfDifferentTimesShareMemory) {
  const Arena arena({{1024, 0, 1}, {1024, 2, 3}, {1024, 4, 5}});
  EXPECT_EQ(arena.bytes(), 1024U);
}

}  // namespace
}  // namespace emo3d::tflite
