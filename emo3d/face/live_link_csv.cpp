#include "emo3d/face/live_link_csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "emo3d/base/error.h"
#include "emo3d/face/channel_order.h"

namespace emo3d::face {
namespace {

constexpr std::array<std::string_view, 9> kAngles = {"HeadYaw",     "HeadPitch",     "HeadRoll",
                                                     "LeftEyeYaw",  "LeftEyePitch",  "LeftEyeRoll",
                                                     "RightEyeYaw", "RightEyePitch", "RightEyeRoll"};
constexpr std::size_t kValues = kOrderedCount + kAngles.size();
constexpr double kTimecodeRate = 60;  // frames per second of the timecode, whatever the take's own rate
constexpr double kSecondsPerDay = 86400;

std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  for (std::size_t start = 0;;) {
    const std::size_t end = line.find(separator, start);
    cells.push_back(line.substr(start, end - start));
    if (end == std::string_view::npos) return cells;
    start = end + 1;
  }
}

std::optional<double> parse_number(std::string_view cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string timecode(double time_s) {
  // Counted in thousandths of a frame, so that rounding carries into the seconds.
  const auto ticks = static_cast<long long>(std::llround(time_s * kTimecodeRate * 1000));
  const long long seconds = ticks / 60000;
  return fmt::format("{:02}:{:02}:{:02}:{:02}.{:03}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60,
                     ticks % 60000 / 1000, ticks % 1000);
}

std::optional<double> parse_timecode(std::string_view text) {
  const std::vector<std::string_view> tokens = split(text, ':');
  if (tokens.size() != 4) return std::nullopt;
  constexpr std::array<double, 4> kScale = {3600, 60, 1, 1 / kTimecodeRate};
  double time_s = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto number = parse_number(tokens[i]);
    if (!number || *number < 0) return std::nullopt;
    time_s += *number * kScale[i];
  }
  if (time_s >= kSecondsPerDay) return std::nullopt;
  return time_s;
}

/// For each column, the channel it holds; nothing for angles. Checks the first two columns.
std::vector<std::optional<Channel>> read_header(std::string_view line, std::string_view source) {
  const std::vector<std::string_view> names = split(line, ',');
  check(
      names.size() >= 3 && same_ignoring_case(names[0], "Timecode") && same_ignoring_case(names[1], "BlendShapeCount"),
      ErrorCode::kInvalidData, "{}: line 1: the header must start with Timecode,BlendShapeCount", source);
  std::vector<std::optional<Channel>> columns(names.size());
  for (std::size_t i = 2; i < names.size(); ++i) {
    const auto all = channels();
    const auto found = std::ranges::find_if(all, [&](Channel c) { return same_ignoring_case(name(c), names[i]); });
    if (found != all.end()) {
      columns[i] = *found;
    } else {
      check(std::ranges::any_of(kAngles, [&](std::string_view a) { return same_ignoring_case(a, names[i]); }),
            ErrorCode::kInvalidData, "{}: line 1: unknown column {}", source, quote(names[i]));
    }
  }
  return columns;
}

LiveLinkFrame read_row(std::string_view line, const std::vector<std::optional<Channel>>& columns,
                       std::string_view place) {
  const std::vector<std::string_view> cells = split(line, ',');
  check(cells.size() == columns.size(), ErrorCode::kInvalidData, "{}: {} cells where the header has {}", place,
        cells.size(), columns.size());
  const auto time_s = parse_timecode(cells[0]);
  check(time_s.has_value(), ErrorCode::kInvalidData, "{}: Timecode {} is not HH:MM:SS:FF.fff", place, quote(cells[0]));
  LiveLinkFrame frame{*time_s, {}};
  for (std::size_t i = 2; i < cells.size(); ++i) {
    const auto value = parse_number(cells[i]);
    check(value.has_value(), ErrorCode::kInvalidData, "{}: column {}: {} is not a number", place, i + 1,
          quote(cells[i]));
    if (!columns[i]) continue;
    check(*value >= 0 && *value <= 1, ErrorCode::kInvalidData, "{}: {}: score {} is not in [0,1]", place,
          name(*columns[i]), *value);
    frame.expression.set(*columns[i], static_cast<float>(*value));
  }
  return frame;
}

}  // namespace

std::string to_live_link_csv(std::span<const LiveLinkFrame> frames) {
  check(!frames.empty(), ErrorCode::kInvalidArgument, "a Live Link Face CSV needs at least one frame");
  std::string csv = "Timecode,BlendShapeCount";
  for (const Channel c : channels_of(ChannelOrder::kLiveLinkCsv)) csv += "," + pascal_name(c);
  for (const std::string_view angle : kAngles) csv += fmt::format(",{}", angle);
  csv += '\n';
  for (const LiveLinkFrame& frame : frames) {
    check(frame.time_s >= 0 && frame.time_s < kSecondsPerDay, ErrorCode::kInvalidArgument,
          "frame time {} s is not within one day", frame.time_s);
    csv += fmt::format("{},{}", timecode(frame.time_s), kValues);
    for (const float score : to_order(frame.expression, ChannelOrder::kLiveLinkCsv))
      csv += fmt::format(",{:.10f}", score);
    for (std::size_t i = 0; i < kAngles.size(); ++i) csv += fmt::format(",{:.10f}", 0.0);
    csv += '\n';
  }
  return csv;
}

std::vector<LiveLinkFrame> from_live_link_csv(std::string_view csv, std::string_view source) {
  std::vector<LiveLinkFrame> frames;
  std::vector<std::optional<Channel>> columns;
  std::size_t line_number = 0;
  for (std::string_view line : split(csv, '\n')) {
    ++line_number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (columns.empty())
      columns = read_header(line, source);
    else
      frames.push_back(read_row(line, columns, fmt::format("{}: line {}", source, line_number)));
  }
  check(!frames.empty(), ErrorCode::kInvalidData, "{}: no frames; expected a header line and at least one row", source);
  return frames;
}

}  // namespace emo3d::face
