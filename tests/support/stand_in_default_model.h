#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/random.h"
#include "emo3d/model/default_model.h"
#include "emo3d/nn/safetensors.h"
#include "tests/support/stand_in_use_lite.h"

namespace emo3d::testing {

/// A default model with random weights in a folder of its own: USE-lite in `encoder()`, the head in `head()`.
class StandInDefaultModel {
 public:
  explicit StandInDefaultModel(std::uint64_t seed = 1) : seed_(seed) {
    const StandInUseLite use_lite({}, seed);
    inputs_ = use_lite.sizes.width + use_lite.sizes.output;
    std::filesystem::create_directories(encoder());
    std::filesystem::create_directories(head());
    use_lite.write(encoder());
    write_head();
  }

  [[nodiscard]] std::filesystem::path encoder() const { return folder_.path() / "use-lite"; }
  [[nodiscard]] std::filesystem::path head() const { return folder_.path() / "head"; }
  [[nodiscard]] std::size_t inputs() const { return inputs_; }
  [[nodiscard]] std::unique_ptr<const model::DescriptionModel> load() const {
    return model::load_default({.use_lite_folder = encoder(), .model_folder = head(), .threads = 2});
  }

  /// config.json as a test may damage it.
  [[nodiscard]] Json config() const {
    Json config{
        {"format", "emo3d-head-2"}, {"features", model::kDefaultFeatures}, {"inputs", inputs_}, {"hidden", kHidden}};
    for (const auto e : emotion::emotions()) config["emotions"].push_back(name(e));
    for (const auto c : face::channels()) config["channels"].push_back(name(c));
    return config;
  }
  void write_config(const Json& config) const { write_file(head() / "config.json", config.dump()); }

 private:
  static constexpr std::size_t kHidden = 12;

  void write_head() const {
    Random random(seed_);
    const auto values = [&](std::size_t count) {
      std::vector<float> result(count);
      for (float& value : result) value = static_cast<float>(random.normal()) * 0.5f;
      return result;
    };
    const std::vector<float> a = values(kHidden * inputs_);
    const std::vector<float> b = values(kHidden);
    const std::vector<float> c = values(model::kHeadOutputs * kHidden);
    const std::vector<float> d = values(model::kHeadOutputs);
    write_file(head() / "model.safetensors", nn::to_safetensors({{"hidden.weight", {{kHidden, inputs_}, a}},
                                                                 {"hidden.bias", {{kHidden}, b}},
                                                                 {"output.weight", {{model::kHeadOutputs, kHidden}, c}},
                                                                 {"output.bias", {{model::kHeadOutputs}, d}}}));
    write_config(config());
  }

  TemporaryDirectory folder_;
  std::uint64_t seed_;
  std::size_t inputs_ = 0;
};

}  // namespace emo3d::testing
