#pragma once

#include "emo3d/encode/use_lite.h"
#include "emo3d/model/description_model.h"
#include "emo3d/model/explanation.h"
#include "emo3d/model/head.h"
#include "emo3d/reading/emotion_lexicon.h"
#include "emo3d/reading/spelling.h"

namespace emo3d::model {

/// The features that heads for the default model read, of Reading::felt: Encoding::pooled, then Encoding::embedding.
inline constexpr std::string_view kDefaultFeatures = "use-lite/pooled+embedding";

/// One row of features an encoding.
[[nodiscard]] nn::Matrix default_features(std::span<const encode::Encoding> encodings);

/// See load_default().
class DefaultModel final : public DescriptionModel {
 public:
  DefaultModel(encode::UseLite encoder, Head head, reading::EmotionLexicon lexicon, unsigned threads);

  [[nodiscard]] std::string_view name() const override { return "default"; }
  void check_text(std::string_view text) const override;
  [[nodiscard]] Prediction predict(std::string_view text) const override;
  [[nodiscard]] std::vector<Prediction> predict_batch(std::span<const std::string> texts) const override;
  [[nodiscard]] Explanation explain(std::string_view text) const override;

 private:
  struct NetworkReading {
    HeadOutput output;
    bool truncated;
  };
  /// With words that the encoder knows as whole pieces taken as they are.
  [[nodiscard]] reading::Spelling correct(std::string_view text) const;
  [[nodiscard]] reading::Reading read(std::string_view text) const;
  [[nodiscard]] std::vector<NetworkReading> read_by_network(const std::vector<std::string>& texts) const;
  [[nodiscard]] std::vector<Prediction> predict_all(std::span<const reading::Reading> readings) const;
  [[nodiscard]] std::string foreign_language(const reading::Reading& reading) const;

  encode::UseLite encoder_;
  Head head_;
  reading::EmotionLexicon lexicon_;
  unsigned threads_;
};

}  // namespace emo3d::model
