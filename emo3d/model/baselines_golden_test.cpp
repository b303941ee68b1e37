#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/model/baseline_model.h"
#include "emo3d/model/baseline_scores.h"
#include "emo3d/nn/npy.h"
#include "emo3d/store/checksum.h"
#include "emo3d/store/store.h"
#include "tests/support/golden.h"

namespace emo3d::model {
namespace {

nn::Matrix read_rows(const std::filesystem::path& path) {
  const nn::NpyArray<float> array = nn::read_npy<float>(path);
  check(array.shape.size() == 2, ErrorCode::kInvalidData, "{}: no matrix", path.string());
  nn::Matrix matrix(array.shape[0], array.shape[1]);
  std::ranges::copy(array.values, matrix.data());
  return matrix;
}

double largest_difference(const nn::Matrix& actual, const nn::Matrix& expected) {
  EXPECT_EQ(actual.rows(), expected.rows());
  EXPECT_EQ(actual.cols(), expected.cols());
  double largest = 0;
  for (std::size_t i = 0; i < expected.rows(); ++i)
    for (std::size_t j = 0; j < expected.cols(); ++j) {
      EXPECT_TRUE(std::isfinite(actual.row(i)[j]));
      largest = std::max(largest, std::abs(static_cast<double>(actual.row(i)[j]) - expected.row(i)[j]));
    }
  return largest;
}

constexpr double kTolerance = 3e-6;
constexpr double kLogVarianceTolerance = 1e-4;

class BaselinesGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(golden, "checkpoints");
    golden_ = golden;
  }
  [[nodiscard]] std::filesystem::path official(const char* name) const { return golden_ / "official" / name; }
  void expect_rows(const nn::Matrix& actual, const char* name, double tolerance = kTolerance) const {
    const double difference = largest_difference(actual, read_rows(golden_ / name));
    std::cout << name << ": largest difference " << difference << "\n";
    EXPECT_LE(difference, tolerance) << name;
  }

  std::filesystem::path golden_;
};

TEST_F(BaselinesGolden, TensorsOfTheOfficialFilesAreTheReferences) {
  const Json reference = read_json(golden_ / "checkpoints.json").at("files");
  const TemporaryDirectory folder;
  for (const char* name : {kClipMlpFile, kVaeClipFile}) {
    const nn::TorchCheckpoint checkpoint(official(name));
    const Json& tensors = reference.at(name).at("tensors");
    EXPECT_EQ(checkpoint.tensors().size(), tensors.size());
    for (const Json& tensor : tensors) {
      const auto shape = tensor.at("shape").get<std::vector<std::size_t>>();
      const nn::TensorView view = checkpoint.tensor(tensor.at("key").get<std::string>(), shape);
      const auto* bytes = reinterpret_cast<const char*>(view.values.data());
      write_file(folder.path() / "values", {bytes, view.values.size_bytes()});
      EXPECT_EQ(store::sha256_of_file(folder.path() / "values"), tensor.at("sha256").get<std::string>())
          << tensor.at("key");
    }
  }
}

TEST_F(BaselinesGolden, OfficialFilesAreThoseOfTheManifest) {
  const TemporaryDirectory home;
  const store::ModelStore store(home.path(), store::read_manifest(data_directory() / "manifest.json"));
  store.pull_from("clip-mlp", official(kClipMlpFile));
  store.pull_from("vae-clip", official(kVaeClipFile));
  EXPECT_EQ(ClipMlp::load(store.require("clip-mlp") / kClipMlpFile).inputs(), 512u);
  EXPECT_EQ(VaeClip::load(store.require("vae-clip") / kVaeClipFile).latent(), 512u);
}

TEST_F(BaselinesGolden, ClipMlpScoresAreTheReferences) {
  const ClipMlp network = ClipMlp::load(official(kClipMlpFile));
  EXPECT_EQ(network.inputs(), 512u);
  expect_rows(network.apply(read_rows(golden_ / "in_normal.npy")), "mlp_out_normal.npy");
  expect_rows(network.apply(read_rows(golden_ / "in_unit10.npy")), "mlp_out_unit10.npy");
}

TEST_F(BaselinesGolden, VaeClipDecodesAsTheReference) {
  const VaeClip network = VaeClip::load(official(kVaeClipFile));
  EXPECT_EQ(network.latent(), 512u);
  expect_rows(network.decode(read_rows(golden_ / "in_normal.npy")), "vae_decode_normal.npy");
  expect_rows(network.decode(read_rows(golden_ / "in_unit10.npy")), "vae_decode_unit10.npy");
  expect_rows(network.decode(read_rows(golden_ / "vae_mu.npy")), "vae_decode_mu.npy");
}

TEST_F(BaselinesGolden, VaeClipEncodesAsTheReference) {
  const VaeClip network = VaeClip::load(official(kVaeClipFile));
  const LatentGaussian gaussian = network.encode(read_rows(golden_ / "vae_in_blendshapes.npy"));
  expect_rows(gaussian.mean, "vae_mu.npy");
  expect_rows(gaussian.log_variance, "vae_logvar.npy", kLogVarianceTolerance);
  const nn::Matrix z = reparameterise(gaussian, read_rows(golden_ / "vae_eps.npy"));
  expect_rows(z, "vae_z_from_eps.npy");
  expect_rows(network.decode(z), "vae_recon_from_eps.npy");
}

TEST_F(BaselinesGolden, ModelsGiveTheReferencesAsExpressions) {
  const nn::Matrix expected = read_rows(golden_ / "mlp_out_normal.npy");
  const ClipMlpModel model(ClipMlp::load(official(kClipMlpFile)),
                           [&](std::span<const std::string>) { return read_rows(golden_ / "in_normal.npy"); });
  const std::vector<std::string> texts(expected.rows(), "a face");
  const std::vector<face::Expression> wanted = to_expressions(expected);
  const std::vector<Prediction> predictions = model.predict_batch(texts);
  for (std::size_t i = 0; i < wanted.size(); ++i)
    EXPECT_LE(face::max_difference(predictions[i].expression, wanted[i]), kTolerance) << i;
}

}  // namespace
}  // namespace emo3d::model
