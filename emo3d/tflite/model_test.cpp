#include "emo3d/tflite/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "emo3d/base/error.h"
#include "tests/support/tflite_run.h"
#include "tests/support/tflite_writer.h"

namespace emo3d::tflite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using namespace emo3d::testing;

/// What refuses the file: the message without the model's name, or "accepted".
std::string refusal(const std::string& file) {
  try {
    const Model model = parse_tflite(file);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidData);
    const std::string message = e.what();
    EXPECT_THAT(message, StartsWith("test.tflite: "));
    EXPECT_THAT(message, Not(HasSubstr("\n")));
    return message.substr(message.find(": ") + 2);
  }
  return "accepted";
}

/// One operator on one input of shape [1, 4, 4, 3].
TfliteWriter with_op(int code, std::vector<int> result, const TfliteOptions& options = {}, int version = 1) {
  TfliteWriter writer;
  const int input = writer.input({1, 4, 4, 3});
  writer.outputs = {writer.op(code, {input}, std::move(result), options, version)};
  return writer;
}

TfliteWriter with_convolution(const TfliteOptions& options, std::vector<int> filter, std::vector<int> result) {
  TfliteWriter writer;
  const int input = writer.input({1, 4, 4, 3});
  std::size_t count = 1;
  for (const int side : filter) count *= static_cast<std::size_t>(side);
  const int weights = writer.floats(std::move(filter), random_values(count, 1));
  writer.outputs = {writer.op(tflite_code::kConv2d, {input, weights}, std::move(result), options)};
  return writer;
}

TEST(TfliteModel, TellsItsInputsOutputsAndWork) {
  TfliteWriter writer = with_convolution(conv_options(true, 2), {5, 3, 3, 3}, {1, 2, 2, 5});
  const Model model = parse_tflite(writer.file());
  EXPECT_EQ(model.name(), "test.tflite");
  ASSERT_EQ(model.inputs().size(), 1U);
  EXPECT_THAT(model.inputs()[0].shape, ElementsAre(1, 4, 4, 3));
  ASSERT_EQ(model.outputs().size(), 1U);
  EXPECT_THAT(model.outputs()[0].shape, ElementsAre(1, 2, 2, 5));
  EXPECT_FALSE(model.outputs()[0].name.empty());
  EXPECT_EQ(model.multiply_adds(), 2U * 2 * 5 * 27);
}

TEST(TfliteModel, ReadsCodesOfOldFilesFromTheNarrowField) {
  TfliteWriter writer = with_op(tflite_code::kNeg, {1, 4, 4, 3});
  writer.wide_codes = false;
  EXPECT_EQ(run_tflite(writer.file(), {std::vector<float>(48, 2)})[0], std::vector<float>(48, -2));
}

TEST(TfliteModel, RefusesUnknownAndCustomOperatorsAndVersionsByName) {
  EXPECT_EQ(refusal(with_op(25, {1, 4, 4, 3}).file()), "operator 0: operator code 25 is not supported");
  EXPECT_EQ(refusal(with_op(tflite_code::kCustom, {1, 4, 4, 3}).file()),
            "operator 0: custom operator \"Custom\\x0aop\" is not supported");
  EXPECT_EQ(refusal(with_op(tflite_code::kRelu, {1, 4, 4, 3}, {}, 2).file()),
            "operator 0 (RELU): version 2 is not supported");
  EXPECT_EQ(refusal(with_op(tflite_code::kRelu, {1, 4, 4, 3}, {}, 0).file()),
            "operator 0 (RELU): version 0 is not supported");
}

TEST(TfliteModel, RefusesFilesThatAreNoModel) {
  EXPECT_THAT(refusal(""), HasSubstr("0 bytes"));
  EXPECT_THAT(refusal("TFL3TFL3"), HasSubstr("8 bytes"));
  EXPECT_THAT(refusal(std::string(100, 'x')), HasSubstr("identifier TFL3 is missing"));
  std::string file = with_op(tflite_code::kNeg, {1, 4, 4, 3}).file();
  file.replace(0, 4, "\xff\xff\xff\x7f");
  EXPECT_THAT(refusal(file), HasSubstr("byte 0: the root lies outside"));
  TfliteWriter writer = with_op(tflite_code::kNeg, {1, 4, 4, 3});
  writer.schema_version = 4;
  EXPECT_EQ(refusal(writer.file()), "format version 4, expected 3");
  writer.schema_version = 3;
  writer.subgraph_count = 2;
  EXPECT_EQ(refusal(writer.file()), "2 subgraphs, expected 1");
}

