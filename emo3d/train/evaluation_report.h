#pragma once

#include <string>
#include <vector>

#include "emo3d/train/evaluation.h"
#include "emo3d/train/result_table.h"

namespace emo3d::train {

/// All figures: the aims beside what was reached first, then kinds of texts, measures, perturbations, texts by people,
/// calibration and channels.
[[nodiscard]] std::vector<ResultTable> result_tables(const Evaluation& evaluation);

/// The table of aims of result_tables().
[[nodiscard]] ResultTable aims_table(const Evaluation& evaluation);

/// A section for a model card, with heading.
[[nodiscard]] std::string to_markdown(const Evaluation& evaluation);
/// {"model", "texts", "source", "times_ms", TABLE: {ROW: {COLUMN: value}}}.
[[nodiscard]] OrderedJson to_json(const Evaluation& evaluation);

/// `card` with the section of to_markdown() in place of the one it has, found by the marks around it.
/// \throws Error kInvalidData naming `source` where `card` has no such section.
[[nodiscard]] std::string with_evaluation(const std::string& card, const Evaluation& evaluation,
                                          const std::string& source);

}  // namespace emo3d::train
