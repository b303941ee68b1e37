#include "emo3d/train/corpus_actions.h"

#include <array>
#include <string_view>

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

}  // namespace emo3d::train
