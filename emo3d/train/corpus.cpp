#include "emo3d/train/corpus.h"

#include <algorithm>
#include <array>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/model/facs.h"
#include "emo3d/model/reading.h"
#include "emo3d/train/corpus_actions.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using model::Degree;
using model::kWordKinds;
using model::LexiconEntry;
using model::Mixture;
using model::read_mixture;
using model::scaled;
using model::WordKind;

struct KindWeight {
  std::string_view name;
  double weight;
};
/// By SampleKind. Situations and captions are what people write most.
constexpr std::array<KindWeight, 10> kKinds{{{"word", 0.05},
                                             {"caption", 0.22},
                                             {"compound", 0.06},
                                             {"negation", 0.12},
                                             {"action", 0.10},
                                             {"two actions", 0.05},
                                             {"acted emotion", 0.10},
                                             {"situation", 0.22},
                                             {"explained", 0.05},
                                             {"background", 0.03}}};
/// How often each emotion is asked for; contempt has few words.
constexpr std::array<double, emotion::kEmotionCount> kEmotionWeights{0.10, 0.20, 0.13, 0.17, 0.16, 0.12, 0.14, 0.08};
constexpr std::array<double, kWordKinds> kWordKindWeights{0.50, 0.28, 0.14, 0.08};

/// What a denied emotion leaves, by emotion: mostly a neutral face, with what the denial hints at.
constexpr std::array<std::pair<std::string_view, float>, emotion::kEmotionCount> kDenied{{{"N.3H.1U.1S.2A.2F.1", 0.35f},
                                                                                          {"N.55S.35A.1", 0.30f},
                                                                                          {"N1", 0.05f},
                                                                                          {"N.8H.2", 0.12f},
                                                                                          {"N.85H.15", 0.10f},
                                                                                          {"N.9H.1", 0.08f},
                                                                                          {"N.85H.15", 0.10f},
                                                                                          {"N.9H.1", 0.08f}}};

struct Speaker {
  std::string_view subject, object, possessive, reflexive;
};
constexpr std::array<Speaker, 6> kSpeakers{{{"i", "me", "my", "myself"},
                                            {"she", "her", "her", "herself"},
                                            {"he", "him", "his", "himself"},
                                            {"we", "us", "our", "ourselves"},
                                            {"the woman", "her", "her", "herself"},
                                            {"the man", "him", "his", "himself"}}};
constexpr std::array<double, 6> kSpeakerWeights{0.5, 0.13, 0.13, 0.08, 0.08, 0.08};

}  // namespace

std::string_view name(SampleKind kind) { return kKinds[static_cast<std::size_t>(kind)].name; }

struct CorpusGenerator::Text {
  std::string text;
  model::Mixture mixture;
  std::vector<model::ChannelScore> actions = {};
  bool one_sided = false;
};

CorpusGenerator::CorpusGenerator(CorpusOptions options)
    : part_(options.part), source_(CorpusSource::load(options.part)), random_(options.seed) {}

const std::string& CorpusGenerator::pick(const std::vector<std::string>& list) {
  return list[random_.index(list.size())];
}

const std::string& CorpusGenerator::pick_frame(std::string_view section) {
  const auto frames = source_.frames.find(section);
  check(frames != source_.frames.end(), ErrorCode::kInvalidData,
        "templates.txt: section [{}] has no frame for this part", section);
  return pick(frames->second);
}

const LexiconEntry& CorpusGenerator::pick_word(WordKind kind) {
  while (true) {
    const auto emotion = static_cast<Emotion>(random_.weighted(kEmotionWeights));
    if (!source_.words[static_cast<std::size_t>(kind)][static_cast<std::size_t>(emotion)].empty())
      return pick_word(kind, emotion);
  }
}

const LexiconEntry& CorpusGenerator::pick_word(WordKind kind, Emotion emotion) {
  const auto& words = source_.words[static_cast<std::size_t>(kind)][static_cast<std::size_t>(emotion)];
  return words.empty() ? pick_word(kind) : words[random_.index(words.size())];
}

std::string CorpusGenerator::who(const Person& person) {
  const std::string determiner = random_.chance(0.8) ? pick(source_.determiners) + " " : "";
  const std::string age = random_.chance(0.75) ? pick(source_.ages) + " " : "";
  return determiner + age + person.noun;
}

std::string CorpusGenerator::in_frame(std::string_view frame, std::string_view word, const Person& person) {
  std::string text(frame);
  text = filled(std::move(text), "w", word);
  text = filled(std::move(text), "who", who(person));
  text = filled(std::move(text), "person", person.noun);
  text = filled(std::move(text), "he", person.he);
  text = filled(std::move(text), "his", person.his);
  return filled(std::move(text), "him", person.him);
}

CorpusGenerator::Text CorpusGenerator::word() {
  const LexiconEntry& word = pick_word(static_cast<WordKind>(random_.weighted(kWordKindWeights)));
  if (random_.chance(0.6)) return {word.text, word.mixture};
  const Degree& degree = source_.adverbs[random_.index(source_.adverbs.size())];
  return {degree.text + " " + word.text, scaled(word.mixture, degree.factor)};
}

