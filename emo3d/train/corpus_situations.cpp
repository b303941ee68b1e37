#include "emo3d/train/corpus_situations.h"

#include <algorithm>

#include "emo3d/train/corpus_emotions.h"
#include "emo3d/train/phrasing.h"
#include "emo3d/train/speakers.h"

namespace emo3d::train {
namespace {

/// Something that happened, told by somebody of whom it holds.
Draft told(CorpusWriter& writer) {
  const Situation& situation = writer.situation(writer.source().told);
  const Speaker& speaker = any_speaker(writer.random());
  return {.text = spoken(expanded(situation.text, writer.source(), writer.random()), speaker),
          .mixture = situation.mixture};
}

Draft said(CorpusWriter& writer, const SituationList& list) {
  const Situation& situation = writer.situation(list);
  return {.text = expanded(situation.text, writer.source(), writer.random()), .mixture = situation.mixture};
}

Register any_register(CorpusWriter& writer, const std::array<double, kRegisters>& weights) {
  return static_cast<Register>(writer.random().weighted(weights));
}

/// How often a situation stands for itself, as people mostly write it.
constexpr double kBareShare = 0.55;

/// `draft` bare or in a frame of "[SECTION REGISTER]".
Draft in_register(CorpusWriter& writer, Draft draft, std::string_view section, Register style) {
  draft.style = style;
  const bool has_bare_form = style == Register::kPlain || style == Register::kChat;
  if (has_bare_form && writer.random().chance(kBareShare)) return draft;
  std::string frame = writer.frame(std::string(section) + " " + std::string(name(style)));
  draft.text = filled(writer.in_frame(std::move(frame), "", writer.person()), "x", draft.text);
  return draft;
}

constexpr std::array<double, kRegisters> kToldRegisters{0.6, 0.14, 0.08, 0.18};
constexpr std::array<double, kRegisters> kSaidRegisters{0.35, 0.08, 0.12, 0.45};

}  // namespace

Draft write_situation(CorpusWriter& writer) {
  if (writer.random().chance(0.6))
    return in_register(writer, told(writer), "told", any_register(writer, kToldRegisters));
  return in_register(writer, said(writer, writer.source().said), "said", any_register(writer, kSaidRegisters));
}

Draft write_sarcasm(CorpusWriter& writer) {
  return in_register(writer, said(writer, writer.source().sarcasm), "said", any_register(writer, kSaidRegisters));
}

Draft write_likened(CorpusWriter& writer) {
  const Situation& situation = writer.situation(writer.source().likened);
  std::string text = filled(writer.frame("likened"), "x", expanded(situation.text, writer.source(), writer.random()));
  return {.text = writer.in_frame(std::move(text), "", writer.person()),
          .mixture = situation.mixture,
          .style = Register::kCaption};
}

Draft write_explained(CorpusWriter& writer) {
  constexpr int kTries = 40;
  const bool is_told = writer.random().chance(0.75);
  Draft cause = is_told ? told(writer) : said(writer, writer.source().said);
  while (cause.mixture.dominant() == emotion::Emotion::kNeutral) cause = told(writer);
  Draft effect = write_caption(writer);
  for (int tries = 0; tries < kTries && cause.mixture.dominant() != effect.mixture.dominant(); ++tries)
    effect = write_caption(writer);
  if (cause.mixture.dominant() != effect.mixture.dominant()) return cause;
  effect.mixture.strength = std::max(effect.mixture.strength, 0.8f * cause.mixture.strength);
  effect.degree = 1;
  effect.style = Register::kPlain;
  const std::string frame = writer.frame(is_told ? "explained by what happened" : "explained by what is said");
  effect.text = filled(filled(frame, "effect", effect.text), "x", cause.text);
  return effect;
}

Draft write_background(CorpusWriter& writer) {
  std::string text = writer.frame("background");
  if (writer.random().chance(0.7)) text += " " + writer.frame("detail");
  if (writer.random().chance(0.3)) text += ", " + writer.frame("background");
  return {.text = std::move(text), .mixture = reading::read_mixture("N1", 0.03f)};
}

}  // namespace emo3d::train
