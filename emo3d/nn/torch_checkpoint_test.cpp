#include "emo3d/nn/torch_checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <limits>

#include "tests/support/errors.h"
#include "tests/support/torch_writer.h"

namespace emo3d::nn {
namespace {

using ::testing::ElementsAre;
using testing::error_message;
using ::testing::HasSubstr;
using testing::pickle_of;
using testing::pickled;
using testing::pickled_call;
using testing::pickled_global;
using testing::pickled_ordered_dict;
using testing::pickled_storage;
using testing::pickled_tensor;
using testing::pickled_tuple;
using testing::torch_file;
using testing::torch_zip;

using Shape = std::vector<std::size_t>;

template <typename Number>
std::string bytes_of(const std::vector<Number>& numbers) {
  std::string bytes(numbers.size() * sizeof(Number), '\0');
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

const std::string kSix = bytes_of<float>({0, 1, 2, 3, 4, 5});
const std::string kFloats = pickled_storage("FloatStorage", "0", 6);

TorchTensors parse(const std::string& file) {
  return parse_torch_checkpoint(std::as_bytes(std::span(file)), "model.pth");
}
std::string error_of(const std::string& file) {
  return error_message([&] { (void)parse(file); });
}
/// A checkpoint of the tensor "w" over the storage "0".
std::string file_of(const std::string& tensor, const std::string& storage = kSix) {
  return torch_zip(pickle_of(pickled_ordered_dict({{"w", tensor}})), {{"0", storage}});
}
std::string tensor_error(const std::string& tensor, const std::string& storage = kSix) {
  return error_of(file_of(tensor, storage));
}

class Opened {
 public:
  explicit Opened(const std::string& file) : checkpoint_((write_file(path(), file), path())) {}
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "model.pth"; }
  [[nodiscard]] std::vector<float> values(const Shape& shape) const {
    const TensorView view = checkpoint_.tensor("w", shape);
    EXPECT_EQ(view.shape, shape);
    return {view.values.begin(), view.values.end()};
  }
  [[nodiscard]] std::string error(std::string_view name, const Shape& shape) const {
    return error_message([&] { (void)checkpoint_.tensor(name, shape); });
  }
  [[nodiscard]] const TorchCheckpoint& operator*() const { return checkpoint_; }

 private:
  TemporaryDirectory folder_;
  TorchCheckpoint checkpoint_;
};

TEST(TorchCheckpoint, ReadsTheTensorsOfAStateDict) {
  const std::vector<float> weight = {1, 2, 3, 4, 5, 6};
  const std::vector<float> bias = {7};
  const Opened opened(
      torch_file({{"w", {{2, 3}, weight}}, {"b", {{1}, bias}}, {"scale", {{}, bias}}, {"none", {{0, 4}, {}}}}));
  EXPECT_EQ((*opened).tensors().size(), 4u);
  EXPECT_EQ((*opened).tensors().at("w").type, "F32");
  EXPECT_EQ((*opened).tensors().at("w").shape, (Shape{2, 3}));
  EXPECT_EQ(opened.values({2, 3}), weight);
  EXPECT_EQ((*opened).tensor("scale", {}).values[0], 7);
  EXPECT_TRUE((*opened).tensor("none", Shape{0, 4}).values.empty());
}

TEST(TorchCheckpoint, UsesFloatsInOrderWhereTheyLie) {
  const std::vector<float> weight = {1, 2};
  const Opened opened(torch_file({{"w", {{2}, weight}}}));
  const auto storage = (*opened).tensors().at("w").storage;
  EXPECT_EQ(static_cast<const void*>((*opened).tensor("w", Shape{2}).values.data()), storage.data());
}

TEST(TorchCheckpoint, ReadsStridesAndOffsets) {
  EXPECT_THAT(Opened(file_of(pickled_tensor(kFloats, {3, 2}, {1, 3}))).values({3, 2}), ElementsAre(0, 3, 1, 4, 2, 5));
  EXPECT_THAT(Opened(file_of(pickled_tensor(kFloats, {2, 2}, {3, 1}, 1))).values({2, 2}), ElementsAre(1, 2, 4, 5));
  EXPECT_THAT(Opened(file_of(pickled_tensor(kFloats, {2}, {1}, 4))).values({2}), ElementsAre(4, 5));
  EXPECT_THAT(Opened(file_of(pickled_tensor(kFloats, {1, 2}, {999, 1}))).values({1, 2}), ElementsAre(0, 1));
}

TEST(TorchCheckpoint, WidensOtherFloats) {
  const auto one = [](std::string_view type, const std::string& bytes, std::size_t count) {
    return Opened(file_of(pickled_tensor(pickled_storage(type, "0", count), {count}, {1}), bytes)).values({count});
  };
  EXPECT_THAT(one("HalfStorage", bytes_of<std::uint16_t>({0x3C00, 0xC100, 0x0001}), 3),
              ElementsAre(1, -2.5f, 0x1p-24f));
  EXPECT_THAT(one("BFloat16Storage", bytes_of<std::uint16_t>({0x3F80, 0xC020}), 2), ElementsAre(1, -2.5f));
  EXPECT_THAT(one("DoubleStorage", bytes_of<double>({0.5, -3}), 2), ElementsAre(0.5f, -3));
}

TEST(TorchCheckpoint, ListsOtherTypesWithoutReadingThem) {
  const Opened opened(file_of(pickled_tensor(pickled_storage("LongStorage", "0", 3), {3}, {1})));
  EXPECT_EQ((*opened).tensors().at("w").type, "I64");
  EXPECT_THAT(opened.error("w", {3}), HasSubstr("tensor \"w\" is I64, expected F32, F16, BF16 or F64"));
}

TEST(TorchCheckpoint, TakesAnyDeviceAndFolder) {
  for (const char* device : {"cuda:0", "mps", "meta-1"}) {
    const std::string tensor = pickled_tensor(pickled_storage("FloatStorage", "0", 6, device), {6}, {1});
    EXPECT_EQ(error_of(torch_zip(pickle_of(pickled_ordered_dict({{"w", tensor}})), {{"0", kSix}}, "best_model")),
              "no error");
  }
}

TEST(TorchCheckpoint, FindsTheStateDictInWhatWasSavedAroundIt) {
  const std::string tensor = pickled_tensor(kFloats, {6}, {1});
  for (const char* key : {"state_dict", "model_state_dict"}) {
    const std::string saved = "}(" + pickled("epoch") + "K\x03" + pickled("loss") + "G" + std::string(8, '\0') +
                              pickled(key) + pickled_ordered_dict({{"w", tensor}, {"steps", "K\x05"}}) + "u";
    EXPECT_EQ(parse(torch_zip(pickle_of(saved), {{"0", kSix}})).size(), 1u) << key;
  }
  EXPECT_EQ(error_of(torch_zip(pickle_of("}"), {})), "model.pth: its state dict holds no tensor");
  EXPECT_EQ(error_of(torch_zip(pickle_of(tensor), {{"0", kSix}})), "model.pth: holds no state dict");
}

TEST(TorchCheckpoint, RefusesTensorsOtherThanAskedFor) {
  const std::vector<float> values = {1, std::numeric_limits<float>::quiet_NaN()};
  const Opened opened(torch_file({{"w", {{2}, values}}}));
  const std::string path = opened.path().string();
  EXPECT_EQ(opened.error("x", {2}), path + ": tensor \"x\" is missing");
  EXPECT_EQ(opened.error("w", {2, 1}), path + ": tensor \"w\" has shape [2], expected [2, 1]");
  EXPECT_EQ(opened.error("w", {2}), path + ": tensor \"w\" holds nan at index 1");
  const Opened large(
      file_of(pickled_tensor(pickled_storage("DoubleStorage", "0", 1), {1}, {1}), bytes_of<double>({1e300})));
  EXPECT_THAT(large.error("w", {1}), HasSubstr("holds inf at index 0"));
}

TEST(TorchCheckpoint, RefusesExtentsOutsideTheStorage) {
  const auto message = [](const Shape& shape, const Shape& strides, std::size_t offset = 0) {
    return tensor_error(pickled_tensor(kFloats, shape, strides, offset));
  };
  EXPECT_EQ(message({7}, {1}),
            "model.pth: tensor \"w\": shape [7] with strides [1] from element 0 does not fit in a storage of 6");
  EXPECT_THAT(message({6}, {1}, 1), HasSubstr("from element 1"));
  EXPECT_THAT(message({2, 3}, {4, 1}), HasSubstr("does not fit"));
  EXPECT_THAT(message({0}, {1}, 7), HasSubstr("does not fit"));
  EXPECT_THAT(message({1000, 1000}, {0, 0}), HasSubstr("does not fit")) << "one element, a million times";
  EXPECT_THAT(message({std::size_t{1} << 32, std::size_t{1} << 32}, {0, 0}), HasSubstr("does not fit"));
  EXPECT_THAT(message({3}, {std::size_t{1} << 62}), HasSubstr("does not fit"));
  EXPECT_THAT(message({2}, {1}, ~std::size_t{0} >> 1), HasSubstr("does not fit"));
  EXPECT_THAT(message({2}, {}), HasSubstr("strides [] for shape [2]"));
  EXPECT_THAT(message(Shape(17, 1), Shape(17, 1)), HasSubstr("17 dimensions, at most 16"));
}

TEST(TorchCheckpoint, RefusesStoragesThatAreNotAsTold) {
  const auto message = [](const std::string& storage) { return tensor_error(pickled_tensor(storage, {1}, {1})); };
  EXPECT_EQ(message(pickled_storage("FloatStorage", "0", 5)),
            "model.pth: tensor \"w\": storage \"0\" has 24 bytes, expected 5 elements of F32");
  EXPECT_THAT(message(pickled_storage("FloatStorage", "0", std::size_t{1} << 62)),
              HasSubstr("expected 4611686018427387904"));
  EXPECT_THAT(message(pickled_storage("FloatStorage", "1", 6)), HasSubstr("record \"archive/data/1\" is missing"));
  EXPECT_THAT(message(pickled_storage("FloatStorage", "../data.pkl", 6)), HasSubstr("is missing"));
  EXPECT_THAT(message("N"), HasSubstr("its storage at byte"));
  EXPECT_THAT(message("NQ"), HasSubstr("is no storage of 5 fields"));
  EXPECT_THAT(message(pickled_tuple(std::vector<std::string>(5, "N")) + "Q"), HasSubstr("a tag at byte"));
  EXPECT_THAT(message(pickled_tuple({pickled("storage"), pickled("torch.FloatStorage"), pickled("0"), pickled("cpu"),
                                     pickled(6)}) +
                      "Q"),
              HasSubstr("is no storage"));
  EXPECT_THAT(message(pickled_tuple({pickled("storage"), pickled_global("torch", "FloatStorage"), pickled("0"),
                                     pickled("cpu"), pickled(-6)}) +
                      "Q"),
              HasSubstr("the number of elements at byte"));
}

TEST(TorchCheckpoint, RefusesOtherCalls) {
  const std::string rebuild = pickled_global("torch._utils", "_rebuild_tensor_v2");
  EXPECT_THAT(tensor_error(pickled_call(rebuild, {})), HasSubstr("0 arguments of _rebuild_tensor_v2"));
  const std::string one = pickled_tuple(Shape{1});
  EXPECT_THAT(tensor_error(pickled_call(rebuild, {kFloats, "K\x01", one, one, "\x89", "N"})),
              HasSubstr("has backward hooks"));
  EXPECT_THAT(tensor_error(pickled_call(rebuild, {kFloats, "N", one, one, "\x89", "}"})),
              HasSubstr("the storage offset at byte"));
  EXPECT_THAT(tensor_error(pickled_call(rebuild, {kFloats, "K\x01", "]", one, "\x89", "}"})),
              HasSubstr("the shape at byte"));
  EXPECT_THAT(tensor_error(pickled_call(pickled_global("os", "system"), {pickled("id")})),
              HasSubstr("model.pth: \"archive/data.pkl\": global \"os.system\", which is not allowed"));
  EXPECT_THAT(tensor_error(pickled_call(pickled_global("torch._utils", "_rebuild_parameter"), {})),
              HasSubstr("_rebuild_parameter"));
}

TEST(TorchCheckpoint, RefusesWhatIsNoCheckpoint) {
  EXPECT_THAT(error_of(""), HasSubstr("no ZIP archive"));
  EXPECT_THAT(error_of("\x80\x02\x8a\x0al\xfc\x9c"), HasSubstr("as before PyTorch 1.6; save it again"));
  EXPECT_THAT(error_of(testing::zip_of({{"a/b/data.pkl", ""}})), HasSubstr("it holds no NAME/data.pkl"));
  EXPECT_THAT(error_of(testing::zip_of({{"a/data.pkl", ""}, {"b/data.pkl", ""}})), HasSubstr("more than one data.pkl"));
  EXPECT_THAT(error_of(testing::zip_of({{"a/data.pkl", "}"}, {"a/byteorder", "big"}})),
              HasSubstr("byteorder is \"big\""));
  EXPECT_THAT(error_of(testing::zip_of({{"a/data.pkl", "}"}, {"a/version", "99"}})), HasSubstr("version is \"99\""));
  EXPECT_THAT(error_of(testing::zip_of({{"a/data.pkl", "}"}, {"a/version", "3x"}})), HasSubstr("version is \"3x\""));
  const std::string tensor = pickled_tensor(kFloats, {6}, {1});
  EXPECT_EQ(error_of(torch_zip(pickle_of(pickled_ordered_dict({{"w", tensor}, {"w", tensor}})), {{"0", kSix}})),
            "model.pth: tensor \"w\" is there twice");
  std::string damaged = file_of(tensor);
  damaged[damaged.find(kSix) + 5] ^= 1;
  EXPECT_THAT(error_of(damaged), HasSubstr("archive/data/0: CRC-32"));
}

TEST(TorchCheckpoint, RefusesEveryTruncation) {
  const std::string whole = file_of(pickled_tensor(kFloats, {6}, {1}));
  ASSERT_EQ(error_of(whole), "no error");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(error_of(whole.substr(0, size)), "no error") << size;
}

RC_GTEST_PROP(TorchCheckpointProperty, GathersWhatItsStridesSay, ()) {
  const auto shape = *rc::gen::container<Shape>(*rc::gen::inRange(0, 4), rc::gen::inRange<std::size_t>(0, 4));
  const auto strides = *rc::gen::container<Shape>(shape.size(), rc::gen::inRange<std::size_t>(0, 12));
  const auto offset = *rc::gen::inRange<std::size_t>(0, 10);
  std::vector<float> stored(40);
  for (std::size_t i = 0; i < stored.size(); ++i) stored[i] = static_cast<float>(i);
  std::vector<float> expected;
  const std::size_t count = *element_count(shape);
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t at = offset, rest = i;
    for (std::size_t d = shape.size(); d-- > 0; rest /= shape[d]) at += rest % shape[d] * strides[d];
    expected.push_back(static_cast<float>(at));
  }
  const bool fits = count <= stored.size() && std::ranges::all_of(expected, [](float v) { return v < 40; });
  const std::string file =
      file_of(pickled_tensor(pickled_storage("FloatStorage", "0", 40), shape, strides, offset), bytes_of(stored));
  RC_ASSERT((error_of(file) == "no error") == fits);
  if (fits) RC_ASSERT(Opened(file).values(shape) == expected);
}

RC_GTEST_PROP(TorchCheckpointProperty, SurvivesChangedPickles, ()) {
  std::string pickle = pickle_of(pickled_ordered_dict({{"w", pickled_tensor(kFloats, {2, 3}, {3, 1})}}));
  for (int change = *rc::gen::inRange(1, 5); change > 0; --change)
    pickle[*rc::gen::inRange<std::size_t>(0, pickle.size())] = *rc::gen::arbitrary<char>();
  (void)error_of(torch_zip(pickle, {{"0", kSix}}));
}

}  // namespace
}  // namespace emo3d::nn
