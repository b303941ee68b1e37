#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "emo3d/base/json.h"
#include "emo3d/service/extract_rows.h"

/// How a labeller uses its channels over many faces. A model trained on its labels inherits what is dead or biased
/// there.
namespace emo3d::service {

/// A channel whose score is never above this is dead: it says nothing.
inline constexpr float kDeadBelow = 0.05f;

/// An audit of fewer faces says that it says little.
inline constexpr std::size_t kFewFaces = 30;

/// One channel over all faces. Without a face all is 0.
struct ChannelUse {
  std::string_view name;
  float lowest = 0, highest = 0;
  double mean = 0;
  double deviation = 0;  ///< Standard deviation of the faces.
  [[nodiscard]] bool is_dead() const { return highest <= kDeadBelow; }
};

class ChannelAudit {
 public:
  void add(const ColumnScores& scores);

  [[nodiscard]] std::size_t faces() const { return faces_; }
  /// In the order of ColumnScores.
  [[nodiscard]] std::array<ChannelUse, 52> channels() const;

 private:
  std::size_t faces_ = 0;
  ColumnScores lowest_{}, highest_{};
  std::array<double, 52> mean_{}, squares_{};  ///< Welford's running mean and sum of squared differences from it.
};

/// {"faces", "small_sample": fewer than kFewFaces, "dead": [names], "channels": {name: {min, max, mean, std}}, "bias":
/// {pair: mean of left - right}}.
[[nodiscard]] OrderedJson to_json(const ChannelAudit& audit);

/// The same as a table for people.
[[nodiscard]] std::string describe(const ChannelAudit& audit);

}  // namespace emo3d::service
