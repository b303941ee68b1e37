#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/random.h"

namespace emo3d::train {

/// Who tells a situation, with the forms that agree.
struct Speaker {
  std::string_view subject, object, possessive, reflexive;
  std::string_view am, was, have, verb_ending;
  double weight;  ///< How often, in proportion.
};

[[nodiscard]] std::span<const Speaker> speakers();
[[nodiscard]] const Speaker& any_speaker(Random& random);

/// `text` with {I}, {me}, {my}, {self}, {am}, {was}, {have} and {s} ("love{s}") filled in.
[[nodiscard]] std::string spoken(std::string text, const Speaker& speaker);

/// All that {key} can stand for, for a speaker or for a person ({he}, {his}, {him}), each once.
/// \throws Error kInvalidData for another key.
[[nodiscard]] std::vector<std::string_view> all_forms(std::string_view key);

}  // namespace emo3d::train
