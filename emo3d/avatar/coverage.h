#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "emo3d/base/json.h"
#include "emo3d/face/channel.h"

namespace emo3d::avatar {

/// What an avatar has for a channel.
enum class CoverageState : std::uint8_t {
  kMatched,
  kApproximate,  ///< Something coarser, such as half of "eyeBlink" or the VRM preset "happy".
  kStill,        ///< A morph target of its name that moves nothing.
  kMissing,
};

struct ChannelCoverage {
  CoverageState state = CoverageState::kMissing;
  std::string source;  ///< Name in the file; empty where it is missing.
};

/// Which channels an avatar can show, in the order of face::Channel.
struct Coverage {
  std::array<ChannelCoverage, face::kChannelCount> channels;

  [[nodiscard]] std::size_t count(CoverageState state) const;
  /// All channels are kMatched.
  [[nodiscard]] bool is_full() const { return count(CoverageState::kMatched) == face::kChannelCount; }
  /// One line for people: "51 of 52 matched, missing tongueOut".
  [[nodiscard]] std::string summary() const;
};

/// {"matched", "of", "missing", "still", "approximate", "targets"}; "targets" has the name in the file for each
/// channel, null where there is none.
[[nodiscard]] OrderedJson to_json(const Coverage& coverage);

}  // namespace emo3d::avatar