CorpusGenerator::Text CorpusGenerator::caption() {
  constexpr std::array<std::string_view, kWordKinds> kSections{"adjective", "noun", "verb", "predicate"};
  const auto kind = static_cast<WordKind>(random_.weighted(kWordKindWeights));
  const LexiconEntry& word = pick_word(kind);
  const Person& person = source_.persons[random_.index(source_.persons.size())];
  if (kind == WordKind::kNoun && random_.chance(0.2)) {
    const Degree& filling = source_.fillings[random_.index(source_.fillings.size())];
    return {in_frame(pick_frame("filled"), filling.text + " " + word.text, person),
            scaled(word.mixture, filling.factor)};
  }
  std::string frame = pick_frame(kSections[static_cast<std::size_t>(kind)]);
  const bool is_noun = frame.find("{amount}") != std::string::npos;
  std::string degree_text;
  float factor = 1;
  if ((is_noun || frame.find("{degree}") != std::string::npos) && random_.chance(0.5)) {
    const std::vector<Degree>& degrees = is_noun ? source_.amounts : source_.adverbs;
    const Degree& degree = degrees[random_.index(degrees.size())];
    degree_text = degree.text + " ";
    factor = degree.factor;
  }
  frame = filled(filled(std::move(frame), "amount", degree_text), "degree", degree_text);
  std::string text = in_frame(frame, word.text, person);
  if (random_.chance(0.18)) text += " " + pick_frame("detail");
  if (random_.chance(0.06)) text = pick_frame("background") + ", " + text;
  return {std::move(text), scaled(word.mixture, factor)};
}

CorpusGenerator::Text CorpusGenerator::compound() {
  const WordKind kind = random_.chance(0.5) ? WordKind::kAdjective : WordKind::kNoun;
  const LexiconEntry* a = &pick_word(kind);
  const LexiconEntry* b = &pick_word(kind);
  for (int tries = 0;
       tries < 20 && (a->mixture.dominant() == b->mixture.dominant() || a->mixture.dominant() == Emotion::kNeutral ||
                      b->mixture.dominant() == Emotion::kNeutral);
       ++tries) {
    a = &pick_word(kind);
    b = &pick_word(kind);
  }
  const std::string& frame = pick_frame(kind == WordKind::kNoun ? "compound noun" : "compound adjective");
  const float share = frame.find("almost") != std::string::npos || random_.chance(0.33) ? 0.7f : 0.5f;
  const std::string text = in_frame(filled(filled(frame, "a", a->text), "b", b->text), "",
                                    source_.persons[random_.index(source_.persons.size())]);
  return {text, model::mix(a->mixture, b->mixture, share)};
}

CorpusGenerator::Text CorpusGenerator::negation() {
  const Person& person = source_.persons[random_.index(source_.persons.size())];
  const double choice = random_.uniform();
  if (choice < 0.3) {
    const LexiconEntry& denied = pick_word(WordKind::kAdjective);
    const LexiconEntry* meant = &pick_word(WordKind::kAdjective);
    if (meant->mixture.dominant() == denied.mixture.dominant()) meant = &pick_word(WordKind::kAdjective);
    const std::string frame = filled(filled(pick_frame("contrast"), "a", denied.text), "b", meant->text);
    return {in_frame(frame, "", person), meant->mixture};
  }
  if (choice < 0.5) {  // looks like a negation, but is none
    const LexiconEntry& word = pick_word(WordKind::kAdjective);
    return {in_frame(pick_frame("not negated"), word.text, person), word.mixture};
  }
  const WordKind kind = random_.chance(0.66) ? WordKind::kAdjective : WordKind::kNoun;
  const LexiconEntry& word = pick_word(kind);
  const Emotion emotion = word.mixture.dominant();
  const std::string frame = filled(pick_frame(kind == WordKind::kNoun ? "negated noun" : "negated adjective"), "w2",
                                   pick_word(kind, emotion).text);
  const auto& [shares, strength] = kDenied[static_cast<std::size_t>(emotion)];
  return {in_frame(frame, word.text, person), read_mixture(shares, strength)};
}

CorpusGenerator::Text CorpusGenerator::action(bool framed) {
  ActionText act = make_action_text(source_, random_);
  if (random_.chance(0.12)) {
    act.wording = random_.chance(0.5) ? "slightly " + act.wording : act.wording + " a little";
    for (model::ChannelScore& score : act.scores) score.score *= 0.5f;
  }
  const Person& person = source_.persons[random_.index(source_.persons.size())];
  act.wording = filled(std::move(act.wording), "his", person.his);
  return {.text = framed ? in_frame(pick_frame("action"), act.wording, person) : act.wording,
          .mixture = read_mixture("N1", 0),
          .actions = std::move(act.scores),
          .one_sided = act.one_sided};
}

