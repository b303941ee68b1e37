#include "emo3d/service/extract_audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "emo3d/base/progress.h"
#include "emo3d/face/channel.h"
#include "emo3d/face/expression_json.h"

namespace emo3d::service {
namespace {

/// A pair of channels, one for each side.
struct SideBias {
  std::string pair;       ///< The name without Left or Right.
  double difference = 0;  ///< Mean score of the left one less that of the right one.
};

std::vector<SideBias> biases(const std::array<ChannelUse, 52>& channels) {
  constexpr std::string_view kLeft = "Left";
  std::vector<SideBias> result;
  for (const ChannelUse& left : channels) {
    if (!left.name.ends_with(kLeft)) continue;
    const std::string_view other = name(mirrored(*face::find_channel(left.name)));
    const auto right = std::ranges::find(channels, other, &ChannelUse::name);
    result.push_back({std::string(left.name.substr(0, left.name.size() - kLeft.size())), left.mean - right->mean});
  }
  return result;
}

double rounded(double value) { return std::round(value * 1e6) / 1e6; }

}  // namespace

void ChannelAudit::add(const ColumnScores& scores) {
  ++faces_;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    lowest_[i] = faces_ == 1 ? scores[i] : std::min(lowest_[i], scores[i]);
    highest_[i] = std::max(highest_[i], scores[i]);
    const double value = static_cast<double>(scores[i]), before = value - mean_[i];
    mean_[i] += before / static_cast<double>(faces_);
    squares_[i] += before * (value - mean_[i]);
  }
}

std::array<ChannelUse, 52> ChannelAudit::channels() const {
  std::array<ChannelUse, 52> all;
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = {.name = score_columns()[i],
              .lowest = lowest_[i],
              .highest = highest_[i],
              .mean = mean_[i],
              .deviation = faces_ == 0 ? 0 : std::sqrt(squares_[i] / static_cast<double>(faces_))};
  return all;
}

OrderedJson to_json(const ChannelAudit& audit) {
  const auto all = audit.channels();
  OrderedJson dead = OrderedJson::array(), channels = OrderedJson::object(), bias = OrderedJson::object();
  for (const ChannelUse& use : all) {
    if (use.is_dead()) dead.push_back(use.name);
    channels[std::string(use.name)] = {{"min", face::rounded_score(use.lowest)},
                                       {"max", face::rounded_score(use.highest)},
                                       {"mean", rounded(use.mean)},
                                       {"std", rounded(use.deviation)}};
  }
  for (const SideBias& side : biases(all)) bias[side.pair] = rounded(side.difference);
  return {{"faces", audit.faces()},
          {"small_sample", audit.faces() < kFewFaces},
          {"dead", dead},
          {"channels", channels},
          {"bias", bias}};
}

std::string describe(const ChannelAudit& audit) {
  const auto all = audit.channels();
  std::string text = fmt::format("{}{}\n\n{:<20} {:>6} {:>6} {:>6} {:>6}\n", counted(audit.faces(), "face"),
                                 audit.faces() < kFewFaces
                                     ? fmt::format(": a small sample; below {} a channel may only look dead", kFewFaces)
                                     : "",
                                 "channel", "mean", "std", "min", "max");
  for (const ChannelUse& use : all)
    text += fmt::format("{:<20} {:>6.3f} {:>6.3f} {:>6.3f} {:>6.3f}{}\n", use.name, use.mean, use.deviation, use.lowest,
                        use.highest, use.is_dead() ? "  dead" : "");
  text += "\nleft less right, mean\n";
  std::vector<SideBias> sides = biases(all);
  std::ranges::stable_sort(sides, std::ranges::greater{}, [](const SideBias& s) { return std::abs(s.difference); });
  for (const SideBias& side : sides) text += fmt::format("{:<20} {:>+6.3f}\n", side.pair, side.difference);
  const auto dead = std::ranges::count_if(all, &ChannelUse::is_dead);
  return text + fmt::format("\n{} of 52 channels are dead: never above {}", dead, kDeadBelow);
}

}  // namespace emo3d::service
