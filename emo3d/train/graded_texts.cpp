#include "emo3d/train/graded_texts.h"

#include <unordered_set>

#include "emo3d/base/error.h"
#include "emo3d/train/corpus_writer.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

constexpr std::size_t kBarely = 0;
constexpr std::size_t kPlain = 2;
constexpr std::size_t kUtterly = 4;

std::string graded_frame(CorpusWriter& writer) {
  constexpr int kTries = 1000;
  for (int tries = 0; tries < kTries; ++tries)
    if (const std::string& frame = writer.frame("adjective"); frame.find("{degree}") != std::string::npos) return frame;
  fail(ErrorCode::kInvalidData, "templates.txt: section [adjective] has no {{degree}}");
}

}  // namespace

std::vector<GradedText> make_graded_texts(Part part, std::uint64_t seed, std::size_t count) {
  constexpr int kTriesEach = 100;
  CorpusWriter writer(part, seed);
  std::unordered_set<std::string> seen;
  std::vector<GradedText> texts;
  for (std::size_t tries = 0; texts.size() < count; ++tries) {
    check(tries < count * kTriesEach, ErrorCode::kInvalidArgument, "part {} gives no {} graded texts", name(part),
          count);
    const reading::LexiconEntry& word = writer.word(reading::WordKind::kAdjective);
    GradedText graded{.texts = {}, .emotion = word.mixture.dominant()};
    if (graded.emotion == emotion::Emotion::kNeutral) continue;
    const std::string frame = writer.in_frame(graded_frame(writer), word.text, writer.person());
    if (!seen.insert(frame).second) continue;
    for (std::size_t i = 0; i < kGrades.size(); ++i)
      graded.texts[i] = tidied(filled(frame, "degree", kGrades[i].empty() ? "" : std::string(kGrades[i]) + " "));
    texts.push_back(std::move(graded));
  }
  return texts;
}

GradeFigures measure_grades(std::span<const GradedText> texts, std::span<const model::Prediction> predictions) {
  check(predictions.size() == texts.size() * kGrades.size(), ErrorCode::kInvalidArgument,
        "{} texts in {} grades have {} predictions", texts.size(), kGrades.size(), predictions.size());
  GradeFigures figures{.texts = texts.size(), .ordered = {}};
  Mean rank, strongest_rank;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::array<float, kGrades.size()> grade{}, intensity{}, strongest{};
    for (std::size_t g = 0; g < kGrades.size(); ++g) {
      const emotion::Intensities& emotions = predictions[i * kGrades.size() + g].emotions;
      grade[g] = static_cast<float>(g);
      intensity[g] = emotions[texts[i].emotion];
      strongest[g] = strongest_feeling(emotions);
    }
    rank.add(rank_correlation(grade, intensity));
    strongest_rank.add(rank_correlation(grade, strongest));
    figures.ordered.add(intensity[kBarely] < intensity[kPlain] && intensity[kPlain] < intensity[kUtterly]);
  }
  figures.rank = rank.value();
  figures.strongest_rank = strongest_rank.value();
  return figures;
}

}  // namespace emo3d::train
