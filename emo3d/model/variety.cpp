#include "emo3d/model/variety.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/random.h"
#include "emo3d/model/action_units.h"
#include "emo3d/model/facs.h"
#include "emo3d/model/facs_variants.h"

namespace emo3d::model {
namespace {

using emotion::Emotion;
using face::Channel;

/// Standard deviations: of the logarithm of how strong all is, or one region; of the difference between the sides.
constexpr double kStrengthSpread = 0.10;
constexpr double kRegionSpread = 0.14;
constexpr double kSideSpread = 0.07;
/// Of where the eyes look, and the largest turn; scores.
constexpr double kGazeSpread = 0.08;
constexpr float kMostGaze = 0.2f;
/// The share of the prototype itself; the variants share the rest.
constexpr double kLeastPrototype = 0.25, kMostPrototype = 0.6;
/// From here on a channel that looks somewhere says so itself: the gaze is left alone.
constexpr float kLooksSomewhere = 0.15f;

enum class Region { kBrows, kEyes, kNose, kMouth };
constexpr std::size_t kRegions = 4;

Region region(Channel channel) {
  const std::string_view text = name(channel);
  if (text.starts_with("brow")) return Region::kBrows;
  if (text.starts_with("eye") || text.starts_with("cheekSquint")) return Region::kEyes;
  if (text.starts_with("nose")) return Region::kNose;
  return Region::kMouth;
}

float factor(Random& random, double spread) {
  return static_cast<float>(std::exp(spread * std::clamp(random.normal(), -2.0, 2.0)));
}

/// A mixture of the prototype and the variants of `emotion`.
face::Expression show(Emotion emotion, Random& random) {
  const std::span<const face::Expression> others = variants(emotion);
  const double own = random.uniform(kLeastPrototype, kMostPrototype);
  std::vector<double> shares(others.size());
  double sum = 0;
  for (double& share : shares) sum += share = -std::log(1 - random.uniform());
  face::Expression result;
  for (const Channel c : face::channels()) {
    double score = own * static_cast<double>(prototype(emotion)[c]);
    for (std::size_t i = 0; i < others.size(); ++i)
      score += (1 - own) * shares[i] / sum * static_cast<double>(others[i][c]);
    result.set(c, static_cast<float>(others.empty() ? 0 : std::min(score, 1.0)));
  }
  return result;
}

/// express() with the emotions shown by variants.
face::Expression express_by_variants(const emotion::Intensities& emotions, Random& random) {
  face::Expression result;
  for (const Emotion e : emotion::emotions()) {
    const face::Expression shown = show(e, random);
    for (const Channel c : face::channels()) result.set(c, unite(result[c], emotions[e] * shown[c]));
  }
  return result;
}

void turn_gaze(face::Expression& face, Random& random) {
  const auto turn = [&] {
    return std::clamp(static_cast<float>(kGazeSpread * random.normal()), -kMostGaze, kMostGaze);
  };
  const float left = turn();
  const float up = turn();
  for (const Channel c : face::channels())
    if (name(c).starts_with("eyeLook") && face[c] > kLooksSomewhere) return;
  const auto add = [&](Channel c, float score) { face.set(c, std::clamp(face[c] + score, 0.0f, 1.0f)); };
  add(left > 0 ? Channel::kEyeLookOutLeft : Channel::kEyeLookInLeft, std::abs(left));
  add(left > 0 ? Channel::kEyeLookInRight : Channel::kEyeLookOutRight, std::abs(left));
  add(up > 0 ? Channel::kEyeLookUpLeft : Channel::kEyeLookDownLeft, std::abs(up));
  add(up > 0 ? Channel::kEyeLookUpRight : Channel::kEyeLookDownRight, std::abs(up));
}

face::Expression variant(const Prediction& prediction, Random& random) {
  const face::Expression usual = express(prediction.emotions);
  const face::Expression other = express_by_variants(prediction.emotions, random);
  const float all = factor(random, kStrengthSpread);
  std::array<float, kRegions> strength{};
  std::array<float, kRegions> tilt{};
  for (float& s : strength) s = all * factor(random, kRegionSpread);
  for (float& t : tilt) t = static_cast<float>(kSideSpread * std::clamp(random.normal(), -2.0, 2.0));

  face::Expression face;
  for (const Channel c : face::channels()) {
    const auto r = static_cast<std::size_t>(region(c));
    const float side = mirrored(c) == c ? 0.0f : (name(c).ends_with("Left") ? tilt[r] : -tilt[r]);
    const float score = (prediction.expression[c] + other[c] - usual[c]) * strength[r] * (1 + side);
    face.set(c, std::clamp(score, 0.0f, 1.0f));
  }
  turn_gaze(face, random);
  return apply_actions(prediction.actions, face);
}

}  // namespace

std::vector<face::Expression> vary(const Prediction& prediction, const VarietyOptions& options) {
  check(options.count >= 1 && options.count <= kMaxVariants, ErrorCode::kInvalidArgument,
        "the number of samples is {}, expected 1 to {}", options.count, kMaxVariants);
  Random random(options.seed);
  std::vector<face::Expression> faces{prediction.expression};
  while (faces.size() < options.count) faces.push_back(variant(prediction, random));
  return faces;
}

}  // namespace emo3d::model
