#include "emo3d/model/facial_action_rules.h"

#include <array>
#include <unordered_map>
#include <vector>

#include "emo3d/model/word_list.h"

// Scores are emo3d's choice: near 1, so that an action that is named can be seen whatever the emotion.
namespace emo3d::model {
namespace {

using face::Channel;
using enum FacePart;
using enum Movement;

struct PartWords {
  FacePart part;
  std::string_view one, all;  ///< Words that name one side alone, and words that name the whole.
};

constexpr auto kParts = std::to_array<PartWords>({
    {kBrow, "eyebrow|brow", "eyebrows|brows|forehead"},
    {kInnerBrow, "",
     "inner eyebrows|inner brows|inner corners of the brows|inner corners of the eyebrows|inner ends of the brows"},
    {kEye, "eye", "eyes"},
    {kLid, "eyelid|lid|upper lid|lower lid|upper eyelid|lower eyelid",
     "eyelids|lids|upper lids|lower lids|upper eyelids|lower eyelids"},
    {kGaze, "", "gaze|pupils|looks|look|looking|glances|glance|glancing|gazes|gazing|peers|peering|stares|staring"},
    {kMouthCorner,
     "corner of the mouth|mouth corner|lip corner|corner of the lips|side of the mouth|half of the mouth|"
     "side of the lips|corner",
     "corners of the mouth|mouth corners|lip corners|corners of the lips|sides of the mouth|corners"},
    {kMouth, "", "mouth"},
    {kUpperLip, "side of the upper lip|half of the upper lip|side of the lip", "upper lip|top lip|upper lips"},
    {kLowerLip, "side of the lower lip|half of the lower lip", "lower lip|bottom lip|lower lips"},
    {kLips, "", "lips"},
    {kCheek, "cheek|cheekbone", "cheeks|cheekbones"},
    {kNose, "side of the nose|nose wing", "nose"},
    {kNostril, "nostril", "nostrils"},
    {kJaw, "", "jaw|lower jaw"},
    {kChin, "", "chin"},
    {kTongue, "", "tongue"},
    {kTeeth, "", "teeth|upper teeth|lower teeth"},
});

struct MovementWords {
  Movement movement;
  std::string_view words;
};

constexpr auto kMovements = std::to_array<MovementWords>({
    {kUp,
     "raise|raises|raised|raising|lift|lifts|lifted|lifting|arch|arches|arched|arching|elevates|elevated|cock|cocks|"
     "cocked|cocking|up|upward|pull up|pulls up|pulled up|pulling up|pushes up|pushed up|pushed upward|draws up|"
     "drawn up|moves up|moved up|turns up|turned up|curls|curls up|curled|curled up|curling|curved upward|quirks|"
     "quirked|quirked up|flicks up|held high|high|higher|higher than usual|rising|goes up|shoots up|shoot "
     "up|smiling|grinning|smirking"},
    {kDown,
     "lower|lowers|lowered|lowering|furrow|furrows|furrowed|furrowing|knit|knits|knitted|knitting|frowning|drop|"
     "drops|dropped|dropping|down|downward|downcast|downturned|pull down|pulls down|pulled down|pulling down|"
     "draws down|drawn down|drawn together|pinched together|pressed down|presses down|turned down|turns down|"
     "droops|drooping|drooped|sags|sagging|depressed|curved downward|cast down|low"},
    {kClose, "not open|close|closes|closed|closing|shut|shuts|shutting|seals|sealed|winks|winking|blinks|blinking"},
    {kHalfClose, "half closed|half-closed|half shut|heavy|half lowered|sleepy"},
    {kOpen, "open|opens|opened|opening|slightly open|a little open|ajar"},
    {kOpenWide,
     "wide|wide open|widen|widens|widened|widening|opens wide|opened wide|bulges|bulging|huge|popping out|agape|"
     "gaping|hanging open|falls open|fell open"},
    {kNarrow,
     "half squeezed|squint|squints|squinted|squinting|narrow|narrows|narrowed|narrowing|tightens|tightened|pinches|"
     "pinched|screws up|screwed up"},
    {kWrinkle,
     "wrinkle|wrinkles|wrinkled|wrinkling|scrunch|scrunches|scrunched|scrunching|crinkles|crinkled|creases|"
     "creased|flared|flares|flaring|sneering"},
    {kPuff, "puff|puffs|puffed|puffing|puffs out|puffed out|inflates|inflated|blows up|full of air"},
    {kDimple, "dimples|dimpled|tucks in|tucked in|tightened inward"},
    {kPress, "press|presses|pressed|pressing|squeezes|squeezed together|pressed together|tight|thin|tightly pressed"},
    {kPucker, "pucker|puckers|puckered|puckering|purse|purses|pursed|pursing|pouting|kissing|pushed forward"},
    {kRound, "rounded|rounds|funneled|funnelled|forming an o|shaped like an o"},
    {kStretch,
     "stretch|stretches|stretched|stretching|stretched back|drawn back|draws back|pulled sideways|"
     "pulls sideways|pulled back|pulls back"},
    {kForward, "juts|juts out|jutting|thrusts|thrust forward|pushed out|pushes out|forward|sticks out|stuck out"},
    {kAside,
     "move|moves|moved|shift|shifts|shifted|slide|slides|slid|turn|turns|turned|twist|twists|twisted|swings|drags|"
     "pulled|pulls|pushes|pushed|directs|directed|aimed|casts|cast|pointing|sideways|aside|away|off|averted|drawn"},
    {kInward, "crossed|crosses|turned inward|inward"},
    {kRoll, "roll|rolls|rolled|rolling|rolled upward|sucked in|sucks in|tucks in both"},
    {kOut, "out|sticking out|sticks out|stuck out|pokes out|pokes|sticks|hanging out|poking out"},
    {kShow, "bare|bares|bared|baring|shows|showing|visible"},
    {kClench, "clench|clenches|clenched|clenching|grits|gritted|gritting|grinds|grinding|set"},
    {kBite, "bite|bites|bitten|biting|chews|chewing|chews on"},
    {kPart, "part|parts|parted|slightly parted|parting"},
});

constexpr ChannelScore kBrowUp[] = {
    {Channel::kBrowOuterUpLeft, 0.95f}, {Channel::kBrowInnerUp, 0.35f}, {Channel::kBrowDownLeft, 0}};
constexpr ChannelScore kBothBrowsUp[] = {{Channel::kBrowInnerUp, 0.8f}};
constexpr ChannelScore kInnerBrowUp[] = {{Channel::kBrowInnerUp, 1}};
constexpr ChannelScore kBrowDown[] = {{Channel::kBrowDownLeft, 0.95f}, {Channel::kBrowOuterUpLeft, 0}};
constexpr ChannelScore kEyeShut[] = {{Channel::kEyeBlinkLeft, 1}, {Channel::kEyeWideLeft, 0}};
constexpr ChannelScore kEyeHalfShut[] = {{Channel::kEyeBlinkLeft, 0.5f}, {Channel::kEyeWideLeft, 0}};
constexpr ChannelScore kEyeNarrow[] = {{Channel::kEyeSquintLeft, 0.95f}, {Channel::kEyeWideLeft, 0}};
constexpr ChannelScore kEyeWide[] = {
    {Channel::kEyeWideLeft, 1}, {Channel::kEyeBlinkLeft, 0}, {Channel::kEyeSquintLeft, 0}};
constexpr ChannelScore kLookUp[] = {{Channel::kEyeLookUpLeft, 0.9f}, {Channel::kEyeLookDownLeft, 0}};
constexpr ChannelScore kLookDown[] = {
    {Channel::kEyeLookDownLeft, 0.9f}, {Channel::kEyeLookUpLeft, 0}, {Channel::kEyeBlinkLeft, 0.2f}};
constexpr ChannelScore kLookAside[] = {{Channel::kEyeLookOutLeft, 0.85f}, {Channel::kEyeLookInRight, 0.85f}};
constexpr ChannelScore kLookIn[] = {{Channel::kEyeLookInLeft, 1}};
constexpr ChannelScore kCornerUp[] = {{Channel::kMouthSmileLeft, 0.9f}, {Channel::kMouthFrownLeft, 0}};
constexpr ChannelScore kCornerDown[] = {{Channel::kMouthFrownLeft, 0.9f}, {Channel::kMouthSmileLeft, 0}};
constexpr ChannelScore kDimpled[] = {{Channel::kMouthDimpleLeft, 0.95f}};
constexpr ChannelScore kStretched[] = {{Channel::kMouthStretchLeft, 0.95f}};
constexpr ChannelScore kPressed[] = {{Channel::kMouthPressLeft, 0.95f}};
constexpr ChannelScore kUpperLipUp[] = {{Channel::kMouthUpperUpLeft, 0.95f}};
constexpr ChannelScore kLowerLipDown[] = {{Channel::kMouthLowerDownLeft, 0.95f}};
constexpr ChannelScore kLowerLipOut[] = {{Channel::kMouthShrugLower, 0.95f}, {Channel::kMouthShrugUpper, 0.3f}};
constexpr ChannelScore kLowerLipBite[] = {{Channel::kMouthRollLower, 0.95f}};
constexpr ChannelScore kLipsPressed[] = {{Channel::kMouthPressLeft, 0.95f},
                                         {Channel::kMouthRollLower, 0.1f},
                                         {Channel::kMouthRollUpper, 0.1f},
                                         {Channel::kJawOpen, 0}};
constexpr ChannelScore kLipsPucker[] = {{Channel::kMouthPucker, 0.95f}, {Channel::kMouthSmileLeft, 0}};
constexpr ChannelScore kLipsRound[] = {{Channel::kMouthFunnel, 0.9f}, {Channel::kJawOpen, 0.25f}};
constexpr ChannelScore kLipsIn[] = {{Channel::kMouthRollLower, 1}, {Channel::kMouthRollUpper, 1}};
constexpr ChannelScore kLipsParted[] = {{Channel::kJawOpen, 0.2f}, {Channel::kMouthLowerDownLeft, 0.3f}};
constexpr ChannelScore kMouthOpen[] = {{Channel::kJawOpen, 0.5f}};
constexpr ChannelScore kMouthWideOpen[] = {{Channel::kJawOpen, 0.95f}};
constexpr ChannelScore kMouthShut[] = {
    {Channel::kJawOpen, 0}, {Channel::kMouthLowerDownLeft, 0}, {Channel::kMouthUpperUpLeft, 0}};
constexpr ChannelScore kMouthAside[] = {{Channel::kMouthLeft, 0.9f}};
constexpr ChannelScore kCheekUp[] = {{Channel::kCheekSquintLeft, 0.95f}, {Channel::kEyeSquintLeft, 0.3f}};
constexpr ChannelScore kCheeksPuffed[] = {{Channel::kCheekPuff, 1}, {Channel::kJawOpen, 0}};
constexpr ChannelScore kNoseWrinkled[] = {{Channel::kNoseSneerLeft, 1}};
constexpr ChannelScore kJawForwardScores[] = {{Channel::kJawForward, 1}};
constexpr ChannelScore kJawAside[] = {{Channel::kJawLeft, 0.9f}};
constexpr ChannelScore kTeethClenched[] = {
    {Channel::kMouthPressLeft, 0.9f}, {Channel::kMouthStretchLeft, 0.25f}, {Channel::kJawOpen, 0}};
constexpr ChannelScore kTeethBared[] = {{Channel::kMouthUpperUpLeft, 0.7f}, {Channel::kMouthLowerDownLeft, 0.6f}};
constexpr ChannelScore kTongueShown[] = {{Channel::kTongueOut, 1}, {Channel::kJawOpen, 0.35f}};
constexpr ChannelScore kWink[] = {
    {Channel::kEyeBlinkLeft, 1}, {Channel::kEyeWideLeft, 0}, {Channel::kCheekSquintLeft, 0.5f}};
constexpr ChannelScore kSmile[] = {{Channel::kMouthSmileLeft, 0.7f}, {Channel::kCheekSquintLeft, 0.4f}};
constexpr ChannelScore kWideSmile[] = {
    {Channel::kMouthSmileLeft, 0.95f}, {Channel::kCheekSquintLeft, 0.6f}, {Channel::kMouthUpperUpLeft, 0.3f}};
constexpr ChannelScore kFaintSmile[] = {{Channel::kMouthSmileLeft, 0.35f}};
constexpr ChannelScore kHalfSmile[] = {{Channel::kMouthSmileLeft, 0.8f}};
constexpr ChannelScore kFrown[] = {{Channel::kBrowDownLeft, 0.7f}};
constexpr ChannelScore kSmirk[] = {{Channel::kMouthSmileLeft, 0.65f}, {Channel::kMouthDimpleLeft, 0.5f}};

constexpr auto kRules = std::to_array<ActionRule>({
    {kBrow, kUp, "brow up", kBrowUp, kBothBrowsUp},
    {kBrow, kDown, "brow down", kBrowDown},
    {kBrow, kWrinkle, "brow down", kBrowDown},
    {kInnerBrow, kUp, "inner brow up", kInnerBrowUp},
    {kEye, kClose, "eye close", kEyeShut},
    {kEye, kHalfClose, "eye half close", kEyeHalfShut},
    {kEye, kNarrow, "eye narrow", kEyeNarrow},
    {kEye, kOpenWide, "eye wide", kEyeWide},
    {kEye, kUp, "look up", kLookUp},
    {kEye, kRoll, "look up", kLookUp},
    {kEye, kDown, "look down", kLookDown},
    {kEye, kAside, "look aside", kLookAside},
    {kEye, kInward, "look inward", kLookIn},
    {kLid, kClose, "eye close", kEyeShut},
    {kLid, kHalfClose, "eye half close", kEyeHalfShut},
    {kLid, kDown, "eye half close", kEyeHalfShut},
    {kLid, kNarrow, "eye narrow", kEyeNarrow},
    {kLid, kUp, "eye wide", kEyeWide},
    {kGaze, kUp, "look up", kLookUp},
    {kGaze, kDown, "look down", kLookDown},
    {kGaze, kAside, "look aside", kLookAside},
    {kMouthCorner, kUp, "mouth corner up", kCornerUp},
    {kMouthCorner, kDown, "mouth corner down", kCornerDown},
    {kMouthCorner, kDimple, "mouth corner dimple", kDimpled},
    {kMouthCorner, kNarrow, "mouth corner dimple", kDimpled},
    {kMouthCorner, kStretch, "mouth corner stretch", kStretched},
    {kMouthCorner, kPress, "lips press", kPressed},
    {kMouth, kOpen, "mouth open", kMouthOpen},
    {kMouth, kOpenWide, "mouth wide open", kMouthWideOpen},
    {kMouth, kClose, "mouth close", kMouthShut},
    {kMouth, kUp, "mouth corner up", kCornerUp},
    {kMouth, kDown, "mouth corner down", kCornerDown},
    {kMouth, kStretch, "mouth stretch", kStretched},
    {kMouth, kRound, "lips round", kLipsRound},
    {kMouth, kPress, "lips press", kLipsPressed},
    {kMouth, kAside, "mouth aside", kMouthAside},
    {kUpperLip, kUp, "upper lip up", kUpperLipUp},
    {kUpperLip, kWrinkle, "upper lip up", kUpperLipUp},
    {kLowerLip, kDown, "lower lip down", kLowerLipDown},
    {kLowerLip, kForward, "lower lip out", kLowerLipOut},
    {kLowerLip, kOut, "lower lip out", kLowerLipOut},
    {kLowerLip, kUp, "lower lip out", kLowerLipOut},
    {kLowerLip, kPucker, "lower lip out", kLowerLipOut},
    {kLowerLip, kBite, "lower lip bite", kLowerLipBite},
    {kLips, kPress, "lips press", kLipsPressed},
    {kLips, kPucker, "lips pucker", kLipsPucker},
    {kLips, kRound, "lips round", kLipsRound},
    {kLips, kStretch, "mouth stretch", kStretched},
    {kLips, kRoll, "lips in", kLipsIn},
    {kLips, kPart, "lips part", kLipsParted},
    {kLips, kUp, "mouth corner up", kCornerUp},
    {kLips, kDown, "mouth corner down", kCornerDown},
    {kLips, kAside, "mouth aside", kMouthAside},
    {kLips, kBite, "lower lip bite", kLowerLipBite},
    {kLips, kClose, "mouth close", kMouthShut},
    {kCheek, kUp, "cheek up", kCheekUp},
    {kCheek, kPuff, "cheek puff", kCheeksPuffed},
    {kCheek, kDimple, "mouth corner dimple", kDimpled},
    {kNose, kWrinkle, "nose wrinkle", kNoseWrinkled},
    {kNostril, kWrinkle, "nose wrinkle", kNoseWrinkled},
    {kNostril, kUp, "nose wrinkle", kNoseWrinkled},
    {kJaw, kDown, "mouth wide open", kMouthWideOpen},
    {kJaw, kOpenWide, "mouth wide open", kMouthWideOpen},
    {kJaw, kForward, "jaw forward", kJawForwardScores},
    {kJaw, kAside, "jaw aside", kJawAside},
    {kJaw, kClench, "teeth clench", kTeethClenched},
    {kChin, kForward, "jaw forward", kJawForwardScores},
    {kChin, kAside, "jaw aside", kJawAside},
    {kChin, kWrinkle, "lower lip out", kLowerLipOut},
    {kTongue, kOut, "tongue out", kTongueShown},
    {kTongue, kShow, "tongue out", kTongueShown},
    {kTongue, kForward, "tongue out", kTongueShown},
    {kTeeth, kClench, "teeth clench", kTeethClenched},
    {kTeeth, kShow, "teeth show", kTeethBared},
});

constexpr auto kWordRules = std::to_array<WordRule>({
    {"wink|winks|winked|winking", "wink", true, false, kWink},
    {"blink|blinks|blinking", "eye close", false, false, kEyeShut},
    {"squint|squints|squinting|squinty-eyed", "eye narrow", false, false, kEyeNarrow},
    {"cross-eyed", "look inward", false, false, kLookIn},
    {"blow a kiss|blows a kiss|blowing a kiss|kissing lips|kissy face|duck face", "lips pucker", false, true,
     kLipsPucker},
    {"crooked smile|crooked grin|lopsided smile|lopsided grin|half smile|half-smile|half a smile|smile to the",
     "half smile", true, true, kHalfSmile},
    {"wide smile|broad smile|big smile|huge smile|toothy smile|wide grin|broad grin|big grin|huge grin|toothy grin|"
     "smiling broadly|smiles broadly|grinning broadly|beaming smile|ear to ear",
     "wide smile", false, true, kWideSmile},
    {"faint smile|slight smile|small smile|tiny smile|weak smile|thin smile|smiling faintly|smiles faintly",
     "faint smile", false, true, kFaintSmile},
    {"smile|smiles|smiling|grin|grins|grinning", "smile", false, true, kSmile},
    {"smirk|smirks|smirked|smirking", "smirk", true, true, kSmirk},
    {"frown|frowns|frowned|frowning", "brow down", false, true, kFrown},
    {"pout|pouts|pouted|pouting", "lower lip out", false, true, kLowerLipOut},
    {"gape|gapes|gaping|agape|open-mouthed", "mouth wide open", false, true, kMouthWideOpen},
    {"wide-eyed", "eye wide", false, true, kEyeWide},
    {"tight-lipped", "lips press", false, true, kLipsPressed},
});

/// The lists above by their words, since every phrase of a description is looked up. What is listed first counts.
struct Vocabulary {
  std::unordered_map<std::string_view, PartName> parts;
  std::unordered_map<std::string_view, std::vector<Movement>> movements;
  std::unordered_map<std::string_view, const WordRule*> word_rules;
  Vocabulary() {
    for (const PartWords& entry : kParts) {
      for (const std::string_view words : split(entry.one, '|')) parts.try_emplace(words, PartName{entry.part, true});
      for (const std::string_view words : split(entry.all, '|')) parts.try_emplace(words, PartName{entry.part, false});
    }
    parts.erase("");  // of an empty list
    for (const MovementWords& entry : kMovements)
      for (const std::string_view words : split(entry.words, '|')) movements[words].push_back(entry.movement);
    for (const WordRule& rule : kWordRules)
      for (const std::string_view words : split(rule.words, '|')) word_rules.try_emplace(words, &rule);
  }
};

const Vocabulary& vocabulary() {
  static const Vocabulary instance;
  return instance;
}

}  // namespace

std::optional<PartName> find_part(std::string_view words) {
  const auto found = vocabulary().parts.find(words);
  return found != vocabulary().parts.end() ? std::optional(found->second) : std::nullopt;
}

std::span<const Movement> find_movements(std::string_view words) {
  const auto found = vocabulary().movements.find(words);
  return found != vocabulary().movements.end() ? std::span(found->second) : std::span<const Movement>();
}

const ActionRule* find_rule(FacePart part, std::span<const Movement> movements) {
  for (const Movement movement : movements)
    for (const ActionRule& rule : kRules)
      if (rule.part == part && rule.movement == movement) return &rule;
  return nullptr;
}

const WordRule* find_word_rule(std::string_view words) {
  const auto found = vocabulary().word_rules.find(words);
  return found != vocabulary().word_rules.end() ? found->second : nullptr;
}

}  // namespace emo3d::model
