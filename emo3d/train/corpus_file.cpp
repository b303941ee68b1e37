#include "emo3d/train/corpus_file.h"

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/reading/description.h"

namespace emo3d::train {
namespace {

float number(const Json& json, const char* key, const std::string& source) {
  check(json.is_number() && json.get<double>() >= 0 && json.get<double>() <= 1, ErrorCode::kInvalidData,
        "{}: {} has {}, expected numbers from 0 to 1", source, key, quote(json.dump()));
  return json.get<float>();
}

const Json& list(const Json& line, const char* key, std::size_t size, const std::string& source) {
  const Json& values = member(line, key, source);
  check(values.is_array() && values.size() == size, ErrorCode::kInvalidData, "{}: {} is no list of {}", source, key,
        size);
  return values;
}

template <typename Kind>
Kind find_name(const Json& line, const char* key, std::size_t count, const std::string& source) {
  const std::string wanted = string_member(line, key, source);
  for (std::size_t i = 0; i < count; ++i)
    if (name(static_cast<Kind>(i)) == wanted) return static_cast<Kind>(i);
  fail(ErrorCode::kInvalidData, "{}: {} is {}, which is none", source, key, quote(wanted));
}

Sample read_sample(const Json& line, const std::string& source) {
  Sample sample;
  sample.text = string_member(line, "text", source);
  try {
    reading::check_description(sample.text);
  } catch (const Error& e) {
    fail(ErrorCode::kInvalidData, "{}: text: {}", source, e.what());
  }
  sample.kind = find_name<SampleKind>(line, "kind", kSampleKinds, source);
  sample.style = find_name<Register>(line, "register", kRegisters, source);
  const Json& emotions = list(line, "emotions", emotion::kEmotionCount, source);
  for (const emotion::Emotion e : emotion::emotions())
    sample.emotions.set(e, number(emotions[static_cast<std::size_t>(e)], "emotions", source));
  const Json& scores = list(line, "scores", face::kChannelCount, source);
  for (const face::Channel c : face::channels())
    sample.expression.set(c, number(scores[static_cast<std::size_t>(c)], "scores", source));
  if (line.contains("denied"))
    sample.denied = find_name<emotion::Emotion>(line, "denied", emotion::kEmotionCount, source);
  if (line.contains("actions")) {
    check(line["actions"].is_object(), ErrorCode::kInvalidData, "{}: actions is no object", source);
    for (const auto& [channel_name, score] : line["actions"].items()) {
      const auto channel = face::find_channel(channel_name);
      check(channel.has_value(), ErrorCode::kInvalidData, "{}: actions: no channel is called {}", source,
            quote(channel_name));
      sample.actions.push_back({*channel, number(score, "actions", source)});
    }
  }
  if (line.contains("one_sided")) {
    check(line["one_sided"].is_boolean(), ErrorCode::kInvalidData, "{}: one_sided is neither true nor false", source);
    sample.one_sided = line["one_sided"].get<bool>();
  }
  return sample;
}

}  // namespace

std::string to_json_line(const Sample& sample, Part part) {
  std::string numbers = "\"emotions\": [";
  const auto append = [&numbers](float value) { numbers += fmt::format("{:.4g}, ", value); };
  for (const emotion::Emotion e : emotion::emotions()) append(sample.emotions[e]);
  numbers.replace(numbers.size() - 2, 2, "], \"scores\": [");
  for (const face::Channel c : face::channels()) append(sample.expression[c]);
  numbers.replace(numbers.size() - 2, 2, "]");
  if (sample.denied) numbers += fmt::format(", \"denied\": \"{}\"", name(*sample.denied));
  if (!sample.actions.empty()) {
    OrderedJson actions = OrderedJson::object();  // what is demanded twice once, the stronger demand
    for (const reading::ChannelScore& action : sample.actions) {
      const std::string channel(face::name(action.channel));
      const double score = std::round(static_cast<double>(action.score) * 1e4) / 1e4;
      if (!actions.contains(channel) || actions[channel].get<double>() < score) actions[channel] = score;
    }
    numbers += fmt::format(", \"actions\": {}", actions.dump());
  }
  if (sample.one_sided) numbers += ", \"one_sided\": true";
  return fmt::format("{{\"text\": {}, \"kind\": \"{}\", \"register\": \"{}\", \"part\": \"{}\", {}}}\n",
                     Json(sample.text).dump(), name(sample.kind), name(sample.style), name(part), numbers);
}

std::vector<Sample> read_corpus(const std::filesystem::path& file) {
  std::istringstream lines(read_file(file));
  std::vector<Sample> samples;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string source = fmt::format("{}: line {}", file.string(), ++number);
    if (!reading::plain_text(line).empty()) samples.push_back(read_sample(parse_json(line, source), source));
  }
  check(!samples.empty(), ErrorCode::kInvalidData, "{}: no texts", file.string());
  return samples;
}

}  // namespace emo3d::train
