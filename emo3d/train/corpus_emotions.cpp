#include "emo3d/train/corpus_emotions.h"

#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using reading::LexiconEntry;
using reading::Mixture;
using reading::read_mixture;
using reading::scaled;
using reading::WordKind;

/// What a hedge ("seems almost") leaves of the strength.
constexpr float kHedged = 0.75f;
/// How much of a hidden emotion still shows beside the smile or the blank face that hides it.
constexpr float kShowsThrough = 0.35f;

constexpr std::array<std::string_view, reading::kWordKinds> kSections{"adjective", "noun", "verb", "predicate"};

std::string_view section_of(WordKind kind) { return kSections[static_cast<std::size_t>(kind)]; }

WordKind adjective_or_noun(CorpusWriter& writer) {
  return writer.random().chance(0.6) ? WordKind::kAdjective : WordKind::kNoun;
}

/// A frame of `section` with a word of `kind`, degree and person.
Draft framed_word(CorpusWriter& writer, std::string_view section, WordKind kind, Register style) {
  const LexiconEntry& word = writer.word(kind);
  auto [frame, factor] = writer.with_degree(writer.frame(section));
  return {.text = writer.in_frame(std::move(frame), word.text, writer.person()),
          .mixture = scaled(word.mixture, factor),
          .style = style,
          .degree = factor};
}

/// A frame of `section` with two words {a} and {b} of different emotions.
std::string framed_pair(CorpusWriter& writer, std::string_view section, const LexiconEntry& a, const LexiconEntry& b) {
  return writer.in_frame(filled_noun(filled_noun(writer.frame(section), "a", a.text), "b", b.text), "",
                         writer.person());
}

/// "a smile", unlike "sadness".
bool has_article(const LexiconEntry& word) { return word.text.starts_with("a ") || word.text.starts_with("an "); }

const LexiconEntry& bare_noun(CorpusWriter& writer) {
  const LexiconEntry* word = &writer.word(WordKind::kNoun);
  while (has_article(*word)) word = &writer.word(WordKind::kNoun);
  return *word;
}

}  // namespace

Draft write_word(CorpusWriter& writer) {
  const LexiconEntry& word = writer.word(writer.word_kind());
  if (word.kind == WordKind::kNoun && !has_article(word) && writer.random().chance(0.4)) {
    const reading::Degree& amount = writer.pick(writer.source().amounts);
    return {
        .text = amount.text + " " + word.text, .mixture = scaled(word.mixture, amount.factor), .degree = amount.factor};
  }
  if (word.kind != WordKind::kAdjective || writer.random().chance(0.3))
    return {.text = word.text, .mixture = word.mixture};
  const reading::Degree& degree = writer.pick(writer.source().adverbs);
  return {
      .text = degree.text + " " + word.text, .mixture = scaled(word.mixture, degree.factor), .degree = degree.factor};
}

Draft write_caption(CorpusWriter& writer) {
  const WordKind kind = writer.word_kind();
  Random& random = writer.random();
  Draft draft;
  if (kind == WordKind::kNoun && random.chance(0.2)) {
    const LexiconEntry& word = bare_noun(writer);
    const reading::Degree& filling = writer.pick(writer.source().fillings);
    draft = {.text = writer.in_frame(writer.frame("filled"), filling.text + " " + word.text, writer.person()),
             .mixture = scaled(word.mixture, filling.factor),
             .style = Register::kCaption,
             .degree = filling.factor};
  } else {
    draft = framed_word(writer, section_of(kind), kind, Register::kCaption);
  }
  if (random.chance(0.12)) draft.text += " " + writer.frame("detail");
  if (random.chance(0.05)) draft.text = writer.frame("background") + ", " + draft.text;
  return draft;
}

Draft write_stage_direction(CorpusWriter& writer) {
  const bool has_manner = !writer.source().manners.empty();
  if (has_manner && writer.random().chance(0.5)) {
    const Situation& manner = writer.situation(writer.source().manners);
    const Person& person = writer.person();
    std::string text =
        filled(writer.frame("stage manner"), "w", expanded(manner.text, writer.source(), writer.random()));
    return {.text = writer.in_frame(std::move(text), "", person), .mixture = manner.mixture, .style = Register::kStage};
  }
  const WordKind kind = adjective_or_noun(writer);
  return framed_word(writer, kind == WordKind::kNoun ? "stage noun" : "stage adjective", kind, Register::kStage);
}

Draft write_chat(CorpusWriter& writer) {
  const WordKind kind = adjective_or_noun(writer);
  return framed_word(writer, kind == WordKind::kNoun ? "chat noun" : "chat adjective", kind, Register::kChat);
}

Draft write_hedge(CorpusWriter& writer) {
  const WordKind kind = adjective_or_noun(writer);
  Draft draft = framed_word(writer, kind == WordKind::kNoun ? "hedged noun" : "hedged adjective", kind,
                            writer.random().chance(0.5) ? Register::kPlain : Register::kCaption);
  draft.mixture = scaled(draft.mixture, kHedged);
  draft.degree *= kHedged;
  return draft;
}

Draft write_compound(CorpusWriter& writer) {
  const WordKind kind = adjective_or_noun(writer);
  const auto [a, b] = writer.two_words(kind);
  const bool noun = kind == WordKind::kNoun;
  if (writer.random().chance(0.35))
    return {.text = framed_pair(writer, noun ? "mostly first noun" : "mostly first adjective", a, b),
            .mixture = reading::mix(a.mixture, b.mixture, 0.7f),
            .style = Register::kCaption};
  return {.text = framed_pair(writer, noun ? "compound noun" : "compound adjective", a, b),
          .mixture = reading::mix(a.mixture, b.mixture, 0.5f),
          .style = Register::kCaption};
}

Draft write_transition(CorpusWriter& writer) {
  const WordKind kind = adjective_or_noun(writer);
  const auto [from, to] = writer.two_words(kind);
  return {.text = framed_pair(writer, kind == WordKind::kNoun ? "transition noun" : "transition adjective", from, to),
          .mixture = to.mixture,
          .style = writer.random().chance(0.5) ? Register::kPlain : Register::kStage,
          .denied = from.mixture.dominant()};
}

Draft write_mask(CorpusWriter& writer) {
  const bool smiles = writer.random().chance(0.6);
  const Mixture mask = smiles ? read_mixture("H1", 0.45f) : read_mixture("N1", 0.05f);
  Emotion emotion = writer.emotion();
  while (emotion == Emotion::kHappiness || emotion == Emotion::kNeutral) emotion = writer.emotion();
  const LexiconEntry& hidden = writer.word(WordKind::kNoun, emotion);
  Mixture mixture = reading::mix(hidden.mixture, mask, kShowsThrough);
  mixture.strength = smiles ? 0.5f : 0.25f;
  return {.text = writer.in_frame(writer.frame(smiles ? "behind a smile" : "behind a blank face"), hidden.text,
                                  writer.person()),
          .mixture = mixture,
          .style = Register::kCaption};
}

}  // namespace emo3d::train
