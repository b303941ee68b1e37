#include "emo3d/service/explanation.h"

#include "emo3d/face/expression_json.h"

namespace emo3d::service {
namespace {

OrderedJson to_json(const emotion::Intensities& intensities) {
  OrderedJson json = OrderedJson::object();
  for (const emotion::Emotion e : emotion::emotions())
    if (intensities[e] > 0) json[std::string(name(e))] = face::rounded_score(intensities[e]);
  return json;
}

OrderedJson to_json(const reading::FacialAction& action) {
  OrderedJson channels = OrderedJson::object();
  for (const reading::ChannelScore& score : action.scores)
    channels[std::string(face::name(score.channel))] = face::rounded_score(score.score);
  return {{"name", action.name}, {"negated", action.negated}, {"channels", channels}};
}

OrderedJson to_json(const model::ChannelSource& source) {
  OrderedJson emotions = OrderedJson::object();
  for (const model::EmotionShare& share : source.emotions)
    emotions[std::string(name(share.emotion))] = face::rounded_score(share.score);
  return {{"channel", std::string(face::name(source.channel))},
          {"score", face::rounded_score(source.score)},
          {"actions", source.actions},
          {"emotions", emotions}};
}

}  // namespace

std::string_view name(reading::Stance stance) {
  switch (stance) {
    case reading::Stance::kDenied:
      return "denied";
    case reading::Stance::kPast:
      return "past";
    case reading::Stance::kFelt:
    case reading::Stance::kCue:
      break;
  }
  return "felt";
}

OrderedJson to_json(const model::Explanation& explanation) {
  OrderedJson json{{"corrections", OrderedJson::array()},
                   {"clauses", OrderedJson::array()},
                   {"words", OrderedJson::array()},
                   {"actions", OrderedJson::array()},
                   {"channels", OrderedJson::array()}};
  for (const reading::Correction& correction : explanation.corrections)
    json["corrections"].push_back({{"written", correction.written}, {"read", correction.meant}});
  for (const model::ExplainedClause& clause : explanation.clauses)
    json["clauses"].push_back(
        {{"text", clause.text}, {"stance", std::string(name(clause.stance))}, {"emotions", to_json(clause.emotions)}});
  for (const reading::FeelingWords& words : explanation.feelings)
    json["words"].push_back({{"text", words.text},
                             {"stance", std::string(name(words.stance))},
                             {"emotion", std::string(name(words.mixture.dominant()))},
                             {"strength", face::rounded_score(words.mixture.strength)}});
  for (const reading::FacialAction& action : explanation.prediction.actions) json["actions"].push_back(to_json(action));
  for (const model::ChannelSource& source : explanation.channels) json["channels"].push_back(to_json(source));
  return json;
}

}  // namespace emo3d::service
