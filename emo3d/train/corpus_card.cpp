#include "emo3d/train/corpus_card.h"

#include <fmt/format.h>

#include <algorithm>

namespace emo3d::train {
namespace {

/// How many items of the word lists a part has.
std::string list_sizes(Part part) {
  const CorpusSource source = CorpusSource::load(part);
  std::size_t words = 0;
  for (const auto& kind : source.words)
    for (const auto& emotion : kind) words += emotion.size();
  std::size_t frames = 0;
  for (const auto& [section, texts] : source.frames) frames += texts.size();
  const auto count = [](const SituationList& list) {
    std::size_t situations = 0;
    for (const auto& emotion : list.of) situations += emotion.size();
    return situations;
  };
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", name(part), words, frames, count(source.told),
                     count(source.said), count(source.sarcasm), count(source.likened), count(source.manners));
}

std::string row(std::string_view what, std::size_t count, std::size_t total) {
  return fmt::format("| {} | {} | {:.1f} % |\n", what, count,
                     100.0 * static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(total, 1)));
}

constexpr std::string_view kHowMade = R"(## How the texts are made
Each text is drawn by a seeded generator from lists written by hand for emo3d (`emo3d/reading/data`, `emo3d/train/data`):
emotion words with strength, words of degree, sentence frames, situations, facial actions. No published lexicon, no
dataset and no other person's text was used. Its kind is drawn first, then emotion, words, person and frame; age,
gender and role of persons are drawn independently of the emotion. The labels follow from the lists and from rules:
words of degree scale the strength, a denied emotion leaves a mostly neutral face, of a change from one emotion to
another the second counts, a hidden emotion shows in part beside what hides it. The 52 scores are the FACS prototypes of
the eight intensities (`emo3d/model/facs.cpp`) and what facial actions in the text demand.

No text comes twice; upper case, marks and blanks do not count as a difference.

## Parts
One item in six of the lists is held out: emotion words, situations and wordings of actions by a hash of their text,
sentence frames and slot words that tell an emotion by their place in their section. A training text that has a
held-out emotion word, or three or more words in a row that a held-out situation can say, is thrown away. Persons, ages,
degrees, names of parts of the face and plain slot words are in both parts.

## Limits
English by one hand, so less varied than what people write. The strengths are one person's judgement. Choices are
combined blindly: some texts are odd. Held-out situations are other events in other words, but often near ones.
)";

}  // namespace

void CorpusCounts::add(const Sample& sample) {
  ++total_;
  ++by_kind_[static_cast<std::size_t>(sample.kind)];
  ++by_register_[static_cast<std::size_t>(sample.style)];
  ++by_emotion_[static_cast<std::size_t>(sample.emotions.dominant())];
}

std::string corpus_card(const CorpusOptions& options, const CorpusCounts& counts, const CorpusGenerator& generator) {
  std::string card = fmt::format(
      "# A corpus of descriptions\n\n{} texts of part {}, seed {}, written by `emo3d-train corpus`. To have them, {} "
      "duplicates and {} texts with held-out items were thrown away.\n\n{}\n",
      counts.total(), name(options.part), options.seed, generator.duplicates(), generator.leaks(), kHowMade);
  card +=
      "## The lists\n| part | emotion words | frames | told | said | sarcasm | likened | manner "
      "|\n|---|---:|---:|---:|---:|---:|---:|---:|\n";
  for (const Part part : {Part::kTraining, Part::kHeldOut, Part::kAll}) card += list_sizes(part);
  card += "\n## The texts\n| kind | texts | share |\n|---|---:|---:|\n";
  for (std::size_t i = 0; i < kSampleKinds; ++i) {
    const auto kind = static_cast<SampleKind>(i);
    card += row(name(kind), counts.of(kind), counts.total());
  }
  card += "\n| register | texts | share |\n|---|---:|---:|\n";
  for (std::size_t i = 0; i < kRegisters; ++i) {
    const auto style = static_cast<Register>(i);
    card += row(name(style), counts.of(style), counts.total());
  }
  card += "\n| strongest emotion | texts | share |\n|---|---:|---:|\n";
  for (const emotion::Emotion e : emotion::emotions()) card += row(name(e), counts.of(e), counts.total());
  return card;
}

}  // namespace emo3d::train
