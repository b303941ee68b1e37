#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/emotion/emotion.h"
#include "emo3d/face/expression.h"
#include "emo3d/nn/linear.h"
#include "emo3d/reading/facial_action.h"

/// From an English description to a face.
///
///     const auto model = load_default({.use_lite_folder = ModelStore::open().require("use-lite")});
///     Prediction p = model->predict("An elderly woman, overwhelmed with joy, raises her left eyebrow");
///     float joy = p.emotions[Emotion::kHappiness];
namespace emo3d::model {

struct Explanation;

struct Prediction {
  emotion::Intensities emotions;
  face::Expression expression;
  float confidence = 1;                        ///< How likely the emotions are what was meant, 0 to 1.
  std::vector<std::string> notes;              ///< What the user should know, such as why the face is neutral.
  std::vector<reading::FacialAction> actions;  ///< Read from the words; their scores are of the sides as predicted.
  bool truncated = false;       ///< Whether the text was longer than the model reads; its end was ignored.
  std::size_t read_tokens = 0;  ///< Of a truncated text, how many were read.
  bool tells_emotions = true;   ///< Where false the model gives a face only: emotions and confidence are 0, unknown.
};

/// Whatever turns descriptions into expressions. May be used from several threads at once.
class DescriptionModel {
 public:
  virtual ~DescriptionModel() = default;

  /// Name for result files: "default".
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// \throws Error kInvalidArgument where predict() would refuse `text`; see check_description().
  virtual void check_text(std::string_view text) const = 0;
  /// \throws Error kInvalidArgument as check_text().
  [[nodiscard]] virtual Prediction predict(std::string_view text) const = 0;
  /// Result i belongs to text i and equals predict(texts[i]) up to rounding.
  /// \throws Error kInvalidArgument for the first text that is refused, naming its index.
  [[nodiscard]] virtual std::vector<Prediction> predict_batch(std::span<const std::string> texts) const = 0;
  /// predict() and which words did what (explanation.h). \throws Error kInvalidArgument as check_text().
  [[nodiscard]] virtual Explanation explain(std::string_view text) const = 0;
};

struct DefaultModelOptions {
  std::filesystem::path use_lite_folder;    ///< The Universal Sentence Encoder Lite: model.json, vocab.json, shards.
  std::filesystem::path model_folder = {};  ///< The head; `default` in data_directory() where empty.
  nn::Precision precision = nn::Precision::kFloat32;  ///< Of the encoder; the head is small and stays in float32.
  unsigned threads = 0;                               ///< For batches; 0: default_threads().
};

/// The default model: Universal Sentence Encoder Lite and a trained head, beside them a lexicon of emotion words and
/// the facial actions that the words name. Exchanging left and right in a text (text::mirror_sides) mirrors its
/// prediction exactly where the text names a side of the face; without such a word the face is symmetric but for
/// contempt, winks and the like, which are then shown on the left. \throws Error kNotFound, kIo, kInvalidData naming
/// the file, or kUnavailable for a precision the processor lacks.
[[nodiscard]] std::unique_ptr<const DescriptionModel> load_default(const DefaultModelOptions& options);

}  // namespace emo3d::model