TEST(TfliteModel, RefusesShapesThatDisagree) {
  EXPECT_EQ(refusal(with_op(tflite_code::kRelu, {1, 4, 4, 4}).file()),
            "operator 0 (RELU): its output has shape [1, 4, 4, 3], the file says [1, 4, 4, 4]");
  EXPECT_EQ(refusal(with_convolution(conv_options(true, 1), {5, 3, 3, 3}, {1, 4, 4, 6}).file()),
            "operator 0 (CONV_2D): its output has shape [1, 4, 4, 5], the file says [1, 4, 4, 6]");
  EXPECT_THAT(refusal(with_convolution(conv_options(true, 1), {5, 3, 3, 2}, {1, 4, 4, 5}).file()),
              HasSubstr("operator 0 (CONV_2D): filter has shape [5, 3, 3, 2], the input 3 channels"));
  EXPECT_THAT(refusal(with_convolution(conv_options(false, 1), {5, 5, 5, 3}, {1, 1, 1, 5}).file()),
              HasSubstr("a window of 5 does not fit into 4"));
}

TEST(TfliteModel, RefusesOptionsItDoesNotSupport) {
  EXPECT_THAT(refusal(with_convolution(conv_options(true, 0), {5, 3, 3, 3}, {1, 4, 4, 5}).file()),
              HasSubstr("stride 0 is not in [1, 16384]"));
  EXPECT_THAT(refusal(with_convolution(conv_options(true, 1, 3), {5, 3, 3, 3}, {1, 4, 4, 5}).file()),
              HasSubstr("fused activation 3 is not supported"));
  TfliteOptions dilated = conv_options(true, 1);
  dilated.fields.push_back({4, 2});
  EXPECT_THAT(refusal(with_convolution(dilated, {5, 3, 3, 3}, {1, 4, 4, 5}).file()),
              HasSubstr("dilation 1 x 2 is not supported"));
  EXPECT_THAT(refusal(with_convolution({}, {5, 3, 3, 3}, {1, 4, 4, 5}).file()), HasSubstr("options are missing"));
  EXPECT_THAT(refusal(with_convolution(pool_options(true, 1, 2), {5, 3, 3, 3}, {1, 4, 4, 5}).file()),
              HasSubstr("options of type 5"));
}

TEST(TfliteModel, RefusesHugeTensorsBeforeAllocatingThem) {
  TfliteWriter writer;
  const int input = writer.input({1 << 30, 2, 2, 2});
  writer.outputs = {writer.op(tflite_code::kNeg, {input}, {1 << 30, 2, 2, 2})};
  EXPECT_THAT(refusal(writer.file()), HasSubstr("tensor 0: shape [1073741824, 2, 2, 2] is empty or too large"));

  TfliteWriter padding;
  const int small = padding.input({1, 1, 1, 1});
  const int wide = padding.ints({4, 2}, {0, 1 << 26, 0, 1 << 26, 0, 1 << 26, 0, 1 << 26});
  padding.outputs = {padding.op(tflite_code::kPad, {small, wide}, {1, 1, 1, 2})};
  EXPECT_THAT(refusal(padding.file()), HasSubstr("operator 0 (PAD): its output has shape"));

  TfliteWriter many;  // each is small enough
  int last = many.input({1 << 25});
  for (int i = 0; i < 3; ++i) last = many.op(tflite_code::kNeg, {last}, {1 << 25});
  many.outputs = {last};
  EXPECT_THAT(refusal(many.file()), HasSubstr("activations of more than 67108864 values"));
}

TEST(TfliteModel, RefusesSumsThatWouldTakeLong) {
  TfliteWriter writer;
  const int input = writer.input({1 << 25});
  const int axes = writer.ints({1}, {0});
  for (int i = 0; i < 512; ++i)
    writer.outputs = {writer.op(tflite_code::kSum, {input, axes}, {1}, reducer_options(true))};
  EXPECT_EQ(refusal(writer.file()), "accepted");
  (void)writer.op(tflite_code::kSum, {input, axes}, {1}, reducer_options(true));
  EXPECT_EQ(refusal(writer.file()), "operator 512 (SUM): more than 17179869184 operations");
}

