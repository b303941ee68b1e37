#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "emo3d/base/random.h"
#include "emo3d/tflite/executor.h"

namespace emo3d::testing {

inline tflite::Model parse_tflite(const std::string& file) {
  return tflite::Model::parse(std::as_bytes(std::span(file.data(), file.size())), "test.tflite");
}

/// The outputs of a model for these inputs, each in the model's order. The second of two runs is taken.
inline std::vector<std::vector<float>> run_tflite(const std::string& file,
                                                  const std::vector<std::vector<float>>& inputs,
                                                  const tflite::ExecutorOptions& options = {}) {
  const tflite::Model model = parse_tflite(file);
  tflite::Executor executor(model, options);
  for (std::size_t i = 0; i < inputs.size(); ++i) std::ranges::copy(inputs[i], executor.input(i).begin());
  executor.run();
  executor.run();  // what a run leaves in the shared memory must not disturb the next
  std::vector<std::vector<float>> outputs;
  for (std::size_t i = 0; i < model.outputs().size(); ++i) {
    const auto values = executor.output(i);
    outputs.emplace_back(values.begin(), values.end());
  }
  return outputs;
}

/// Normally distributed values.
inline std::vector<float> random_values(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(random.normal());
  return values;
}

}  // namespace emo3d::testing
