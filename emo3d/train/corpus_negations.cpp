#include "emo3d/train/corpus_negations.h"

#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using model::LexiconEntry;
using model::WordKind;

/// What a denied emotion leaves, by emotion: mostly a neutral face, with what the denial hints at.
constexpr std::array<std::pair<std::string_view, float>, emotion::kEmotionCount> kDenied{{{"N.3H.1U.1S.2A.2F.1", 0.35f},
                                                                                          {"N.55S.35A.1", 0.30f},
                                                                                          {"N1", 0.05f},
                                                                                          {"N.8H.2", 0.12f},
                                                                                          {"N.85H.15", 0.10f},
                                                                                          {"N.9H.1", 0.08f},
                                                                                          {"N.85H.15", 0.10f},
                                                                                          {"N.9H.1", 0.08f}}};

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
  const auto& [shares, strength] = kDenied[static_cast<std::size_t>(emotion)];
  return {.text = writer.in_frame(std::move(frame), word.text, writer.person()),
          .mixture = model::read_mixture(shares, strength),
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
