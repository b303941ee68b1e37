#include "emo3d/service/selftest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/service/embed.h"
#include "emo3d/service/selftest_vectors.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;

constexpr double kLeastBfloat16 = 0.9995;
constexpr double kLeastInt8 = 0.995;

bool is_supported(nn::Precision precision) {
  switch (precision) {
    case nn::Precision::kFloat32:
      return true;
    case nn::Precision::kBfloat16:
      return nn::bfloat16_supported();
    case nn::Precision::kInt8:
      return nn::int8_supported();
  }
  return false;
}

/// Of two vectors; 1 where both are zero, -1 where one is not finite.
double cosine(std::span<const float> a, std::span<const float> b) {
  double dot = 0, squares_a = 0, squares_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    dot += static_cast<double>(a[i]) * b[i];
    squares_a += static_cast<double>(a[i]) * a[i];
    squares_b += static_cast<double>(b[i]) * b[i];
  }
  if (!std::isfinite(squares_a) || !std::isfinite(squares_b)) return -1;
  if (squares_a == 0 || squares_b == 0) return squares_a == squares_b ? 1 : 0;
  return dot / std::sqrt(squares_a * squares_b);
}

/// Whether the vectors of different inputs differ.
bool tells_inputs_apart(const nn::Matrix& rows) {
  for (std::size_t i = 1; i < rows.rows(); ++i)
    if (!std::ranges::equal(rows.row(i), rows.row(0))) return true;
  return rows.rows() < 2;
}

Deviation deviation(const nn::Matrix& actual, const nn::Matrix& expected) {
  Deviation result;
  double sum = 0;
  for (std::size_t i = 0; i < actual.rows(); ++i) {
    for (std::size_t c = 0; c < actual.cols(); ++c) {
      double difference = std::abs(static_cast<double>(actual.row(i)[c]) - expected.row(i)[c]);
      if (!std::isfinite(difference)) difference = std::numeric_limits<double>::infinity();
      result.largest = std::max(result.largest, difference);
      sum += difference;
    }
    result.least_cosine = std::min(result.least_cosine, cosine(actual.row(i), expected.row(i)));
  }
  result.mean = sum / static_cast<double>(actual.rows() * actual.cols());
  return result;
}

void compare(SelftestReport& report, nn::Precision precision, const SelftestVectors& actual, const char* against,
             const SelftestVectors& expected) {
  for (const auto& [tower, rows] : expected) {
    SelftestRow row{.precision = precision,
                    .tower = tower,
                    .against = against,
                    .deviation = deviation(actual.at(tower), rows),
                    .passed = false};
    row.passed = precision == nn::Precision::kFloat32 ? row.deviation.largest <= kMaxDeviation
                                                      : row.deviation.least_cosine >= least_cosine(precision);
    report.rows.push_back(std::move(row));
  }
}

OrderedJson finite(double value) { return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr); }

}  // namespace

double least_cosine(nn::Precision precision) { return precision == nn::Precision::kInt8 ? kLeastInt8 : kLeastBfloat16; }

bool SelftestReport::passed() const {
  return std::ranges::all_of(rows, [](const SelftestRow& row) { return row.passed; });
}

SelftestReport selftest(const fs::path& folder, const SelftestOptions& options) {
  check(options.record.empty() || options.reference.empty(), ErrorCode::kInvalidArgument,
        "vectors are recorded or compared with a reference, not both");
  if (!options.record.empty()) {
    check_record_path(options.record);
    if (options.record.filename() != kSelftestFile) check_not_of_model(options.record, folder);
  }
  fs::path reference = options.reference;
  if (reference.empty() && options.record.empty() && fs::exists(folder / kSelftestFile))
    reference = folder / kSelftestFile;
  SelftestReport report{.folder = folder,
                        .encoder = encoder_kind(folder),
                        .inputs = {},
                        .reference = reference.string(),
                        .changed_files = {},
                        .not_supported = {},
                        .rows = {},
                        .recorded = {}};
  EmbeddedInputs embedded = embed_selftest(folder, nn::Precision::kFloat32, options.threads, true);
  SelftestVectors& float32 = embedded.together;
  for (const auto& [tower, rows] : float32) {
    report.inputs[tower] = rows.rows();
    check(tells_inputs_apart(rows), ErrorCode::kInvalidData,
          "{}: every {} has the same vector, the weights are damaged", folder.string(), tower);
  }
  RecordedVectors recorded;
  if (!reference.empty()) {
    recorded = read_reference(reference, float32);
    if (!recorded.checksums.empty()) {
      const auto now = encoder_checksums(folder);
      for (const auto& [name, checksum] : recorded.checksums)
        if (const auto found = now.find(name); found == now.end() || found->second != checksum)
          report.changed_files.push_back(name);
    }
  }
  for (const nn::Precision precision : options.precisions) {
    if (!is_supported(precision)) {
      report.not_supported.push_back(precision);
      continue;
    }
    if (precision == nn::Precision::kFloat32) {
      compare(report, precision, float32, "alone", embedded.alone);
      compare(report, precision, float32, "reference", recorded.vectors);
      continue;
    }
    const SelftestVectors vectors = embed_selftest(folder, precision, options.threads).together;
    compare(report, precision, vectors, "f32", float32);
    compare(report, precision, vectors, "reference", recorded.vectors);
  }
  if (!options.record.empty()) {
    write_reference(options.record, {.vectors = std::move(float32), .checksums = encoder_checksums(folder)});
    report.recorded = options.record.string();
  }
  return report;
}

OrderedJson to_json(const SelftestReport& report) {
  OrderedJson not_supported = OrderedJson::array();
  for (const nn::Precision precision : report.not_supported) not_supported.push_back(nn::name(precision));
  OrderedJson rows = OrderedJson::array();
  for (const SelftestRow& row : report.rows) {
    const OrderedJson bound = row.precision == nn::Precision::kFloat32
                                  ? OrderedJson{{"largest_deviation", kMaxDeviation}}
                                  : OrderedJson{{"least_cosine", least_cosine(row.precision)}};
    rows.push_back({{"precision", nn::name(row.precision)},
                    {"tower", row.tower},
                    {"against", row.against},
                    {"largest_deviation", finite(row.deviation.largest)},
                    {"mean_deviation", finite(row.deviation.mean)},
                    {"least_cosine", row.deviation.least_cosine},
                    {"bound", bound},
                    {"passed", row.passed}});
  }
  OrderedJson json = {{"passed", report.passed()},
                      {"folder", report.folder.string()},
                      {"encoder", report.encoder},
                      {"inputs", report.inputs},
                      {"reference", report.reference.empty() ? OrderedJson(nullptr) : OrderedJson(report.reference)},
                      {"changed_files", report.changed_files},
                      {"not_supported", not_supported},
                      {"rows", rows}};
  if (!report.recorded.empty()) json["recorded"] = report.recorded;
  return json;
}

}  // namespace emo3d::service
