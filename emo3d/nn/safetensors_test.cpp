#include "emo3d/nn/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "emo3d/base/error.h"

namespace emo3d::nn {
namespace {

using ::testing::HasSubstr;

std::span<const std::byte> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

/// A file with this header text and `data_bytes` zeros after it.
std::string file_with(std::string_view header, std::size_t data_bytes) {
  const std::uint64_t length = header.size();
  std::string file(8, '\0');
  std::memcpy(file.data(), &length, 8);
  return file + std::string(header) + std::string(data_bytes, '\0');
}

std::string refusal(std::string_view file) {
  try {
    (void)parse_safetensors(bytes_of(file), "head.safetensors");
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidData);
    EXPECT_THAT(e.what(), HasSubstr("head.safetensors"));
    return e.what();
  }
  return "accepted";
}

TEST(SafeTensors, ReadBackWhatWasWritten) {
  const std::vector<float> weight = {1, -2, 3.5f, 0, 1e-30f, 6};
  const std::vector<float> scalar = {7};
  const TemporaryDirectory folder;
  const auto path = folder.path() / "head.safetensors";
  write_file(path, to_safetensors({{"net.weight", {{2, 3}, weight}}, {"scale", {{}, scalar}}, {"none", {{0, 4}, {}}}},
                                  {{"format", "pt"}}));
  const SafeTensorsFile file(path);
  const TensorView read = file.tensor("net.weight", std::vector<std::size_t>{2, 3});
  EXPECT_EQ(std::vector<float>(read.values.begin(), read.values.end()), weight);
  EXPECT_EQ(file.tensor("scale", {}).values[0], 7);
  EXPECT_TRUE(file.tensor("none", std::vector<std::size_t>{0, 4}).values.empty());
  EXPECT_EQ(file.index().metadata.at("format"), "pt");
  EXPECT_EQ(file.index().tensors.size(), 3u);
}

TEST(SafeTensors, RoundTripOfAnyValues) {
  EXPECT_TRUE(rc::check("round trip", [](const std::map<std::string, std::vector<int>>& numbers) {
    std::map<std::string, std::vector<float>> values;
    std::map<std::string, TensorView> tensors;
    for (const auto& [key, list] : numbers) {
      std::string name;  // only ASCII: JSON holds no broken UTF-8
      for (const char c : key) name += static_cast<char>(c & 0x7F);
      values[name].assign(list.begin(), list.end());
    }
    for (const auto& [name, list] : values) tensors[name] = {{list.size()}, list};
    const std::string file = to_safetensors(tensors);
    const SafeTensorsIndex index = parse_safetensors(bytes_of(file), "file");
    RC_ASSERT(index.tensors.size() == values.size());
    for (const auto& [name, list] : values) {
      const SafeTensorsEntry& entry = index.tensors.at(name);
      RC_ASSERT(entry.end - entry.begin == list.size() * sizeof(float));
      const bool same =
          list.empty() || std::memcmp(file.data() + entry.begin, list.data(), entry.end - entry.begin) == 0;
      RC_ASSERT(same);  // inside the macro || would not stop at the first true
    }
  }));
}

TEST(SafeTensors, RefuseHeadersThatDoNotFit) {
  EXPECT_THAT(refusal("short"), HasSubstr("5 bytes"));
  EXPECT_THAT(refusal(std::string(8, '\xFF')), HasSubstr("header of 18446744073709551615 bytes"));
  EXPECT_THAT(refusal(file_with("{}", 0).substr(0, 9)), HasSubstr("header of 2 bytes"));
  EXPECT_THAT(refusal(file_with("[]", 0)), HasSubstr("not a JSON object"));
  EXPECT_THAT(refusal(file_with("{\"a\"", 0)), HasSubstr("malformed JSON"));
  EXPECT_THAT(refusal(file_with("{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}", 0)),
              HasSubstr("nested deeper"));
}

TEST(SafeTensors, RefuseRangesThatDoNotMatch) {
  const auto with = [](std::string_view entry, std::size_t data_bytes) {
    return refusal(file_with("{\"w\":" + std::string(entry) + "}", data_bytes));
  };
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})", 8), "accepted");
  EXPECT_THAT(with(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})", 7), HasSubstr("7 bytes of data"));
  EXPECT_THAT(with(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})", 8), HasSubstr("[8, 0]"));
  EXPECT_THAT(with(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})", 8), HasSubstr("shape [3] of F32"));
  EXPECT_THAT(with(R"({"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]})", 0), HasSubstr("shape"));
  EXPECT_THAT(with(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})", 8), HasSubstr("\"-2\""));
  EXPECT_THAT(with(R"({"dtype":"F33","shape":[2],"data_offsets":[0,8]})", 8), HasSubstr("\"F33\""));
  EXPECT_THAT(with(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})", 9), HasSubstr("1 bytes follow"));
  EXPECT_THAT(with(R"({"dtype":"F32","shape":[2],"data_offsets":[4,12]})", 12), HasSubstr("gap at byte"));
  EXPECT_THAT(with(R"({"dtype":"F32","shape":[2]})", 8), HasSubstr("\"data_offsets\" is missing"));
  EXPECT_THAT(with("1", 0), HasSubstr("tensor \"w\""));
  EXPECT_THAT(refusal(file_with(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
                                12)),
              HasSubstr("overlap"));
}

