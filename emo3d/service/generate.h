#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/emotion/emotion.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/model/description_model.h"
#include "emo3d/model/explanation.h"
#include "emo3d/model/variety.h"
#include "emo3d/service/load_model.h"

/// What the program does, one request to one result; the command line and the server are thin layers over it.
///
///     const auto generator = Generator::load({});
///     Generated joy = generator.generate("overwhelmed with joy", {});
///     float smile = joy.document.expression[face::Channel::kMouthSmileLeft];
namespace emo3d::service {

struct GenerateOptions {
  float intensity = 1;  ///< Factor on the scores, 0 to face::kMaxIntensity; the emotions are reported as understood.
  bool mirror = false;  ///< Exchange left and right.
};

/// The answer to one description.
struct Generated {
  face::ExpressionDocument document;
  /// And how likely they are what was meant, 0 to 1. Absent where the model gives a face only.
  std::optional<emotion::Intensities> emotions;
  std::optional<float> confidence;
  std::vector<std::string> notes;  ///< What the user should know of it, such as a text that was cut.
};

/// An answer and which words did what.
struct Explained {
  Generated generated;
  model::Explanation explanation;
};

/// Of `generated` and `error` exactly one says something.
struct GenerateResult {
  std::optional<Generated> generated;
  std::string error;
};

/// face::to_json() of the document with "emotions" and "confidence" before the blendshapes, and "notes" where there are
/// any. "emotions" and "confidence" are null where the model does not tell them.
[[nodiscard]] OrderedJson to_json(const Generated& generated);

/// A model, loaded once.
class Generator {
 public:
  /// \throws Error as load_model().
  [[nodiscard]] static Generator load(const GeneratorOptions& options);

  /// \throws Error kInvalidArgument for a text or option the model refuses.
  [[nodiscard]] Generated generate(std::string_view text, const GenerateOptions& options) const;

  /// generate() with the reasons. \throws Error as generate().
  [[nodiscard]] Explained explain(std::string_view text, const GenerateOptions& options) const;
  /// Different faces that the text may mean, the likeliest first; see model::vary(). \throws Error as generate() and
  /// vary(), and kInvalidArgument for a model that has one face for a text.
  [[nodiscard]] std::vector<Generated> samples(std::string_view text, const GenerateOptions& options,
                                               const model::VarietyOptions& variety) const;

  /// One result a text, in order; a refused text does not stop the others. \throws Error for bad options.
  [[nodiscard]] std::vector<GenerateResult> generate_each(std::span<const std::string> texts,
                                                          const GenerateOptions& options) const;

 private:
  explicit Generator(std::unique_ptr<const model::DescriptionModel> model) : model_(std::move(model)) {}

  std::unique_ptr<const model::DescriptionModel> model_;
};

/// "f32", "bf16" or "int8". \throws Error kInvalidArgument for anything else.
[[nodiscard]] nn::Precision parse_precision(std::string_view name);

}  // namespace emo3d::service
