#include "emo3d/model/head.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/model/facs.h"
#include "emo3d/nn/safetensors.h"

namespace emo3d::model {
namespace {

constexpr std::size_t kMaxWidth = 4096;

std::size_t width_member(const Json& config, const char* key, std::string_view source) {
  const std::size_t width = size_member(config, key, source);
  check(width > 0 && width <= kMaxWidth, ErrorCode::kInvalidData, "{}: {} is {}, expected 1 to {}", source, key, width,
        kMaxWidth);
  return width;
}

/// The list `key` must hold the names that this program knows, in its order: the outputs have no other meaning.
template <typename Names>
void check_names(const Json& config, const char* key, const Names& expected, std::string_view source) {
  const Json& list = member(config, key, source);
  check(list.is_array() && list.size() == expected.size(), ErrorCode::kInvalidData, "{}: {} must be a list of {} names",
        source, key, expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    check(list[i] == name(expected[i]), ErrorCode::kInvalidData, "{}: {}[{}] must be \"{}\"", source, key, i,
          name(expected[i]));
}

float sigmoid(float z) { return 1 / (1 + std::exp(-z)); }

}  // namespace

Head Head::load(const std::filesystem::path& folder) {
  const std::filesystem::path config_path = folder / "config.json";
  const std::string source = config_path.string();
  const Json config = read_json(config_path, std::size_t{1} << 20);
  const std::string format = string_member(config, "format", source);
  check(format == "emo3d-head-2", ErrorCode::kInvalidData, "{}: format is {}, expected \"emo3d-head-2\"", source,
        quote(format));
  check_names(config, "emotions", emotion::emotions(), source);
  check_names(config, "channels", face::channels(), source);
  const std::size_t inputs = width_member(config, "inputs", source);
  const std::size_t hidden = width_member(config, "hidden", source);

  const nn::SafeTensorsFile file(folder / "model.safetensors");
  const auto tensor = [&](std::size_t i, std::vector<std::size_t> shape) {
    return file.tensor(kHeadTensors[i], shape);
  };
  const nn::Linear::Options relu{.activation = nn::Activation::kRelu, .order = nn::WeightOrder::kOutputByInput};
  const nn::Linear::Options plain{.order = nn::WeightOrder::kOutputByInput};
  return Head(string_member(config, "features", source),
              nn::Linear(tensor(0, {hidden, inputs}), tensor(1, {hidden}), relu),
              nn::Linear(tensor(2, {kHeadOutputs, hidden}), tensor(3, {kHeadOutputs}), plain));
}

face::Expression compose(const emotion::Intensities& emotions,
                         const std::array<float, face::kChannelCount>& differences) {
  const face::Expression composed = express(emotions);
  face::Expression result;
  for (const face::Channel c : face::channels())
    result.set(c, std::clamp(composed[c] + differences[static_cast<std::size_t>(c)], 0.0f, 1.0f));
  return result;
}

std::vector<HeadOutput> Head::apply(const nn::Matrix& features) const {
  const nn::Matrix z = output_.apply(hidden_.apply(features));
  std::vector<HeadOutput> results;
  results.reserve(z.rows());
  for (std::size_t i = 0; i < z.rows(); ++i) results.push_back(read_head_output(z.row(i)));
  return results;
}

HeadOutput read_head_output(std::span<const float> z) {
  check(z.size() == kHeadOutputs, ErrorCode::kInvalidArgument, "a head has {} outputs, not {}", kHeadOutputs, z.size());
  HeadOutput result;
  const float most = *std::max_element(z.begin(), z.begin() + emotion::kEmotionCount);
  float sum = 0;
  for (std::size_t e = 0; e < emotion::kEmotionCount; ++e)
    sum += result.mixture.shares[e] = std::exp(kShareSharpness * (z[e] - most));
  for (float& share : result.mixture.shares) share /= sum;
  result.mixture.strength = sigmoid(z[kStrengthOutput]);
  result.emotions = reading::to_intensities(result.mixture);
  for (std::size_t c = 0; c < face::kChannelCount; ++c) result.differences[c] = std::tanh(z[kFirstChannelOutput + c]);
  return result;
}

}  // namespace emo3d::model
