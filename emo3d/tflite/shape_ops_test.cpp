#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/tflite_run.h"
#include "tests/support/tflite_writer.h"

namespace emo3d::tflite {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::Pointwise;
using namespace emo3d::testing;

/// 0, 1, 2, ...
std::vector<float> ascending(std::size_t count) {
  std::vector<float> values(count);
  std::iota(values.begin(), values.end(), 0.0F);
  return values;
}

TEST(TfliteTranspose, MovesAxes) {
  TfliteWriter writer;
  const int input = writer.input({1, 2, 3, 2});
  writer.outputs = {writer.op(tflite_code::kTranspose, {input, writer.ints({4}, {0, 1, 3, 2})}, {1, 2, 2, 3}),
                    writer.op(tflite_code::kTranspose, {input, writer.ints({4}, {3, -3, 0, 2})}, {2, 2, 1, 3})};
  const auto outputs = run_tflite(writer.file(), {ascending(12)});
  EXPECT_THAT(outputs[0], ElementsAre(0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11));
  EXPECT_THAT(outputs[1], ElementsAre(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11));
}

TEST(TfliteReshape, TakesItsShapeFromOptionsOrFromATensor) {
  TfliteWriter writer;
  const int input = writer.input({2, 3, 4});
  writer.outputs = {writer.op(tflite_code::kReshape, {input}, {1, 6, 4}, {17, {{.field = 0, .list = {1, -1, 4}}}}),
                    writer.op(tflite_code::kReshape, {input, writer.ints({2}, {-1, 8})}, {3, 8})};
  const auto outputs = run_tflite(writer.file(), {ascending(24)});
  EXPECT_EQ(outputs[0], ascending(24));
  EXPECT_EQ(outputs[1], ascending(24));
}

TEST(TfliteReshape, OfAConstant) {
  TfliteWriter writer;
  const int input = writer.input({3});
  const std::vector<float> values = {1, 2, 3};
  const int constant = writer.op(tflite_code::kReshape, {writer.floats({3, 1}, values), writer.ints({1}, {3})}, {3});
  writer.outputs = {writer.op(tflite_code::kAdd, {input, constant}, {3})};
  EXPECT_THAT(run_tflite(writer.file(), {{10, 20, 30}})[0], ElementsAre(11, 22, 33));
}

TEST(TflitePad, AddsZerosInFrontAndBehind) {
  TfliteWriter writer;
  const int input = writer.input({1, 2, 1, 2});
  writer.outputs = {writer.op(tflite_code::kPad, {input, writer.ints({4, 2}, {0, 0, 0, 0, 0, 0, 0, 2})}, {1, 2, 1, 4}),
                    writer.op(tflite_code::kPad, {input, writer.ints({4, 2}, {0, 0, 1, 0, 0, 1, 1, 0})}, {1, 3, 2, 3})};
  const auto outputs = run_tflite(writer.file(), {{1, 2, 3, 4}});
  EXPECT_THAT(outputs[0], ElementsAre(1, 2, 0, 0, 3, 4, 0, 0));
  EXPECT_THAT(outputs[1], ElementsAre(0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 3, 4, 0, 0, 0));
}

TEST(TfliteConcatenation, JoinsAlongAnyAxisAndWithConstants) {
  TfliteWriter writer;
  const int a = writer.input({1, 1, 2}), b = writer.input({1, 2, 2});
  const std::vector<float> token = {9, 8};
  writer.outputs = {writer.op(tflite_code::kConcatenation, {a, b}, {1, 3, 2}, concatenation_options(1)),
                    writer.op(tflite_code::kConcatenation, {writer.floats({1, 1, 2}, token), b}, {1, 3, 2},
                              concatenation_options(-2)),
                    writer.op(tflite_code::kConcatenation, {b, b}, {1, 2, 4}, concatenation_options(2))};
  const auto outputs = run_tflite(writer.file(), {{1, 2}, {3, 4, 5, 6}});
  EXPECT_THAT(outputs[0], ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(outputs[1], ElementsAre(9, 8, 3, 4, 5, 6));
  EXPECT_THAT(outputs[2], ElementsAre(3, 4, 3, 4, 5, 6, 5, 6));
}

TEST(TfliteStridedSlice, HonoursMasksAndNegativePlaces) {
  TfliteWriter writer;
  const int input = writer.input({1, 4, 3});
  const auto list = [&](const std::vector<std::int32_t>& values) { return writer.ints({3}, values); };
  const int steps = list({1, 1, 1});
  writer.outputs = {writer.op(tflite_code::kStridedSlice, {input, list({0, 1, -1}), list({1, 3, 9}), steps}, {1, 2, 1},
                              slice_options(0, 0, 0)),
                    writer.op(tflite_code::kStridedSlice, {input, list({7, 7, 0}), list({-9, -9, 1}), steps}, {1, 4, 1},
                              slice_options(3, 3, 0)),
                    writer.op(tflite_code::kStridedSlice, {input, list({0, -2, 0}), list({1, 0, 3}), steps}, {3},
                              slice_options(0, 0, 3))};
  const auto outputs = run_tflite(writer.file(), {ascending(12)});
  EXPECT_THAT(outputs[0], ElementsAre(5, 8));
  EXPECT_THAT(outputs[1], ElementsAre(0, 3, 6, 9));
  EXPECT_THAT(outputs[2], ElementsAre(6, 7, 8));
}

TEST(TfliteReduction, OverAxesOfAnySide) {
  const std::vector<float> input = random_values(2 * 37 * 5, 6);
  const auto at = [&](std::size_t n, std::size_t y, std::size_t c) { return input[(n * 37 + y) * 5 + c]; };
  std::vector<float> by_row, by_last, total = {0};
  for (std::size_t n = 0; n < 2; ++n)
    for (std::size_t c = 0; c < 5; ++c) {
      by_row.push_back(0);
      for (std::size_t y = 0; y < 37; ++y) by_row.back() += at(n, y, c) / 37;
    }
  for (std::size_t n = 0; n < 2; ++n)
    for (std::size_t y = 0; y < 37; ++y) {
      by_last.push_back(0);
      for (std::size_t c = 0; c < 5; ++c) by_last.back() += at(n, y, c);
    }
  for (const float value : input) total[0] += value;

  TfliteWriter writer;
  const int tensor = writer.input({2, 37, 5});
  writer.outputs = {writer.op(tflite_code::kMean, {tensor, writer.ints({}, {-2})}, {2, 1, 5}, reducer_options(true)),
                    writer.op(tflite_code::kSum, {tensor, writer.ints({1}, {-1})}, {2, 37}, reducer_options(false)),
                    writer.op(tflite_code::kSum, {tensor, writer.ints({3}, {1, 0, 2})}, {}, reducer_options(false))};
  const auto outputs = run_tflite(writer.file(), {input});
  EXPECT_THAT(outputs[0], Pointwise(FloatNear(1e-5F), by_row));
  EXPECT_THAT(outputs[1], Pointwise(FloatNear(1e-5F), by_last));
  EXPECT_THAT(outputs[2], Pointwise(FloatNear(1e-3F), total));
}

TEST(TfliteDequantize, WidensEveryHalfPrecisionNumberExactly) {
  // 1, -2, the largest, the smallest above zero, the smallest normal, -0, and a constant that two operators widen.
  const std::vector<std::uint16_t> bits = {0x3C00, 0xC000, 0x7BFF, 0x0001, 0x0400, 0x8000};
  TfliteWriter writer;
  const int zeros = writer.input({6});
  const int widened = writer.op(tflite_code::kDequantize, {writer.halves({6}, bits)}, {6}, {}, 3);
  writer.outputs = {writer.op(tflite_code::kAdd, {zeros, widened}, {6})};
  EXPECT_THAT(run_tflite(writer.file(), {std::vector<float>(6, -0.0F)})[0],
              ElementsAre(1, -2, 65504, 0x1p-24F, 0x1p-14F, 0));
}

}  // namespace
}  // namespace emo3d::tflite
