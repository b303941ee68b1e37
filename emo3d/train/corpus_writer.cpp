#include "emo3d/train/corpus_writer.h"

#include "emo3d/base/error.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

using emotion::Emotion;
using reading::kWordKinds;
using reading::LexiconEntry;
using reading::WordKind;

/// How often each emotion is asked for; contempt has few words.
constexpr std::array<double, emotion::kEmotionCount> kEmotionWeights{0.07, 0.19, 0.14, 0.17, 0.17, 0.12, 0.14, 0.10};
constexpr std::array<double, kWordKinds> kWordKindWeights{0.50, 0.28, 0.14, 0.08};
constexpr double kDegreeShare = 0.5;

}  // namespace

WordKind CorpusWriter::word_kind() { return static_cast<WordKind>(random_.weighted(kWordKindWeights)); }

Emotion CorpusWriter::emotion() { return static_cast<Emotion>(random_.weighted(kEmotionWeights)); }

const LexiconEntry& CorpusWriter::word(WordKind kind) {
  while (true) {
    const Emotion wanted = emotion();
    if (!source_.words[static_cast<std::size_t>(kind)][static_cast<std::size_t>(wanted)].empty())
      return word(kind, wanted);
  }
}

const LexiconEntry& CorpusWriter::word(WordKind kind, Emotion emotion) {
  const auto& words = source_.words[static_cast<std::size_t>(kind)][static_cast<std::size_t>(emotion)];
  return words.empty() ? word(kind) : pick(words);
}

std::pair<LexiconEntry, LexiconEntry> CorpusWriter::two_words(WordKind kind) {
  constexpr int kTries = 40;
  const auto felt = [this, kind] {
    const LexiconEntry* entry = &word(kind);
    for (int i = 0; i < kTries && entry->mixture.dominant() == Emotion::kNeutral; ++i) entry = &word(kind);
    return entry;
  };
  const LexiconEntry* a = felt();
  const LexiconEntry* b = felt();
  for (int i = 0; i < kTries && a->mixture.dominant() == b->mixture.dominant(); ++i) b = felt();
  return {*a, *b};
}

const Situation& CorpusWriter::situation(const SituationList& list) {
  check(!list.empty(), ErrorCode::kInvalidData, "situations.txt: a section has no line for this part");
  while (true) {
    const auto wanted = static_cast<std::size_t>(emotion());
    if (!list.of[wanted].empty()) return list.of[wanted][random_.weighted(list.weights[wanted])];
  }
}

const std::string& CorpusWriter::frame(std::string_view section) {
  const auto frames = source_.frames.find(section);
  check(frames != source_.frames.end(), ErrorCode::kInvalidData,
        "templates.txt: section [{}] has no frame for this part", section);
  return pick(frames->second);
}

std::string CorpusWriter::who(const Person& person) {
  const std::string determiner = random_.chance(0.8) ? pick(source_.determiners) + " " : "";
  const std::string age = random_.chance(0.7) ? pick(source_.ages.at(person.age_group)) + " " : "";
  return determiner + age + person.noun;
}

std::string CorpusWriter::in_frame(std::string frame, std::string_view word, const Person& person) {
  std::string text = filled_noun(std::move(frame), "w", word);
  text = filled(std::move(text), "who", who(person));
  text = filled(std::move(text), "NAME", pick(source_.names));
  text = filled(std::move(text), "person", person.noun);
  text = filled(std::move(text), "he", person.he);
  text = filled(std::move(text), "his", person.his);
  return filled(std::move(text), "him", person.him);
}

std::pair<std::string, float> CorpusWriter::with_degree(std::string frame) {
  const bool is_noun = frame.find("{amount}") != std::string::npos;
  std::string words;
  float factor = 1;
  if ((is_noun || frame.find("{degree}") != std::string::npos) && random_.chance(kDegreeShare)) {
    const bool after_article = frame.find("a {degree}") != std::string::npos;
    const reading::Degree* degree = &pick(is_noun ? source_.amounts : source_.adverbs);
    while (after_article && degree->text.starts_with("a ")) degree = &pick(source_.adverbs);
    words = degree->text + " ";
    factor = degree->factor;
  }
  return {filled(filled(std::move(frame), "amount", words), "degree", words), factor};
}

}  // namespace emo3d::train
