#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/support/tflite_run.h"
#include "tests/support/tflite_writer.h"

namespace emo3d::tflite {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::Pointwise;
using namespace emo3d::testing;

using Binary = std::function<float(float, float)>;

struct BinaryCase {
  int code, options;
  Binary plain;
};

const std::vector<BinaryCase>& binaries() {
  static const std::vector<BinaryCase> cases = {
      {tflite_code::kAdd, 11, [](float a, float b) { return a + b; }},
      {tflite_code::kSub, 28, [](float a, float b) { return a - b; }},
      {tflite_code::kMul, 21, [](float a, float b) { return a * b; }},
      {tflite_code::kDiv, 29, [](float a, float b) { return a / b; }},
      {tflite_code::kSquaredDifference, 0, [](float a, float b) { return (a - b) * (a - b); }},
  };
  return cases;
}

/// A tensor's value at a place of the result it is stretched to, by NumPy's rule.
float stretched(const std::vector<float>& values, const std::vector<int>& shape, const std::vector<int>& place) {
  std::size_t index = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const int at = place[place.size() - shape.size() + i];
    index = index * static_cast<std::size_t>(shape[i]) + static_cast<std::size_t>(shape[i] == 1 ? 0 : at);
  }
  return values[index];
}

std::size_t count_of(const std::vector<int>& shape) {
  std::size_t count = 1;
  for (const int side : shape) count *= static_cast<std::size_t>(side);
  return count;
}

void expect_plain_binary(const BinaryCase& op, const std::vector<int>& a, const std::vector<int>& b,
                         const std::vector<int>& result) {
  const auto left = random_values(count_of(a), 1), right = random_values(count_of(b), 2);
  for (const int activation : {0, 1}) {
    if (activation == 1 && op.options == 0) continue;  // has no options
    std::vector<float> expected;
    std::vector<int> place(result.size());
    for (std::size_t i = 0; i < count_of(result); ++i) {
      std::size_t rest = i;
      for (std::size_t axis = result.size(); axis-- > 0; rest /= static_cast<std::size_t>(result[axis]))
        place[axis] = static_cast<int>(rest % static_cast<std::size_t>(result[axis]));
      const float value = op.plain(stretched(left, a, place), stretched(right, b, place));
      expected.push_back(activation == 1 ? std::max(value, 0.0F) : value);
    }
    TfliteWriter writer;
    const int left_tensor = writer.input(a);
    writer.outputs = {writer.op(op.code, {left_tensor, writer.input(b)}, result,
                                op.options == 0 ? TfliteOptions{} : activation_options(op.options, activation))};
    EXPECT_EQ(run_tflite(writer.file(), {left, right})[0], expected) << op.code;
  }
}

TEST(TfliteBinary, StretchesSidesOfOne) {
  for (const BinaryCase& op : binaries()) {
    expect_plain_binary(op, {1, 146, 2}, {1, 146, 2}, {1, 146, 2});
    expect_plain_binary(op, {1, 146, 2}, {1, 1, 2}, {1, 146, 2});
    expect_plain_binary(op, {1, 146, 2}, {1, 1, 1}, {1, 146, 2});
    expect_plain_binary(op, {1, 1, 97, 1}, {64}, {1, 1, 97, 64});
    expect_plain_binary(op, {64}, {1, 1, 97, 1}, {1, 1, 97, 64});
    expect_plain_binary(op, {1, 1, 9, 1}, {1, 1, 9, 7}, {1, 1, 9, 7});
    expect_plain_binary(op, {3, 1, 5, 1}, {1, 4, 1, 6}, {3, 4, 5, 6});
    expect_plain_binary(op, {2, 3, 4}, {}, {2, 3, 4});
    expect_plain_binary(op, {}, {}, {});
    expect_plain_binary(op, {2, 1, 2, 1, 2, 1}, {1, 2, 1, 2, 1, 2}, {2, 2, 2, 2, 2, 2});
  }
}

TEST(TfliteBinary, ReadsOneTensorTwice) {
  TfliteWriter writer;
  const int input = writer.input({3});
  writer.outputs = {writer.op(tflite_code::kMul, {input, input}, {3})};
  EXPECT_THAT(run_tflite(writer.file(), {{1, -2, 3}})[0], ElementsAre(1, 4, 9));
}

TEST(TfliteUnary, SameAsPlainFunctions) {
  const std::vector<std::pair<int, std::function<float(float)>>> cases = {
      {tflite_code::kRelu, [](float x) { return std::max(x, 0.0F); }},
      {tflite_code::kLogistic, [](float x) { return 1 / (1 + std::exp(-x)); }},
      {tflite_code::kNeg, [](float x) { return -x; }},
      {tflite_code::kSqrt, [](float x) { return std::sqrt(x); }},
      {tflite_code::kRsqrt, [](float x) { return 1 / std::sqrt(x); }},
  };
  for (const auto& [code, plain] : cases) {
    std::vector<float> input = random_values(77, 3);
    if (code == tflite_code::kSqrt || code == tflite_code::kRsqrt)
      for (float& value : input) value = std::abs(value) + 0.01F;
    std::vector<float> expected;
    for (const float value : input) expected.push_back(plain(value));
    TfliteWriter writer;
    writer.outputs = {writer.op(code, {writer.input({7, 11})}, {7, 11})};
    EXPECT_THAT(run_tflite(writer.file(), {input})[0], Pointwise(FloatNear(1e-6F), expected)) << code;
  }
}

TEST(TfliteUnary, LogisticIsWithinItsRangeForAnyInput) {
  TfliteWriter writer;
  writer.outputs = {writer.op(tflite_code::kLogistic, {writer.input({4})}, {4})};
  EXPECT_THAT(run_tflite(writer.file(), {{-1000, -100, 100, 1000}})[0], ElementsAre(0, FloatNear(0, 1e-30F), 1, 1));
}

TEST(TflitePrelu, MultipliesNegativeValuesByTheirChannelsSlope) {
  const std::vector<float> slope = {0.5F, -2, 3};
  TfliteWriter writer;
  const int input = writer.input({1, 1, 2, 3});
  writer.outputs = {writer.op(tflite_code::kPrelu, {input, writer.floats({1, 1, 3}, slope)}, {1, 1, 2, 3})};
  EXPECT_THAT(run_tflite(writer.file(), {{-1, -1, -1, 2, -2, 4}})[0], ElementsAre(-0.5F, 2, -3, 2, 4, 4));
}

}  // namespace
}  // namespace emo3d::tflite
