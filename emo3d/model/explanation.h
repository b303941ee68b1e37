#pragma once

#include <string>
#include <vector>

#include "emo3d/model/description_model.h"
#include "emo3d/reading/reading.h"
#include "emo3d/reading/spelling.h"

/// Which words did what.
namespace emo3d::model {

/// A clause and what it says taken alone.
struct ExplainedClause {
  std::string text;
  reading::Stance stance = reading::Stance::kFelt;
  emotion::Intensities emotions;
};

/// An emotion and how much of a channel it accounts for.
struct EmotionShare {
  emotion::Emotion emotion;
  float score;  ///< Intensity times the weight in the emotion's prototype.
};

/// Where the score of a channel comes from.
struct ChannelSource {
  face::Channel channel;
  float score;
  std::vector<std::string> actions;    ///< Names of the facial actions that demand or rule it out.
  std::vector<EmotionShare> emotions;  ///< Strongest first; none where actions alone made it.
};

struct Explanation {
  Prediction prediction;
  std::vector<reading::Correction> corrections;  ///< Mistyped words, read as others.
  std::vector<ExplainedClause> clauses;          ///< In order.
  std::vector<reading::FeelingWords> feelings;   ///< Words that the lexicon knows, in order.
  std::vector<ChannelSource> channels;  ///< Those that show, and those that actions rule out; in the channels' order.
};

/// The sources of all channels of a prediction.
[[nodiscard]] std::vector<ChannelSource> channel_sources(const Prediction& prediction);

}  // namespace emo3d::model
