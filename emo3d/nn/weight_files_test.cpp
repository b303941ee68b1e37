#include "emo3d/nn/weight_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "emo3d/base/error.h"
#include "tests/support/errors.h"

namespace emo3d::nn {
namespace {

using emo3d::testing::error_message;
using ::testing::AllOf;
using ::testing::HasSubstr;

const std::vector<float> kOne = {1.5f};
const std::vector<float> kTwo = {2, 3};

/// Two files and their index.
void write_shards(const std::filesystem::path& folder, std::string_view index) {
  write_file(folder / "model-1.safetensors", to_safetensors({{"a", {{1}, kOne}}}));
  write_file(folder / "model-2.safetensors", to_safetensors({{"b", {{2}, kTwo}}, {"c", {{1}, kOne}}}));
  write_file(folder / "model.safetensors.index.json", index);
}

constexpr std::string_view kIndex =
    R"({"metadata":{"total_size":16},"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}})";

TEST(WeightFiles, OpenOneFile) {
  const TemporaryDirectory folder;
  write_file(folder.path() / "model.safetensors", to_safetensors({{"a", {{1}, kOne}}, {"b", {{2}, kTwo}}}));
  const WeightFiles files(folder.path());
  EXPECT_TRUE(files.contains("a"));
  EXPECT_EQ(files.names(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(files.shape("b"), std::vector<std::size_t>{2});
  EXPECT_EQ(files.load("b", {2}).values()[1], 3);
}

TEST(WeightFiles, OpenSeveralFilesByTheirIndex) {
  const TemporaryDirectory folder;
  write_shards(folder.path(), kIndex);
  const WeightFiles files(folder.path());
  EXPECT_EQ(files.load("a", {1}).values()[0], 1.5f);
  EXPECT_EQ(files.load("b", {2}).values()[0], 2);
  EXPECT_FALSE(files.contains("c"));
}

TEST(WeightFiles, NameFileTensorAndExpectation) {
  const TemporaryDirectory folder;
  write_shards(folder.path(), kIndex);
  const WeightFiles files(folder.path());
  EXPECT_THAT(error_message([&] {
                (void)files.load("c", {1, 2});
              }),
              AllOf(HasSubstr("index.json"), HasSubstr("\"c\" is missing"), HasSubstr("[1, 2]")));
  EXPECT_THAT(error_message([&] {
                (void)files.load("b", {1, 2});
              }),
              AllOf(HasSubstr("model-2.safetensors"), HasSubstr("\"b\" has shape [2], expected [1, 2]")));
  EXPECT_THAT(error_message([&] { (void)files.shape("d"); }), HasSubstr("\"d\" is missing"));
}

TEST(WeightFiles, RefuseAFolderWithoutWeights) {
  const TemporaryDirectory folder;
  EXPECT_THAT(error_message([&] { (void)WeightFiles(folder.path()); }), HasSubstr("neither model.safetensors nor"));
  write_file(folder.path() / "model.safetensors.index.json", kIndex);
  EXPECT_THAT(error_message([&] { (void)WeightFiles(folder.path()); }), HasSubstr("model-1.safetensors"));
}

TEST(WeightFiles, RefuseAnIndexThatDoesNotFit) {
  const auto message = [](std::string_view index) {
    const TemporaryDirectory folder;
    write_shards(folder.path(), index);
    return error_message([&] { (void)WeightFiles(folder.path()); });
  };
  EXPECT_THAT(message(R"({"weight_map":{"x":"model-1.safetensors"}})"), HasSubstr("\"x\" is missing"));
  EXPECT_THAT(message(R"({"weight_map":{}})"), HasSubstr("at least one tensor"));
  EXPECT_THAT(message(R"({"weight_map":[]})"), HasSubstr("must be an object"));
  EXPECT_THAT(message(R"({})"), HasSubstr("\"weight_map\" is missing"));
  for (const char* name : {"../model-1.safetensors", "/etc/passwd", "sub/model.safetensors", "..\\\\m.safetensors",
                           ".safetensors", "model-1.bin", "", "a\\u0000.safetensors"})
    EXPECT_THAT(message(std::string(R"({"weight_map":{"a":")") + name + "\"}}"), HasSubstr("plain name")) << name;
  EXPECT_THAT(message(R"({"weight_map":{"a":7}})"), HasSubstr("plain name"));
}

TEST(WeightFiles, RefuseTruncatedFiles) {
  const TemporaryDirectory folder;
  const std::string whole = to_safetensors({{"a", {{1}, kOne}}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(folder.path() / "model.safetensors", std::string_view(whole).substr(0, size));
    EXPECT_THAT(error_message([&] { (void)WeightFiles(folder.path()); }), HasSubstr("model.safetensors")) << size;
  }
}

}  // namespace
}  // namespace emo3d::nn
