#pragma once

#include <span>
#include <string>
#include <vector>

#include "emo3d/model/description_model.h"
#include "emo3d/train/job_report.h"

namespace emo3d::train {

/// Texts for models, collected first and then predicted in one go, so that progress is known of the whole.
class PredictionJobs {
 public:
  /// \param model has to outlive run(). \returns the number of the job.
  [[nodiscard]] std::size_t add(const model::DescriptionModel& model, std::vector<std::string> texts);
  /// Texts in all jobs.
  [[nodiscard]] std::size_t texts() const;
  void run(const JobReport& report);
  /// One a text of the job, after run().
  [[nodiscard]] std::span<const model::Prediction> predictions(std::size_t job) const { return jobs_[job].predictions; }

 private:
  struct Job {
    const model::DescriptionModel* model;
    std::vector<std::string> texts;
    std::vector<model::Prediction> predictions;
  };
  std::vector<Job> jobs_;
};

}  // namespace emo3d::train
