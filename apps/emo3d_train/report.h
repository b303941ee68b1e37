#pragma once

#include "emo3d/train/job_report.h"

namespace emo3d::cli {

/// Shows steps and progress (with rate and remaining time) on standard error: one line that is rewritten on a terminal,
/// a line every 5 s elsewhere. Also the place where a pending Ctrl-C ends the job.
[[nodiscard]] train::JobReport job_report();

}  // namespace emo3d::cli
