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

/// What the program does, one request to one result; the command line and the server are thin layers over it.
///
///     const auto generator = Generator::load({});
///     Generated joy = generator.generate("overwhelmed with joy", {});
///     float smile = joy.document.expression[face::Channel::kMouthSmileLeft];
namespace emo3d::service {

struct GeneratorOptions {
  nn::Precision precision = nn::Precision::kFloat32;
  unsigned threads = 0;  ///< 0: all processors of this process.
};

struct GenerateOptions {
  float intensity = 1;  ///< Factor on the scores, 0 to face::kMaxIntensity; the emotions are reported as understood.
  bool mirror = false;  ///< Exchange left and right.
};

/// The answer to one description.
struct Generated {
  face::ExpressionDocument document;
  emotion::Intensities emotions;
  float confidence = 1;            ///< How likely the emotions are what was meant, 0 to 1.
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
/// any.
[[nodiscard]] OrderedJson to_json(const Generated& generated);

/// The default model, loaded once.
class Generator {
 public:
  /// Loads from the model store. \throws Error kUnavailable saying how to pull what is missing.
  [[nodiscard]] static Generator load(const GeneratorOptions& options);

  /// \throws Error kInvalidArgument for a text or option the model refuses.
  [[nodiscard]] Generated generate(std::string_view text, const GenerateOptions& options) const;

  /// generate() with the reasons. \throws Error as generate().
  [[nodiscard]] Explained explain(std::string_view text, const GenerateOptions& options) const;
  /// Different faces that the text may mean, the likeliest first; see model::vary(). \throws Error as generate() and
  /// vary().
  [[nodiscard]] std::vector<Generated> samples(std::string_view text, const GenerateOptions& options,
                                               const model::VarietyOptions& variety) const;

  /// One result a text, in order; a refused text does not stop the others. \throws Error for bad options.
  [[nodiscard]] std::vector<GenerateResult> generate_each(std::span<const std::string> texts,
                                                          const GenerateOptions& options) const;

 private:
  explicit Generator(std::unique_ptr<const model::DescriptionModel> model) : model_(std::move(model)) {}

  std::unique_ptr<const model::DescriptionModel> model_;
};

/// "f32" or "bf16". \throws Error kInvalidArgument for anything else.
[[nodiscard]] nn::Precision parse_precision(std::string_view name);

}  // namespace emo3d::service
