#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/nn/linear.h"

/// Whether an encoder gives what it should on this machine: built-in inputs in every precision, compared with float32
/// and with recorded vectors.
///
///     const SelftestReport report = selftest(encoder_folder("clip-vit-base-patch32"), {});
///     if (!report.passed()) ...
namespace emo3d::service {

/// The name of recorded vectors in an encoder's folder that are compared with by default.
inline constexpr const char* kSelftestFile = "selftest.safetensors";
/// How far elements of float32 vectors may lie from recorded ones.
inline constexpr double kMaxDeviation = 1e-4;
/// The least cosine that a vector may have with float32's or the recorded one: 0.9995 for bf16, 0.995 for int8.
[[nodiscard]] double least_cosine(nn::Precision precision);

struct SelftestOptions {
  std::vector<nn::Precision> precisions = {nn::Precision::kFloat32, nn::Precision::kBfloat16, nn::Precision::kInt8};
  /// Recorded vectors: .safetensors or .json with "text" and, of CLIP, "image", each a row for each input; .npy of the
  /// rows of texts alone or of texts and images. Where empty the folder's kSelftestFile, if there is one.
  std::filesystem::path reference = {};
  /// Where not empty, float32's vectors are written there and no reference is read.
  std::filesystem::path record = {};
  unsigned threads = 0;  ///< 0: all processors of this process.
};

/// How far vectors lie from others: over all elements, and the least cosine of two vectors. Infinite and -1 where one
/// is not finite.
struct Deviation {
  double largest = 0;
  double mean = 0;
  double least_cosine = 1;
};

struct SelftestRow {
  nn::Precision precision = nn::Precision::kFloat32;
  std::string tower;  ///< "text" or "image".
  /// "alone": the same inputs one at a time, "f32" or "reference".
  std::string against;
  Deviation deviation;
  bool passed = false;
};

struct SelftestReport {
  std::filesystem::path folder;
  std::string encoder;                        ///< "clip", "bert", "xlm-roberta", "use-lite".
  std::map<std::string, std::size_t> inputs;  ///< How many of each tower.
  std::string reference;                      ///< Path of the recorded vectors, empty where there are none.
  /// Files of the folder that are not those that the reference was recorded with.
  std::vector<std::string> changed_files;
  std::vector<nn::Precision> not_supported;  ///< By this processor.
  std::vector<SelftestRow> rows;
  std::string recorded;  ///< Path of what was written, or empty.
  [[nodiscard]] bool passed() const;
};

/// \throws Error as load_text_encoder(); kInvalidData where the reference was made with other inputs or does not fit;
/// kIo; kInvalidData where float32's vectors, which are to be recorded, are not finite.
[[nodiscard]] SelftestReport selftest(const std::filesystem::path& folder, const SelftestOptions& options);

/// {"passed", "folder", "encoder", "inputs", "reference", "changed_files", "not_supported", "rows": [{"precision",
/// "tower", "against", "largest_deviation", "mean_deviation", "least_cosine", "bound", "passed"}]}; "bound" holds
/// "largest_deviation" or "least_cosine". Deviations that are not finite are null.
[[nodiscard]] OrderedJson to_json(const SelftestReport& report);

}  // namespace emo3d::service
