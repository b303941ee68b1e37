#include "emo3d/service/embedding_file.h"

#include <gtest/gtest.h>

#include <array>

#include "emo3d/nn/npy.h"
#include "emo3d/nn/safetensors.h"
#include "tests/support/errors.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

constexpr std::array<float, 3> kRow = {0.1F, -2.5F, 1e-7F};

class EmbeddingFiles : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path path(const char* name) const { return folder_.path() / name; }
  TemporaryDirectory folder_;
};

TEST_F(EmbeddingFiles, OfNumpyHoldTheRows) {
  for (const std::size_t most : {2U, 1000U}) {  // as announced, and fewer
    EmbeddingFile file(path("a.npy"), most, 3);
    file.add({}, kRow);
    file.add({}, kRow);
    EXPECT_FALSE(fs::exists(path("a.npy"))) << "before it is complete";
    file.commit();
    const auto array = nn::read_npy<float>(path("a.npy"));
    EXPECT_EQ(array.shape, (std::vector<std::size_t>{2, 3}));
    EXPECT_EQ(array.values[4], -2.5F);
    fs::remove(path("a.npy"));
  }
}

TEST_F(EmbeddingFiles, OfSafetensorsHoldOneTensor) {
  for (const std::size_t most : {2U, 123'456'789U}) {
    EmbeddingFile file(path("a.safetensors"), most, 3, {{"model", "clip"}});
    file.add({}, kRow);
    file.add({}, kRow);
    file.commit();
    const nn::SafeTensorsFile read(path("a.safetensors"));
    EXPECT_EQ(read.index().metadata.at("model"), "clip");
    const auto view = read.tensor("embeddings", std::vector<std::size_t>{2, 3});
    EXPECT_EQ(view.values[5], 1e-7F);
  }
}

TEST_F(EmbeddingFiles, OfJsonLinesHoldLabelsAndFaults) {
  EmbeddingFile file(path("a.jsonl"), 2, 3);
  file.add({{"line", 1}}, kRow);
  file.add({{"image", "b.png"}, {"error", "broken"}}, {});
  file.commit();
  EXPECT_EQ(read_file(path("a.jsonl")),
            "{\"line\":1,\"embedding\":[0.1,-2.5,1e-07]}\n{\"image\":\"b.png\",\"error\":\"broken\"}\n");
  EXPECT_EQ(embedding_line(OrderedJson::object(), kRow), "{\"embedding\":[0.1,-2.5,1e-07]}\n");
}

TEST_F(EmbeddingFiles, ThatAreNotCommittedLeaveNothing) {
  { EmbeddingFile(path("a.npy"), 2, 3).add({}, kRow); }
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(EmbeddingFiles, OfOtherNamesAndWidthsAreRefused) {
  EXPECT_NE(error_message([&] { check_embedding_file(path("a.csv")); }).find(".npy, .safetensors or .jsonl"),
            std::string::npos);
  EXPECT_NE(error_message([&] { check_embedding_file(path("gone/a.npy")); }).find("gone"), std::string::npos);
  EmbeddingFile file(path("a.npy"), 2, 4);
  EXPECT_NE(error_message([&] { file.add({}, kRow); }).find("a row of 3 values; expected 4"), std::string::npos);
}

}  // namespace
}  // namespace emo3d::service
