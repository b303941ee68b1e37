#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <limits>

#include "tests/support/tflite_run.h"
#include "tests/support/tflite_writer.h"

namespace emo3d::tflite {
namespace {

using ::testing::FloatNear;
using ::testing::Pointwise;
using namespace emo3d::testing;

std::size_t count_of(const std::vector<int>& shape) {
  std::size_t count = 1;
  for (const int side : shape) count *= static_cast<std::size_t>(side);
  return count;
}

/// One sliding operator, and what it gives by the plainest loops.
struct Sliding {
  std::vector<int> image;  ///< NHWC.
  int window_y = 1, window_x = 1, stride = 1, outputs = 1;
  bool same = true, relu = false, with_bias = true;

  [[nodiscard]] int sides(int side, int window) const {
    return same ? (side + stride - 1) / stride : (side - window) / stride + 1;
  }
  [[nodiscard]] int padding(int side, int window) const {
    return same ? std::max((sides(side, window) - 1) * stride + window - side, 0) / 2 : 0;
  }
  [[nodiscard]] std::vector<int> result_shape(int channels) const {
    return {image[0], sides(image[1], window_y), sides(image[2], window_x), channels};
  }

  /// Calls visit(output index, output channel, image place without channel, tap) for every pair inside the image.
  template <typename Visit>
  void each(int channels, const Visit& visit) const {
    const auto shape = result_shape(channels);
    std::size_t index = 0;
    for (int n = 0; n < shape[0]; ++n)
      for (int y = 0; y < shape[1]; ++y)
        for (int x = 0; x < shape[2]; ++x)
          for (int c = 0; c < channels; ++c, ++index)
            for (int dy = 0; dy < window_y; ++dy)
              for (int dx = 0; dx < window_x; ++dx) {
                const int from_y = y * stride + dy - padding(image[1], window_y);
                const int from_x = x * stride + dx - padding(image[2], window_x);
                if (from_y < 0 || from_y >= image[1] || from_x < 0 || from_x >= image[2]) continue;
                const auto place = static_cast<std::size_t>((n * image[1] + from_y) * image[2] + from_x);
                visit(index, static_cast<std::size_t>(c), place * static_cast<std::size_t>(image[3]),
                      static_cast<std::size_t>(dy * window_x + dx));
              }
  }
};

struct Layer {
  std::vector<float> input, filter, bias;
};

std::vector<float> plain_convolution(const Sliding& s, const Layer& layer, bool depthwise) {
  const int channels = depthwise ? s.image[3] : s.outputs;
  const auto in_channels = static_cast<std::size_t>(s.image[3]);
  std::vector<double> sums(count_of(s.result_shape(channels)));
  const std::size_t taps = static_cast<std::size_t>(s.window_y * s.window_x);
  s.each(channels, [&](std::size_t index, std::size_t c, std::size_t place, std::size_t tap) {
    if (depthwise) {
      sums[index] += static_cast<double>(layer.input[place + c]) * layer.filter[tap * in_channels + c];
      return;
    }
    for (std::size_t i = 0; i < in_channels; ++i)
      sums[index] += static_cast<double>(layer.input[place + i]) * layer.filter[(c * taps + tap) * in_channels + i];
  });
  std::vector<float> result;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const double bias = s.with_bias ? layer.bias[i % static_cast<std::size_t>(channels)] : 0.0;
    const auto value = static_cast<float>(sums[i] + bias);
    result.push_back(s.relu ? std::max(value, 0.0F) : value);
  }
  return result;
}

void expect_plain_convolution(const Sliding& s, bool depthwise) {
  const int channels = depthwise ? s.image[3] : s.outputs;
  const std::vector<int> filter_shape = {depthwise ? 1 : s.outputs, s.window_y, s.window_x, s.image[3]};
  const Layer layer = {random_values(count_of(s.image), 1), random_values(count_of(filter_shape), 2),
                       random_values(static_cast<std::size_t>(channels), 3)};
  TfliteWriter writer;
  std::vector<int> inputs = {writer.input(s.image), writer.floats(filter_shape, layer.filter)};
  if (s.with_bias) inputs.push_back(writer.floats({channels}, layer.bias));
  const auto options =
      depthwise ? depthwise_options(s.same, s.stride, s.relu ? 1 : 0) : conv_options(s.same, s.stride, s.relu ? 1 : 0);
  writer.outputs = {writer.op(depthwise ? tflite_code::kDepthwiseConv2d : tflite_code::kConv2d, inputs,
                              s.result_shape(channels), options)};
  EXPECT_THAT(run_tflite(writer.file(), {layer.input})[0],
              Pointwise(FloatNear(1e-4F), plain_convolution(s, layer, depthwise)));
}

TEST(TfliteConvolution, SameAsPlainLoops) {
  expect_plain_convolution({.image = {1, 8, 8, 3}, .window_y = 5, .window_x = 5, .stride = 2, .outputs = 24}, false);
  expect_plain_convolution({.image = {1, 9, 7, 3}, .window_y = 3, .window_x = 3, .stride = 2, .outputs = 16}, false);
  expect_plain_convolution(
      {.image = {1, 6, 6, 16}, .window_y = 2, .window_x = 2, .stride = 2, .outputs = 16, .same = false}, false);
  expect_plain_convolution({.image = {1, 2, 2, 128}, .window_y = 2, .window_x = 2, .outputs = 33, .same = false},
                           false);
  expect_plain_convolution({.image = {1, 1, 97, 64}, .outputs = 256, .relu = true}, false);
  expect_plain_convolution({.image = {2, 5, 4, 6}, .window_y = 3, .window_x = 1, .outputs = 2, .with_bias = false},
                           false);
}

TEST(TfliteDepthwise, SameAsPlainLoops) {
  for (const int channels : {1, 3, 8, 16, 24, 42, 88})
    for (const int stride : {1, 2})
      for (const bool same : {true, false})
        expect_plain_convolution(
            {.image = {1, 7, 10, channels}, .window_y = 3, .window_x = 3, .stride = stride, .same = same}, true);
  expect_plain_convolution({.image = {1, 1, 1, 16}, .window_y = 3, .window_x = 3, .relu = true}, true);
  expect_plain_convolution({.image = {1, 2, 2, 8}, .window_y = 3, .window_x = 3, .with_bias = false}, true);
  expect_plain_convolution({.image = {2, 6, 6, 16}, .window_y = 3, .window_x = 3}, true);
  expect_plain_convolution({.image = {1, 9, 9, 16}, .window_y = 5, .window_x = 5, .stride = 2, .relu = true}, true);
}

TEST(TfliteConvolution, SameAsPlainLoopsForAnySizes) {
  EXPECT_TRUE(rc::check("convolutions", [] {
    Sliding s;
    s.window_y = *rc::gen::inRange(1, 5);
    s.window_x = *rc::gen::inRange(1, 5);
    s.image = {*rc::gen::inRange(1, 3), s.window_y + *rc::gen::inRange(0, 8), s.window_x + *rc::gen::inRange(0, 8),
               *rc::gen::inRange(1, 40)};
    s.outputs = *rc::gen::inRange(1, 40);
    s.stride = *rc::gen::inRange(1, 4);
    s.same = *rc::gen::arbitrary<bool>();
    s.relu = *rc::gen::arbitrary<bool>();
    expect_plain_convolution(s, false);
    if (*rc::gen::arbitrary<bool>()) s.window_x = s.window_y = std::min({3, s.image[1], s.image[2]});
    expect_plain_convolution(s, true);
    RC_ASSERT(!::testing::Test::HasFailure());
  }));
}

TEST(TflitePooling, TakesTheLargestInsideTheImage) {
  for (const bool same : {true, false})
    for (const int window : {2, 3})
      for (const int side : {6, 7}) {
        const Sliding s = {
            .image = {2, side, side + 2, 5}, .window_y = window, .window_x = window, .stride = 2, .same = same};
        const std::vector<float> input = random_values(count_of(s.image), 4);
        std::vector<float> expected(count_of(s.result_shape(5)), -std::numeric_limits<float>::infinity());
        s.each(5, [&](std::size_t index, std::size_t c, std::size_t place, std::size_t) {
          expected[index] = std::max(expected[index], input[place + c]);
        });
        TfliteWriter writer;
        writer.outputs = {writer.op(tflite_code::kMaxPool2d, {writer.input(s.image)}, s.result_shape(5),
                                    pool_options(same, 2, window))};
        EXPECT_EQ(run_tflite(writer.file(), {input})[0], expected) << window << ' ' << side;
      }
}

TEST(TflitePooling, OfEvenSidesSameAsPlainLoops) {
  const Sliding s = {.image = {1, 6, 8, 18}, .window_y = 2, .window_x = 2, .stride = 2};
  const std::vector<float> input = random_values(count_of(s.image), 5);
  std::vector<float> expected(count_of(s.result_shape(18)), -std::numeric_limits<float>::infinity());
  s.each(18, [&](std::size_t index, std::size_t c, std::size_t place, std::size_t) {
    expected[index] = std::max(expected[index], input[place + c]);
  });
  TfliteWriter writer;
  writer.outputs = {
      writer.op(tflite_code::kMaxPool2d, {writer.input(s.image)}, s.result_shape(18), pool_options(true, 2, 2))};
  EXPECT_EQ(run_tflite(writer.file(), {input})[0], expected);
}

}  // namespace
}  // namespace emo3d::tflite
