#include "emo3d/avatar/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace emo3d::avatar {
namespace {

std::vector<std::string_view> names(const Coverage& coverage, CoverageState state) {
  std::vector<std::string_view> list;
  for (const face::Channel c : face::channels())
    if (coverage.channels[static_cast<std::size_t>(c)].state == state) list.push_back(name(c));
  return list;
}

/// ", missing jawOpen, tongueOut and 3 more"; nothing for an empty list.
std::string clause(std::string_view what, const std::vector<std::string_view>& list) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(list.size(), kShown); ++i)
    text += fmt::format("{}{}", i == 0 ? fmt::format(", {} ", what) : ", ", list[i]);
  if (list.size() > kShown) text += fmt::format(" and {} more", list.size() - kShown);
  return text;
}

}  // namespace

std::size_t Coverage::count(CoverageState state) const {
  return static_cast<std::size_t>(std::ranges::count(channels, state, &ChannelCoverage::state));
}

std::string Coverage::summary() const {
  return fmt::format("{} of {} matched", count(CoverageState::kMatched), face::kChannelCount) +
         clause("approximated", names(*this, CoverageState::kApproximate)) +
         clause("without movement", names(*this, CoverageState::kStill)) +
         clause("missing", names(*this, CoverageState::kMissing));
}

OrderedJson to_json(const Coverage& coverage) {
  OrderedJson targets = OrderedJson::object();
  for (const face::Channel c : face::channels()) {
    const std::string& source = coverage.channels[static_cast<std::size_t>(c)].source;
    targets[std::string(name(c))] = source.empty() ? OrderedJson() : OrderedJson(source);
  }
  return {
      {"matched", coverage.count(CoverageState::kMatched)},          {"of", face::kChannelCount},
      {"missing", names(coverage, CoverageState::kMissing)},         {"still", names(coverage, CoverageState::kStill)},
      {"approximate", names(coverage, CoverageState::kApproximate)}, {"targets", std::move(targets)}};
}

}  // namespace emo3d::avatar
