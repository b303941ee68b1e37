#include "emo3d/train/corpus_file.h"

#include <fmt/format.h>

#include "emo3d/base/json.h"

namespace emo3d::train {

std::string to_json_line(const Sample& sample, Part part) {
  std::string numbers = "\"emotions\": [";
  const auto append = [&numbers](float value) { numbers += fmt::format("{:.4g}, ", value); };
  for (const emotion::Emotion e : emotion::emotions()) append(sample.emotions[e]);
  numbers.replace(numbers.size() - 2, 2, "], \"scores\": [");
  for (const face::Channel c : face::channels()) append(sample.expression[c]);
  numbers.replace(numbers.size() - 2, 2, "]");
  return fmt::format("{{\"text\": {}, \"kind\": \"{}\", \"register\": \"{}\", \"part\": \"{}\", {}}}\n",
                     Json(sample.text).dump(), name(sample.kind), name(sample.style), name(part), numbers);
}

}  // namespace emo3d::train