TEST(SafeTensors, RefuseTensorsOtherThanAskedFor) {
  const TemporaryDirectory folder;
  const auto path = folder.path() / "head.safetensors";
  std::string file = file_with(R"({"b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},)"
                               R"("f":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
                               8);
  ASSERT_EQ((file.size() - 8) % 4, 0u);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::memcpy(file.data() + file.size() - 4, &nan, 4);
  write_file(path, file);
  const SafeTensorsFile opened(path);
  const auto message = [&](std::string_view name, std::vector<std::size_t> shape) -> std::string {
    try {
      (void)opened.tensor(name, shape);
    } catch (const Error& e) {
      return e.what();
    }
    return "accepted";
  };
  EXPECT_THAT(message("x", {1}), HasSubstr("\"x\" is missing"));
  EXPECT_THAT(message("b", {2}), HasSubstr("BF16, expected F32"));
  EXPECT_THAT(message("f", {1, 1}), HasSubstr("shape [1], expected [1, 1]"));
  EXPECT_THAT(message("f", {1}), HasSubstr("nan at index 0"));
}

TEST(SafeTensors, WidenHalvesAndBfloat16) {
  const TemporaryDirectory folder;
  const auto path = folder.path() / "model.safetensors";
  std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                       R"("b":{"dtype":"BF16","shape":[2],"data_offsets":[1,5]},)"
                       R"("h":{"dtype":"F16","shape":[2,2],"data_offsets":[5,13]},)"
                       R"("f":{"dtype":"F32","shape":[1],"data_offsets":[13,17]},)"
                       R"("n":{"dtype":"F16","shape":[1],"data_offsets":[17,19]}})";
  std::string file = file_with(header, 19);
  const std::uint16_t halves[] = {0x3FC0, 0xC000, 0x3C00, 0xC500, 0x0001, 0x7BFF};  // two bfloat16, four halves
  const float single = -3.25f;
  const std::uint16_t infinite = 0x7C00;
  std::memcpy(file.data() + file.size() - 18, halves, sizeof halves);
  std::memcpy(file.data() + file.size() - 6, &single, sizeof single);
  std::memcpy(file.data() + file.size() - 2, &infinite, sizeof infinite);
  write_file(path, file);
  const SafeTensorsFile opened(path);
  const auto values = [&](std::string_view name, std::vector<std::size_t> shape) {
    const Tensor tensor = opened.load(name, shape);
    EXPECT_TRUE(tensor.owns());
    EXPECT_EQ(tensor.shape(), shape);
    return std::vector<float>(tensor.values().begin(), tensor.values().end());
  };
  EXPECT_EQ(values("b", {2}), (std::vector<float>{1.5f, -2.0f}));
  EXPECT_EQ(values("h", {2, 2}), (std::vector<float>{1.0f, -5.0f, 0x1p-24f, 65504.0f}));
  EXPECT_EQ(values("f", {1}), std::vector<float>{-3.25f});  // copied: it is not aligned
  EXPECT_THROW((void)opened.load("h", std::vector<std::size_t>{4}), Error);
  EXPECT_THROW((void)opened.load("a", std::vector<std::size_t>{1}), Error);
  EXPECT_THROW((void)opened.load("n", std::vector<std::size_t>{1}), Error);
}

TEST(SafeTensors, LoadViewsFloatsInTheFile) {
  const TemporaryDirectory folder;
  const std::vector<float> values = {1, 2};
  write_file(folder.path() / "m.safetensors", to_safetensors({{"w", {{2}, values}}}));
  const SafeTensorsFile file(folder.path() / "m.safetensors");
  Tensor tensor = file.load("w", std::vector<std::size_t>{2});
  EXPECT_FALSE(tensor.owns());
  file.release_memory();
  const Tensor moved = std::move(tensor);
  EXPECT_EQ(moved.values()[1], 2);
}

TEST(SafeTensors, WriterRefusesWhatTheReaderWould) {
  const std::vector<float> values = {1, std::numeric_limits<float>::infinity()};
  EXPECT_THROW((void)to_safetensors({{"w", {{2}, values}}}), Error);
  EXPECT_THROW((void)to_safetensors({{"w", {{3}, std::span(values).first(1)}}}), Error);
  EXPECT_THROW((void)to_safetensors({{"__metadata__", {{1}, std::span(values).first(1)}}}), Error);
}

TEST(SafeTensors, DamagedFilesAreReadOrRefused) {
  const std::vector<float> values = {1, 2, 3, 4};
  const std::string whole = to_safetensors({{"a", {{2}, std::span(values).first(2)}}, {"b", {{2, 2}, values}}});
  EXPECT_TRUE(rc::check("no crash", [&](const std::vector<std::pair<std::uint16_t, char>>& changes, std::uint8_t cut) {
    std::string file = whole;
    for (const auto& [position, value] : changes) file[position % file.size()] = value;
    file.resize(file.size() - std::min<std::size_t>(cut / 4, file.size()));
    try {
      for (const auto& [name, entry] : parse_safetensors(bytes_of(file), "file").tensors)
        RC_ASSERT(entry.begin <= entry.end && entry.end <= file.size());
    } catch (const Error&) {
    }
  }));
}

TEST(SafeTensors, HeaderLeavesRoomForALaterOne) {
  const std::string header = safetensors_header({{"rows", {2, 3}}}, {{"a", "b"}}, 200);
  EXPECT_EQ(header.size(), 200u);
  const std::string file = header + std::string(24, '\0');
  const SafeTensorsIndex index = parse_safetensors(std::as_bytes(std::span(file)), "test");
  EXPECT_EQ(index.tensors.at("rows").begin, 200u);
  EXPECT_EQ(index.metadata.at("a"), "b");
  EXPECT_EQ(safetensors_header({{"rows", {2, 3}}}, {}, 8), safetensors_header({{"rows", {2, 3}}}));
  const std::size_t large = std::size_t{1} << 62;
  EXPECT_THROW((void)safetensors_header({{"rows", {large, 1}}}), Error);
  EXPECT_THROW((void)safetensors_header({{"rows", {large, large}}}), Error);
}

}  // namespace
}  // namespace emo3d::nn