TEST(TfliteModel, RefusesMoreAndLongerNamesThanModelsHave) {
  TfliteWriter named = with_op(tflite_code::kNeg, {1, 4, 4, 3});
  named.shared_name = std::string(1024, 'n');
  EXPECT_EQ(refusal(named.file()), "accepted");
  EXPECT_EQ(parse_tflite(named.file()).outputs()[0].name, named.shared_name);
  named.shared_name += 'n';
  EXPECT_EQ(refusal(named.file()), "tensor 0: a name of 1025 bytes, at most 1024 are supported");

  TfliteWriter many = with_op(tflite_code::kNeg, {1, 4, 4, 3});
  for (int i = 2; i < 16384; ++i) many.tensor({1});
  EXPECT_EQ(refusal(many.file()), "accepted");
  many.tensor({1});
  EXPECT_EQ(refusal(many.file()), "16385 tensors, at most 16384 are supported");
}

TEST(TfliteModel, RefusesConstantsOfAnotherSizeThanTheirShape) {
  TfliteWriter writer;
  const int input = writer.input({4});
  writer.outputs = {writer.op(tflite_code::kAdd, {input, writer.floats({4}, random_values(3, 1))}, {4})};
  EXPECT_EQ(refusal(writer.file()), "tensor 1: 12 bytes for shape [4], expected 16");
}

TEST(TfliteModel, RefusesOperatorsThatReadWhatHasNoValue) {
  TfliteWriter writer;
  const int empty = writer.tensor({4});
  writer.outputs = {writer.op(tflite_code::kNeg, {empty}, {4})};
  EXPECT_THAT(refusal(writer.file()), HasSubstr("operator 0 (NEG): tensor 0 has no value yet"));

  TfliteWriter twice;
  const int input = twice.input({4});
  const int output = twice.op(tflite_code::kNeg, {input}, {4});
  twice.op_into(output, tflite_code::kNeg, {input});
  twice.outputs = {output};
  EXPECT_THAT(refusal(twice.file()), HasSubstr("operator 1 (NEG): tensor 1 has a value already"));

  TfliteWriter absent;
  absent.outputs = {absent.op(tflite_code::kAdd, {absent.input({4}), -1}, {4})};
  EXPECT_THAT(refusal(absent.file()), HasSubstr("operator 0 (ADD): input 1 is missing"));
  TfliteWriter beyond;
  beyond.outputs = {beyond.op(tflite_code::kNeg, {99}, {4})};
  EXPECT_THAT(refusal(beyond.file()), HasSubstr("operator 0 (NEG): tensor 99 of 1"));
  TfliteWriter none = with_op(tflite_code::kNeg, {1, 4, 4, 3});
  none.outputs = {0};
  EXPECT_THAT(refusal(none.file()), HasSubstr("output tensor 0: no operator computes it"));
}

/// Cut off anywhere, or with a byte changed anywhere, a file is read or refused with one line.
std::string sample_file() {
  TfliteWriter writer = with_convolution(conv_options(true, 2), {2, 3, 3, 3}, {1, 2, 2, 2});
  const int padded =
      writer.op(tflite_code::kPad, {writer.outputs[0], writer.ints({4, 2}, {0, 0, 0, 0, 0, 0, 0, 2})}, {1, 2, 2, 4});
  writer.outputs = {writer.op(tflite_code::kReshape, {padded}, {1, 16}, {17, {{.field = 0, .list = {1, -1}}}})};
  return writer.file();
}

TEST(TfliteModel, RefusesATruncatedFile) {
  const std::string file = sample_file();
  ASSERT_EQ(refusal(file), "accepted");
  std::size_t refused = 0;
  for (std::size_t size = 0; size < file.size(); ++size) refused += refusal(file.substr(0, size)) != "accepted" ? 1 : 0;
  EXPECT_GT(refused, file.size() * 9 / 10);  // the last bytes may be padding
}

TEST(TfliteModel, ReadsOrRefusesAFileWithChangedBytes) {
  const std::string file = sample_file();
  std::size_t refused = 0;
  for (std::size_t i = 0; i < file.size(); ++i) {
    for (const char value : {'\0', '\x01', '\x7f', '\x80', '\xff'}) {
      std::string changed = file;
      changed[i] = value;
      if (refusal(changed) != "accepted")
        ++refused;
      else
        Executor(parse_tflite(changed)).run();
    }
  }
  EXPECT_GT(refused, file.size());
}

}  // namespace
}  // namespace emo3d::tflite
