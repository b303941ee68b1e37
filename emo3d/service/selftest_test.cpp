#include "emo3d/service/selftest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "emo3d/base/file.h"
#include "emo3d/nn/npy.h"
#include "emo3d/nn/safetensors.h"
#include "emo3d/service/embed.h"
#include "emo3d/service/selftest_inputs.h"
#include "emo3d/service/selftest_vectors.h"
#include "tests/support/errors.h"
#include "tests/support/fnv_hash.h"

namespace emo3d::service {
namespace {

using testing::error_message;
using ::testing::HasSubstr;

nn::Matrix rows(std::size_t count, float first) {
  nn::Matrix matrix(count, 2);
  for (std::size_t i = 0; i < 2 * count; ++i) matrix.data()[i] = first + static_cast<float>(i);
  return matrix;
}

SelftestVectors two_towers() {
  SelftestVectors vectors;
  vectors["text"] = rows(3, 1);
  vectors["image"] = rows(2, 10);
  return vectors;
}

class SelftestReference : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  /// The message where a file of these bytes is read.
  [[nodiscard]] std::string refusal(const std::string& name, const std::string& bytes) const {
    write_file(file(name), bytes);
    return error_message([&] { (void)read_reference(file(name), two_towers()); });
  }

  TemporaryDirectory folder_;
};

TEST_F(SelftestReference, IsReadAsItWasWritten) {
  write_reference(file("a.safetensors"), {.vectors = two_towers(), .checksums = {{"config.json", "12ab"}}});
  const RecordedVectors recorded = read_reference(file("a.safetensors"), two_towers());
  EXPECT_EQ(recorded.vectors.at("text").row(2)[1], 6.0f);
  EXPECT_EQ(recorded.vectors.at("image").row(1)[0], 12.0f);
  EXPECT_EQ(recorded.checksums.at("config.json"), "12ab");
}

TEST_F(SelftestReference, NumpyFileHoldsTextsOrTextsAndImages) {
  nn::write_npy(file("texts.npy"), rows(3, 1));
  EXPECT_EQ(read_reference(file("texts.npy"), two_towers()).vectors.size(), 1u);
  nn::write_npy(file("both.npy"), rows(5, 1));
  EXPECT_EQ(read_reference(file("both.npy"), two_towers()).vectors.at("image").row(0)[0], 7.0f);
  nn::write_npy(file("four.npy"), rows(4, 1));
  EXPECT_THAT(error_message([&] { (void)read_reference(file("four.npy"), two_towers()); }),
              HasSubstr("shape [4, 2], expected [3, 2] or, with the images, [5, 2]"));
}

TEST_F(SelftestReference, JsonIsRefusedWhereItDoesNotFit) {
  write_file(file("a.json"), R"({"text": [[1, 2], [3, 4], [5, 6]], "image": [[1, 2], [3, 4.5]]})");
  EXPECT_EQ(read_reference(file("a.json"), two_towers()).vectors.at("image").row(1)[1], 4.5f);
  EXPECT_THAT(refusal("b.json", R"({"text": [[1, 2], [3, 4], [5, 6]]})"), HasSubstr("image"));
  EXPECT_THAT(refusal("b.json", R"({"text": [[1, 2]]})"), HasSubstr("\"image\""));
  EXPECT_THAT(refusal("b.json", R"({"image": [[1, 2], [3]]})"), HasSubstr("vector 1: expected 2 numbers"));
  EXPECT_THAT(refusal("b.json", R"({"image": [[1, 2], [3, "x"]]})"), HasSubstr("vector 1: expected 2 numbers"));
  EXPECT_THAT(refusal("b.json", R"({"image": 7})"), HasSubstr("expected a list of 2 vectors"));
}

TEST_F(SelftestReference, OfOtherInputsOrFormatsIsRefused) {
  const std::vector<float> values = {1, 2, 3, 4, 5, 6};
  const std::string other =
      nn::to_safetensors({{"text", {{3, 2}, values}}}, {{"emo3d.selftest.inputs", "no such version"}});
  EXPECT_THAT(refusal("a.safetensors", other), HasSubstr("built-in inputs of version \"no such version\""));
  EXPECT_THAT(refusal("a.safetensors", nn::to_safetensors({{"image", {{3, 2}, values}}})),
              HasSubstr("expected [2, 2]"));
  EXPECT_THAT(refusal("a.txt", ""), HasSubstr("expected .safetensors, .npy or .json"));
  EXPECT_THAT(error_message([&] { write_reference(file("a.npy"), {}); }), HasSubstr("recorded as .safetensors"));
}

TEST(Selftest, ChecksumsLeaveTheRecordOut) {
  const TemporaryDirectory folder;
  for (const char* name : {"config.json", "model.safetensors", kSelftestFile, "picture.png"})
    write_file(folder.path() / name, name);
  const auto checksums = encoder_checksums(folder.path());
  EXPECT_EQ(checksums.size(), 2u);
  EXPECT_EQ(checksums.at("config.json").size(), 64u);
}

/// Recorded vectors are of these inputs: whoever changes one must change kSelftestInputs and these numbers.
TEST(Selftest, InputsAreThoseOfTheirVersion) {
  EXPECT_STREQ(kSelftestInputs, "1");
  std::uint64_t hash = 0;
  for (const std::string& text : selftest_texts())
    hash = testing::fnv_hash({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, hash);
  for (const image::Image& picture : selftest_images()) hash = testing::fnv_hash(picture.bytes(), hash);
  EXPECT_EQ(hash, 10550331332662663187u);
}

TEST(Selftest, NamesWhatIsNoEncoder) {
  EXPECT_THAT(error_message([] { (void)encoder_folder("no/such/folder"); }),
              HasSubstr("no/such/folder: no such folder"));
  const TemporaryDirectory folder;
  EXPECT_THAT(error_message([&] { (void)selftest(folder.path(), {}); }), HasSubstr("config.json"));
  write_file(folder.path() / "config.json", R"({"model_type": "gpt2"})");
  EXPECT_THAT(error_message([&] { (void)selftest(folder.path(), {}); }),
              HasSubstr("config.json: \"model_type\" is \"gpt2\", expected \"clip\""));
}

}  // namespace
}  // namespace emo3d::service