CorpusGenerator::Text CorpusGenerator::two_actions() {
  constexpr std::array<std::string_view, 4> kJoints{" and ", ", ", " while ", " with "};
  Text first = action(true);
  Text second = action(false);
  first.text += std::string(kJoints[random_.index(kJoints.size())]) + second.text;
  first.actions.insert(first.actions.end(), second.actions.begin(), second.actions.end());
  first.one_sided = first.one_sided || second.one_sided;
  return first;
}

CorpusGenerator::Text CorpusGenerator::acted_emotion() {
  constexpr std::array<std::string_view, 4> kJoints{", ", " and ", " while ", "; "};
  Text text = caption();
  Text act = action(false);
  text.text += std::string(kJoints[random_.index(kJoints.size())]) + act.text;
  text.actions = std::move(act.actions);
  text.one_sided = act.one_sided;
  return text;
}

CorpusGenerator::Text CorpusGenerator::situation() {
  std::size_t emotion = random_.weighted(kEmotionWeights);
  while (source_.situations[emotion].empty()) emotion = random_.weighted(kEmotionWeights);
  const auto& situations = source_.situations[emotion];
  const Situation& situation = situations[random_.index(situations.size())];
  const Speaker& speaker = kSpeakers[random_.weighted(kSpeakerWeights)];
  std::string text = expanded(situation.text, source_, random_);
  text = filled(std::move(text), "I", speaker.subject);
  text = filled(std::move(text), "me", speaker.object);
  text = filled(std::move(text), "my", speaker.possessive);
  text = filled(std::move(text), "self", speaker.reflexive);
  constexpr std::array<std::string_view, 5> kBefore{"when ", "because ", "the day ", "once ",
                                                    "the face of someone who thinks: "};
  constexpr std::array<std::string_view, 4> kAfter{" yesterday", " last week", " again", " today"};
  const double choice = random_.uniform();
  if (choice < 0.3) text = std::string(kBefore[random_.index(kBefore.size())]) + text;
  if (choice > 0.9) text += kAfter[random_.index(kAfter.size())];
  return {std::move(text), situation.mixture};
}

CorpusGenerator::Text CorpusGenerator::explained() {
  Text cause = situation();
  Text effect = caption();
  for (int tries = 0; tries < 40 && cause.mixture.dominant() != effect.mixture.dominant(); ++tries) effect = caption();
  if (cause.mixture.dominant() != effect.mixture.dominant()) return cause;
  effect.mixture.strength = std::max(effect.mixture.strength, 0.8f * cause.mixture.strength);
  constexpr std::array<std::string_view, 3> kJoints{" because ", ": ", " after "};
  if (random_.chance(0.4)) {
    effect.text = cause.text + ". " + effect.text;
  } else {
    effect.text += std::string(kJoints[random_.index(kJoints.size())]) + cause.text;
  }
  return effect;
}

CorpusGenerator::Text CorpusGenerator::background() {
  std::string text = pick_frame("background");
  if (random_.chance(0.5)) text += " " + pick_frame("detail");
  return {std::move(text), read_mixture("N1", 0.03f)};
}

CorpusGenerator::Text CorpusGenerator::make(SampleKind kind) {
  switch (kind) {
    case SampleKind::kWord:
      return word();
    case SampleKind::kCaption:
      return caption();
    case SampleKind::kCompound:
      return compound();
    case SampleKind::kNegation:
      return negation();
    case SampleKind::kAction:
      return action(true);
    case SampleKind::kTwoActions:
      return two_actions();
    case SampleKind::kActedEmotion:
      return acted_emotion();
    case SampleKind::kSituation:
      return situation();
    case SampleKind::kExplained:
      return explained();
    case SampleKind::kBackground:
      return background();
  }
  fail(ErrorCode::kInvalidArgument, "no such kind of sample");
}

std::string CorpusGenerator::punctuated(std::string text) {
  if (random_.chance(0.4) && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  const double choice = random_.uniform();
  if (choice < 0.4) return text + ".";
  return choice < 0.46 ? text + "!" : text;
}

Sample CorpusGenerator::next() {
  Sample sample = any_sample();
  while (part_ == Part::kTraining && has_held_out_word(sample.text)) sample = any_sample();
  return sample;
}

Sample CorpusGenerator::any_sample() {
  std::array<double, kKinds.size()> weights{};
  std::ranges::transform(kKinds, weights.begin(), &KindWeight::weight);
  const auto kind = static_cast<SampleKind>(random_.weighted(weights));
  Text text = make(kind);
  Sample sample{.text = punctuated(tidied(std::move(text.text))),
                .kind = kind,
                .emotions = model::to_intensities(text.mixture),
                .expression = {},
                .actions = std::move(text.actions),
                .one_sided = text.one_sided};
  sample.expression = model::express(sample.emotions);
  // Contempt belongs to the side that the text names first, as it does in the model.
  if (model::read_description(sample.text).mirrored) sample.expression = mirrored(sample.expression);
  for (const model::ChannelScore& score : sample.actions)
    sample.expression.set(score.channel, std::max(sample.expression[score.channel], score.score));
  return sample;
}

}  // namespace emo3d::train
