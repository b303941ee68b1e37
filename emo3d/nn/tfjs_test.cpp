#include "emo3d/nn/tfjs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstring>
#include <limits>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "tests/support/errors.h"

namespace emo3d::nn {
namespace {

using ::testing::AllOf;
using testing::error_message;
using ::testing::HasSubstr;

/// A model.json with these weights and shards.
std::string model_json(std::string_view weights, std::string_view paths = R"(["a","b"])") {
  return fmt::format(
      R"({{"modelTopology":{{"node":[{{"name":"x"}}]}},"weightsManifest":[{{"paths":{},"weights":{}}}]}})", paths,
      weights);
}

std::string refusal(std::string_view json) {
  return error_message([&] { (void)parse_tfjs_manifest(json, "model.json"); });
}

constexpr std::string_view kTwoTensors =
    R"([{"name":"w","shape":[2,3],"dtype":"float32"},{"name":"n","shape":[],"dtype":"int32"}])";

TEST(TfjsManifest, PlacesTensorsOneAfterTheOther) {
  const TfjsManifest manifest = parse_tfjs_manifest(model_json(kTwoTensors), "model.json");
  EXPECT_EQ(manifest.shards, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(manifest.byte_size, 28u);
  const TfjsTensor& w = manifest.tensors.at("w");
  EXPECT_EQ(w.shape, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(w.offset, 0u);
  EXPECT_EQ(w.count, 6u);
  const TfjsTensor& n = manifest.tensors.at("n");
  EXPECT_EQ(n.type, TfjsType::kInt32);
  EXPECT_EQ(n.offset, 24u);
  EXPECT_EQ(n.count, 1u);
}

TEST(TfjsManifest, RefusesTensorsItCannotPlace) {
  const auto tensor = [](std::string_view shape, std::string_view rest = R"("dtype":"float32")") {
    return refusal(model_json(fmt::format(R"([{{"name":"w","shape":{},{}}}])", shape, rest)));
  };
  EXPECT_EQ(tensor("[2]"), "no error");
  EXPECT_THAT(tensor("[-2]"), AllOf(HasSubstr("model.json: tensor \"w\""), HasSubstr("\"-2\"")));
  EXPECT_THAT(tensor("[0]"), HasSubstr("not a positive integer"));
  EXPECT_THAT(tensor("[1.5]"), HasSubstr("not a positive integer"));
  EXPECT_THAT(tensor("[4294967296,4294967296]"), HasSubstr("[4294967296, 4294967296] is too large"));
  EXPECT_THAT(tensor("[18446744073709551615]"), HasSubstr("too large"));
  EXPECT_THAT(tensor("[99999999999999999999]"), HasSubstr("not a positive integer"));
  EXPECT_THAT(tensor("[1,1,1,1,1,1,1,1,1]"), HasSubstr("at most 8"));
  EXPECT_THAT(tensor("7"), HasSubstr("\"shape\" must be an array"));
  EXPECT_THAT(tensor("[2]", R"("dtype":"float16")"), HasSubstr("\"float16\" is not supported"));
  EXPECT_THAT(tensor("[2]", R"("dtype":3)"), HasSubstr("\"dtype\" must be a string"));
  EXPECT_THAT(tensor("[2]", R"("size":3)"), HasSubstr("\"dtype\" is missing"));
  EXPECT_THAT(tensor("[2]", R"("dtype":"float32","quantization":{"dtype":"uint8"})"), HasSubstr("quantized"));
}

TEST(TfjsManifest, RefusesTensorsThatTogetherAreTooLarge) {
  std::string weights = "[";
  for (int i = 0; i < 5; ++i)
    weights += fmt::format(R"({}{{"name":"{}","shape":[68719476736],"dtype":"float32"}})", i == 0 ? "" : ",", i);
  EXPECT_THAT(refusal(model_json(weights + "]")), HasSubstr("the tensors take more than"));
}

TEST(TfjsManifest, RefusesOtherFaults) {
  EXPECT_THAT(refusal("{}"), HasSubstr("\"weightsManifest\" is missing"));
  EXPECT_THAT(refusal("[]"), HasSubstr("model.json"));
  EXPECT_THAT(refusal("{\"weightsManifest\":"), HasSubstr("malformed JSON"));
  EXPECT_THAT(refusal(R"({"weightsManifest":[]})"), HasSubstr("one group"));
  EXPECT_THAT(refusal(R"({"weightsManifest":[{},{}]})"), HasSubstr("one group"));
  EXPECT_THAT(refusal(R"({"weightsManifest":[3]})"), HasSubstr("expected an object"));
  EXPECT_THAT(refusal(model_json("{}")), HasSubstr("\"weights\" must be an array"));
  EXPECT_THAT(refusal(model_json("[3]")), HasSubstr("expected an object"));
  EXPECT_THAT(
      refusal(model_json(R"([{"name":"w","shape":[],"dtype":"int32"},{"name":"w","shape":[],"dtype":"int32"}])")),
      HasSubstr("\"w\" is listed twice"));
}

TEST(TfjsManifest, RefusesShardsOutsideTheFolder) {
  for (const std::string_view path :
       {R"("../a")", R"("/etc/passwd")", R"("x/y")", R"("..")", R"("")", R"("a\u0000b")", "3"})
    EXPECT_THAT(refusal(model_json(kTwoTensors, fmt::format("[{}]", path))), HasSubstr("\"paths\" holds")) << path;
  EXPECT_THAT(refusal(model_json(kTwoTensors, R"(["a","a"])")), HasSubstr("twice"));
  EXPECT_THAT(refusal(model_json(kTwoTensors, "[]")), HasSubstr("\"paths\" must be"));
}

TEST(TfjsManifest, DamagedFilesAreReadOrRefused) {
  const std::string whole = model_json(kTwoTensors);
  EXPECT_TRUE(rc::check("no crash", [&](const std::vector<std::pair<std::uint16_t, char>>& changes) {
    std::string json = whole;
    for (const auto& [position, value] : changes) json[position % json.size()] = value;
    try {
      const TfjsManifest manifest = parse_tfjs_manifest(json, "model.json");
      for (const auto& [name, tensor] : manifest.tensors)
        RC_ASSERT(tensor.offset + 4 * tensor.count <= manifest.byte_size);
    } catch (const Error& e) {
      RC_ASSERT(e.code() == ErrorCode::kInvalidData);
    }
  }));
}

/// A folder with a model of one tensor of `values` over shards of the given sizes, filled up or cut at the end.
class ModelFolder {
 public:
  ModelFolder(std::vector<float> values, const std::vector<std::size_t>& shard_sizes) {
    std::string bytes(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
    Json paths = Json::array();
    std::size_t start = 0;
    for (std::size_t i = 0; i < shard_sizes.size(); ++i) {
      paths.push_back(fmt::format("shard{}", i + 1));
      std::string shard = bytes.substr(std::min(start, bytes.size()), shard_sizes[i]);
      shard.resize(shard_sizes[i]);
      write_file(folder_.path() / paths.back().get<std::string>(), shard);
      start += shard_sizes[i];
    }
    write_file(
        folder_.path() / "model.json",
        model_json(fmt::format(R"([{{"name":"w","shape":[{}],"dtype":"float32"}}])", values.size()), paths.dump()));
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryDirectory folder_;
};

std::vector<float> counting(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i);
  return values;
}

TEST(TfjsWeights, JoinsShardsMappedOrRead) {
  const std::vector<float> values = counting(3000);
  for (const std::vector<std::size_t>& sizes :
       {std::vector<std::size_t>{12000}, {4096, 4096, 3808}, {8192, 3808}, {5000, 5000, 2000}, {12000, 0}}) {
    const ModelFolder folder(values, sizes);
    TfjsWeights opened(folder.path());
    const TfjsWeights weights = std::move(opened);
    const TensorView tensor = weights.tensor("w");
    EXPECT_EQ(std::vector<float>(tensor.values.begin(), tensor.values.end()), values);
    EXPECT_EQ(tensor.shape, (std::vector<std::size_t>{3000}));
  }
}

TEST(TfjsWeights, NamesTheShardOfAnotherLength) {
  const auto open = [](const std::vector<std::size_t>& sizes) {
    const ModelFolder folder(counting(3000), sizes);
    return error_message([&] { (void)TfjsWeights(folder.path()); });
  };
  EXPECT_EQ(open({4096, 4096, 3808}), "no error");
  EXPECT_THAT(open({4096, 4000, 3808}), HasSubstr("shard \"shard2\" has 4000 bytes, expected 4096"));
  EXPECT_THAT(open({4096, 5000, 3808}), HasSubstr("shard \"shard2\" has 5000 bytes, expected 4096"));
  EXPECT_THAT(open({4096, 4096, 3807}), HasSubstr("shard \"shard3\" has 3807 bytes"));
  EXPECT_THAT(open({4096, 4096, 3812}), HasSubstr("shard \"shard3\" has 3812 bytes"));
  EXPECT_THAT(open({0}), HasSubstr("shard \"shard1\" has 0 bytes"));
}

TEST(TfjsWeights, NamesAShortShardOfTheUsualSize) {
  TfjsManifest manifest;
  manifest.shards = {"a", "b"};
  manifest.byte_size = (std::size_t{4} << 20) + 100;
  EXPECT_THAT(error_message([&] {
                check_shard_sizes(manifest, std::vector<std::size_t>{4000, 100}, "use-lite");
              }),
              AllOf(HasSubstr("use-lite"), HasSubstr("\"a\" has 4000 bytes, expected 4194304")));
  EXPECT_THAT(error_message([&] {
                check_shard_sizes(manifest, std::vector<std::size_t>{4 << 20, 99}, "use-lite");
              }),
              HasSubstr("\"b\" has 99 bytes"));
  EXPECT_THAT(error_message([&] { check_shard_sizes(manifest, std::vector<std::size_t>{4 << 20}, "use-lite"); }),
              HasSubstr("1 sizes for 2 shards"));
}

TEST(TfjsWeights, NamesTheShardThatIsMissing) {
  const ModelFolder folder(counting(3000), {4096, 7904});
  std::filesystem::remove(folder.path() / "shard2");
  EXPECT_THAT(error_message([&] { (void)TfjsWeights(folder.path()); }), HasSubstr("shard2: cannot read"));
  std::filesystem::create_directory(folder.path() / "shard2");
  EXPECT_THAT(error_message([&] { (void)TfjsWeights(folder.path()); }), HasSubstr("shard2: not a regular file"));
}

TEST(TfjsWeights, RefusesTensorsOtherThanAskedFor) {
  std::vector<float> values = counting(3000);
  values[1234] = -std::numeric_limits<float>::infinity();
  const ModelFolder folder(values, {12000});
  const TfjsWeights weights(folder.path());
  EXPECT_THAT(error_message([&] { (void)weights.tensor("w"); }), HasSubstr("\"w\" holds -inf at index 1234"));
  EXPECT_THAT(error_message([&] { (void)weights.tensor("v"); }), HasSubstr("\"v\" is missing"));
}

}  // namespace
}  // namespace emo3d::nn
