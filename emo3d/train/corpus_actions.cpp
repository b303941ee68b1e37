#include "emo3d/train/corpus_actions.h"

#include <array>
#include <string_view>

#include "emo3d/train/corpus_emotions.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

template <typename List>
const auto& pick(const List& list, Random& random) {
  return list[random.index(list.size())];
}

/// "corner of the mouth" -> "corners of the mouth".
std::string plural(const std::string& part) {
  const std::size_t of = part.find(" of ");
  return of == std::string::npos ? part + "s" : part.substr(0, of) + "s" + part.substr(of);
}

std::string compose(const ActionGrammar& grammar, bool both_sides, Random& random) {
  constexpr std::array<std::string_view, 5> kOneSide{"{verb} the {s} {part}", "{verb} {his} {s} {part}",
                                                     "the {s} {part} is {state}", "{s} {part} {state}",
                                                     "with the {s} {part} {state}"};
  constexpr std::array<std::string_view, 3> kBothSides{"both {parts} {state}", "{verb} both {parts}",
                                                       "the {parts} are {state}"};
  std::string wording(both_sides ? pick(kBothSides, random) : pick(kOneSide, random));
  const std::string& part = pick(grammar.words[0], random);
  wording = filled(filled(std::move(wording), "parts", plural(part)), "part", part);
  return filled(filled(std::move(wording), "state", pick(grammar.words[1], random)), "verb",
                pick(grammar.words[2], random));
}

std::string compose_directed(const ActionGrammar& grammar, Random& random) {
  const std::string& part = pick(grammar.words[0], random);
  const std::string& direction = pick(grammar.words[3], random);
  if (random.chance(0.5)) return pick(grammar.words[2], random) + " the " + part + " " + direction;
  return "the " + part + " " + pick(grammar.words[1], random) + " " + direction;
}

/// An action alone, sometimes a slight one; in a sentence frame where `framed`.
Draft acted(CorpusWriter& writer, bool framed) {
  Random& random = writer.random();
  ActionText act = make_action_text(writer.source(), random);
  if (random.chance(0.12)) {
    act.wording = random.chance(0.5) ? "slightly " + act.wording : act.wording + " a little";
    for (reading::ChannelScore& score : act.scores) score.score *= 0.5f;
  }
  const Person& person = writer.person();
  act.wording = filled(std::move(act.wording), "his", person.his);
  return {.text = framed ? writer.in_frame(writer.frame("action"), act.wording, person) : act.wording,
          .mixture = reading::read_mixture("N1", 0),
          .actions = std::move(act.scores),
          .one_sided = act.one_sided};
}

}  // namespace

ActionText make_action_text(const CorpusSource& source, Random& random) {
  Sides sides = random.chance(0.5) ? Sides::kLeft : Sides::kRight;
  const std::string_view side_word = sides == Sides::kLeft ? "left" : "right";
  const std::vector<ActionChannel>* channels = nullptr;
  std::string wording;
  const double choice = random.uniform();
  if (choice < 0.25) {
    const ActionWording& one = pick(source.one_side, random);
    wording = one.text;
    channels = &one.channels;
  } else if (choice < 0.5) {
    const ActionWording& both = pick(source.both_sides, random);
    wording = both.text;
    channels = &both.channels;
    sides = Sides::kBoth;
  } else if (choice < 0.65) {
    const ActionGrammar& grammar = pick(source.directed, random);
    wording = compose_directed(grammar, random);
    channels = &grammar.channels;
  } else {
    const ActionGrammar& grammar = pick(source.composed, random);
    if (random.chance(0.25)) sides = Sides::kBoth;
    wording = compose(grammar, sides == Sides::kBoth, random);
    channels = &grammar.channels;
  }
  return {filled(std::move(wording), "s", side_word), resolve(*channels, sides), sides != Sides::kBoth};
}

Draft write_action(CorpusWriter& writer) { return acted(writer, true); }

Draft write_two_actions(CorpusWriter& writer) {
  constexpr std::array<std::string_view, 4> kJoints{" and ", ", ", " while ", " with "};
  Draft first = acted(writer, true);
  Draft second = acted(writer, false);
  first.text += std::string(pick(kJoints, writer.random())) + second.text;
  first.actions.insert(first.actions.end(), second.actions.begin(), second.actions.end());
  first.one_sided = first.one_sided || second.one_sided;
  return first;
}

Draft write_acted_emotion(CorpusWriter& writer) {
  constexpr std::array<std::string_view, 4> kJoints{", ", " and ", " while ", "; "};
  Draft draft = write_caption(writer);
  Draft act = acted(writer, false);
  draft.text += std::string(pick(kJoints, writer.random())) + act.text;
  draft.actions = std::move(act.actions);
  draft.one_sided = act.one_sided;
  return draft;
}

}  // namespace emo3d::train
