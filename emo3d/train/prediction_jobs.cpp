#include "emo3d/train/prediction_jobs.h"

#include <algorithm>
#include <iterator>

namespace emo3d::train {

std::size_t PredictionJobs::add(const model::DescriptionModel& model, std::vector<std::string> texts) {
  jobs_.push_back({&model, std::move(texts), {}});
  return jobs_.size() - 1;
}

std::size_t PredictionJobs::texts() const {
  std::size_t count = 0;
  for (const Job& job : jobs_) count += job.texts.size();
  return count;
}

void PredictionJobs::run(const JobReport& report) {
  constexpr std::size_t kChunk = 256;  // between two reports of progress
  Progress progress(texts());
  for (Job& job : jobs_) {
    job.predictions.clear();
    job.predictions.reserve(job.texts.size());
    for (std::size_t start = 0; start < job.texts.size(); start += kChunk) {
      const auto chunk = std::span(job.texts).subspan(start, std::min(kChunk, job.texts.size() - start));
      std::ranges::move(job.model->predict_batch(chunk), std::back_inserter(job.predictions));
      progress.add(chunk.size());
      if (report.advanced) report.advanced(progress, "texts");
    }
  }
}

}  // namespace emo3d::train
