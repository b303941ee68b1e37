#include "emo3d/train/wordings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::train {
namespace {

/// Which channels, without "Left" or "Right", can show what people.jsonl calls so: parts of the face (any movement of
/// them will do) and parts with a movement.
constexpr std::array<std::pair<std::string_view, std::string_view>, 23> kMovements{
    {{"eye", "eyeBlink eyeSquint eyeWide"},
     {"brow", "browDown browOuterUp"},
     {"mouth", "mouthSmile mouthFrown mouthDimple mouthStretch mouthUpperUp mouthLowerDown mouthPress mouth"},
     {"cheek", "cheekSquint"},
     {"nose", "noseSneer"},
     {"jaw", "jaw"},
     {"gaze", "eyeLookOut"},
     {"brow:raise", "browOuterUp"},
     {"brow:lower", "browDown"},
     {"eye:close", "eyeBlink"},
     {"eye:wink", "eyeBlink"},
     {"eye:blink", "eyeBlink"},
     {"eye:half close", "eyeBlink eyeSquint"},
     {"eye:squint", "eyeSquint eyeBlink"},
     {"eye:wide", "eyeWide"},
     {"mouth:smile", "mouthSmile"},
     {"mouth:frown", "mouthFrown"},
     {"mouth:dimple", "mouthDimple"},
     {"mouth:stretch", "mouthStretch"},
     {"mouth:press", "mouthPress"},
     {"mouth:upper lip raise", "mouthUpperUp"},
     {"mouth:lower lip down", "mouthLowerDown"},
     {"cheek:raise", "cheekSquint"}}};

face::Channel channel_called(const std::string& channel_name, const std::string& source) {
  const auto channel = face::find_channel(channel_name);
  if (!channel) fail(ErrorCode::kInvalidData, "{}: no channel is called {}", source, quote(channel_name));
  return *channel;
}

SideDemand side_demand(std::string movement, FaceSide side, const std::string& source) {
  // What moves to a side is written with that side, whichever half of the text names it.
  for (const std::string_view way : {"look ", "shift "})
    if (const std::size_t at = movement.find(way); at != std::string::npos) {
      side = movement.substr(at + way.size()) == "left" ? FaceSide::kLeft : FaceSide::kRight;
      movement = movement.substr(0, movement.find(':'));
    }
  if (movement.starts_with("nose:")) movement = "nose";  // it can only be wrinkled
  const auto entry = std::ranges::find(kMovements, movement, &std::pair<std::string_view, std::string_view>::first);
  check(entry != kMovements.end(), ErrorCode::kInvalidData, "{}: no movement is called {}", source, quote(movement));
  SideDemand demand{.side = side, .channels = {}};
  for (const std::string_view stem : reading::split(entry->second, ' '))
    demand.channels.push_back(
        face::find_channel(std::string(stem) + (side == FaceSide::kLeft ? "Left" : "Right")).value());
  return demand;
}

template <typename Find>
auto find_member(const Json& line, const char* key, const std::string& source, Find find) {
  const std::string wanted = string_member(line, key, source);
  const auto found = find(wanted);
  check(found.has_value(), ErrorCode::kInvalidData, "{}: {} is {}, which is none", source, key, quote(wanted));
  return found;
}

PersonText read_person_text(const Json& line, const std::string& source) {
  PersonText text;
  text.set = string_member(line, "set", source);
  text.text = string_member(line, "text", source);
  if (line.contains("emotion")) text.emotion = find_member(line, "emotion", source, emotion::find_emotion);
  if (line.contains("denied")) text.denied = find_member(line, "denied", source, emotion::find_emotion);
  if (line.contains("intensity")) {
    const Json& intensity = line["intensity"];
    check(intensity.is_number() && intensity >= 0 && intensity <= 1, ErrorCode::kInvalidData,
          "{}: intensity is {}, expected 0 to 1", source, quote(intensity.dump()));
    text.intensity = intensity.get<float>();
  }
  if (line.contains("group")) {
    text.group = size_member(line, "group", source);
    text.rank = size_member(line, "rank", source);
  }
  if (line.contains("part"))
    text.sides.push_back(side_demand(string_member(line, "part", source),
                                     string_member(line, "side", source) == "left" ? FaceSide::kLeft : FaceSide::kRight,
                                     source));
  if (line.contains("left"))
    text.sides.push_back(side_demand(string_member(line, "left", source), FaceSide::kLeft, source));
  if (line.contains("right"))
    text.sides.push_back(side_demand(string_member(line, "right", source), FaceSide::kRight, source));
  if (line.contains("channels")) {
    check(line["channels"].is_array(), ErrorCode::kInvalidData, "{}: channels is no list", source);
    for (const Json& channel_name : line["channels"])
      text.shown.push_back(channel_called(channel_name.is_string() ? channel_name.get<std::string>() : "", source));
  }
  return text;
}

ChannelDemand read_demand(std::string_view word, const std::string& source) {
  ChannelDemand demand;
  if (word.starts_with('-')) {
    demand.ruled_out = true;
    word.remove_prefix(1);
  }
  if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
    demand.score = reading::read_number(word.substr(equals + 1));
    word = word.substr(0, equals);
  }
  std::string channel_name(word);
  const bool both = channel_name.ends_with('*');
  if (both) channel_name.replace(channel_name.size() - 1, 1, "Left");
  demand.channels.push_back(channel_called(channel_name, source));
  if (both) demand.channels.push_back(mirrored(demand.channels[0]));
  return demand;
}

}  // namespace

std::vector<PersonText> read_people(const std::filesystem::path& file) {
  std::istringstream lines(read_file(file));
  std::vector<PersonText> texts;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string source = fmt::format("{}: line {}", file.string(), ++number);
    texts.push_back(read_person_text(parse_json(line, source), source));
  }
  return texts;
}

std::vector<ActionWordingText> read_action_wordings(const std::filesystem::path& file) {
  const std::string data = read_file(file);
  std::vector<ActionWordingText> texts;
  for (const reading::DataLine& line : reading::read_data_lines(data)) {
    const std::vector<std::string_view> columns = reading::split(line.text, '|');
    check(columns.size() == 2, ErrorCode::kInvalidData, "{}: {} is not \"TEXT | CHANNEL ...\"", file.string(),
          quote(line.text));
    ActionWordingText text{.text = std::string(columns[0]), .demands = {}};
    for (const std::string_view word : reading::split(columns[1], ' '))
      if (!word.empty()) text.demands.push_back(read_demand(word, file.string() + ": " + text.text));
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace emo3d::train
