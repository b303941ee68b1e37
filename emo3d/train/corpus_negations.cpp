#include "emo3d/train/corpus_negations.h"

#include "emo3d/reading/denial.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using reading::LexiconEntry;
using reading::WordKind;

Register any_register(CorpusWriter& writer) {
  constexpr std::array<double, kRegisters> kWeights{0.4, 0.35, 0.1, 0.15};
  return static_cast<Register>(writer.random().weighted(kWeights));
}

WordKind adjective_or_noun(CorpusWriter& writer) {
  return writer.random().chance(0.66) ? WordKind::kAdjective : WordKind::kNoun;
}

}  // namespace

Draft write_negation(CorpusWriter& writer) {
  const WordKind kind = adjective_or_noun(writer);
  const LexiconEntry& word = writer.word(kind);
  const Emotion emotion = word.mixture.dominant();
  std::string frame = filled_noun(writer.frame(kind == WordKind::kNoun ? "negated noun" : "negated adjective"), "w2",
                                  writer.word(kind, emotion).text);
  return {.text = writer.in_frame(std::move(frame), word.text, writer.person()),
          .mixture = reading::after_denial({&emotion, 1}),
          .style = any_register(writer),
          .denied = emotion};
}

Draft write_contrast(CorpusWriter& writer) {
  const WordKind kind = adjective_or_noun(writer);
  const auto [denied, meant] = writer.two_words(kind);
  std::string frame = filled_noun(
      filled_noun(writer.frame(kind == WordKind::kNoun ? "contrast noun" : "contrast adjective"), "a", denied.text),
      "b", meant.text);
  return {.text = writer.in_frame(std::move(frame), "", writer.person()),
          .mixture = meant.mixture,
          .style = any_register(writer),
          .denied = denied.mixture.dominant()};
}

Draft write_not_negated(CorpusWriter& writer) {
  const WordKind kind = adjective_or_noun(writer);
  const LexiconEntry& word = writer.word(kind);
  return {.text = writer.in_frame(writer.frame(kind == WordKind::kNoun ? "not negated noun" : "not negated adjective"),
                                  word.text, writer.person()),
          .mixture = word.mixture,
          .style = any_register(writer)};
}

}  // namespace emo3d::train
