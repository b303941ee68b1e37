#include "emo3d/service/selftest_vectors.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/base/version.h"
#include "emo3d/encode/clip_network.h"
#include "emo3d/encode/clip_preprocessing.h"
#include "emo3d/encode/text_encoder.h"
#include "emo3d/encode/use_lite.h"
#include "emo3d/image/png.h"
#include "emo3d/nn/npy.h"
#include "emo3d/nn/safetensors.h"
#include "emo3d/service/selftest.h"
#include "emo3d/service/selftest_inputs.h"
#include "emo3d/store/checksum.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;

constexpr const char* kInputsKey = "emo3d.selftest.inputs";
constexpr std::string_view kFilePrefix = "sha256 ";

/// Rows of inputs [first, first + count) of `inputs`, by `embed(first, count)`.
template <typename F>
void embed(EmbeddedInputs& result, const char* tower, std::size_t inputs, bool also_alone, F&& embed) {
  result.together[tower] = embed(0, inputs);
  if (!also_alone) return;
  const nn::Matrix& together = result.together[tower];
  nn::Matrix alone(together.rows(), together.cols());
  for (std::size_t i = 0; i < inputs; ++i) std::ranges::copy(embed(i, 1).row(0), alone.row(i).begin());
  result.alone[tower] = std::move(alone);
}

void embed_with_use_lite(EmbeddedInputs& result, const fs::path& folder, nn::Precision precision, unsigned threads,
                         bool also_alone) {
  const encode::UseLite encoder = encode::UseLite::load(folder, precision);
  const auto texts = selftest_texts();
  embed(result, "text", texts.size(), also_alone, [&](std::size_t first, std::size_t count) {
    const auto encodings = encoder.encode(texts.subspan(first, count), threads);
    nn::Matrix rows(count, encoder.embedding_size());
    for (std::size_t i = 0; i < count; ++i) std::ranges::copy(encodings[i].embedding, rows.row(i).begin());
    return rows;
  });
}

void embed_images(EmbeddedInputs& result, const fs::path& folder, nn::Precision precision, unsigned threads,
                  bool also_alone) {
  const nn::WeightFiles files(folder);
  const encode::ClipVisionNetwork network(files, encode::read_clip_config(folder), precision);
  const auto preprocessing = encode::ClipPreprocessing::load(folder);
  check(preprocessing.image_size() == network.image_size() && network.channels() == 3, ErrorCode::kInvalidData,
        "{}: preprocessor_config.json makes 3 x {} x {} values, the weights take {} x {} x {}", folder.string(),
        preprocessing.image_size(), preprocessing.image_size(), network.channels(), network.image_size(),
        network.image_size());
  const std::vector<image::Image> images = selftest_images();
  const std::size_t size = preprocessing.pixel_count();
  std::vector<float> pixels(images.size() * size);
  for (std::size_t i = 0; i < images.size(); ++i)
    preprocessing.normalize(preprocessing.crop(image::encode_png(images[i]), "built-in picture"),
                            std::span(pixels).subspan(i * size, size));
  embed(result, "image", images.size(), also_alone, [&](std::size_t first, std::size_t count) {
    return network.run(std::span<const float>(pixels).subspan(first * size, count * size), threads);
  });
}

nn::Matrix to_matrix(std::span<const float> values, std::size_t rows, std::size_t columns) {
  nn::Matrix matrix(rows, columns);
  std::ranges::copy(values, matrix.data());
  return matrix;
}

RecordedVectors read_safetensors(const fs::path& path, const SelftestVectors& like) {
  const nn::SafeTensorsFile file(path);
  RecordedVectors recorded;
  for (const auto& [key, value] : file.index().metadata) {
    check(key != kInputsKey || value == kSelftestInputs, ErrorCode::kInvalidData,
          "{}: recorded with the built-in inputs of version {}, here is version {}", path.string(), quote(value),
          kSelftestInputs);
    if (key.starts_with(kFilePrefix)) recorded.checksums[key.substr(kFilePrefix.size())] = value;
  }
  for (const auto& [tower, rows] : like) {
    const std::array<std::size_t, 2> shape = {rows.rows(), rows.cols()};
    recorded.vectors[tower] = to_matrix(file.load(tower, shape).values(), rows.rows(), rows.cols());
  }
  return recorded;
}

RecordedVectors read_npy_rows(const fs::path& path, const SelftestVectors& like) {
  const nn::NpyArray<float> array = nn::read_npy<float>(path);
  const nn::Matrix& texts = like.at("text");
  const auto image = like.find("image");
  const std::size_t images = image == like.end() ? 0 : image->second.rows();
  const bool has_images = images > 0 && array.shape.size() == 2 && array.shape[0] == texts.rows() + images;
  check(array.shape.size() == 2 && array.shape[1] == texts.cols() && (array.shape[0] == texts.rows() || has_images),
        ErrorCode::kInvalidData, "{}: shape {}, expected [{}, {}] or, with the images, [{}, {}]", path.string(),
        nn::to_string(array.shape), texts.rows(), texts.cols(), texts.rows() + images, texts.cols());
  RecordedVectors recorded;
  const std::span<const float> values = array.values;
  const std::size_t split = texts.rows() * texts.cols();
  recorded.vectors["text"] = to_matrix(values.first(split), texts.rows(), texts.cols());
  if (has_images) recorded.vectors["image"] = to_matrix(values.subspan(split), images, texts.cols());
  return recorded;
}

RecordedVectors read_json_rows(const fs::path& path, const SelftestVectors& like) {
  const Json json = read_json(path);
  RecordedVectors recorded;
  for (const auto& [tower, rows] : like) {
    const std::string where = fmt::format("{}: \"{}\"", path.string(), tower);
    const Json& list = member(json, tower.c_str(), path.string());
    check(list.is_array() && list.size() == rows.rows(), ErrorCode::kInvalidData, "{}: expected a list of {} vectors",
          where, rows.rows());
    nn::Matrix matrix(rows.rows(), rows.cols());
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      check(list[i].is_array() && list[i].size() == rows.cols() &&
                std::ranges::all_of(list[i], [](const Json& value) { return value.is_number(); }),
            ErrorCode::kInvalidData, "{}: vector {}: expected {} numbers", where, i, rows.cols());
      for (std::size_t c = 0; c < rows.cols(); ++c) matrix.row(i)[c] = list[i][c].get<float>();
    }
    recorded.vectors[tower] = std::move(matrix);
  }
  return recorded;
}

}  // namespace

std::string encoder_kind(const fs::path& folder) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
  constexpr std::array<std::string_view, 4> kKinds = {"clip", "bert", "roberta", "xlm-roberta"};
  const fs::path config = folder / "config.json";
  if (!fs::exists(config) && fs::exists(folder / "model.json")) return "use-lite";
  std::string kind = string_member(read_json(config, kMaxBytes), "model_type", config.string());
  check(std::ranges::find(kKinds, kind) != kKinds.end(), ErrorCode::kInvalidData,
        "{}: \"model_type\" is {}, expected \"clip\", \"bert\", \"roberta\" or \"xlm-roberta\"", config.string(),
        quote(kind));
  return kind;
}

EmbeddedInputs embed_selftest(const fs::path& folder, nn::Precision precision, unsigned threads, bool also_alone) {
  EmbeddedInputs result;
  const std::string kind = encoder_kind(folder);
  if (kind == "use-lite") {
    embed_with_use_lite(result, folder, precision, threads, also_alone);
    return result;
  }
  const auto encoder = encode::load_text_encoder(folder, {.precision = precision});
  const auto texts = selftest_texts();
  embed(result, "text", texts.size(), also_alone, [&](std::size_t first, std::size_t count) {
    return std::move(encoder->embed(texts.subspan(first, count), threads).rows);
  });
  if (kind == "clip") embed_images(result, folder, precision, threads, also_alone);
  return result;
}

std::map<std::string, std::string> encoder_checksums(const fs::path& folder) {
  constexpr std::array<std::string_view, 4> kExtensions = {".json", ".txt", ".model", ".safetensors"};
  std::map<std::string, std::string> checksums;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool counts =
        name.starts_with("group1-") || std::ranges::find(kExtensions, extension_of(name)) != kExtensions.end();
    if (counts && name != kSelftestFile && entry->is_regular_file())
      checksums[name] = store::sha256_of_file(entry->path());
  }
  check(!error, ErrorCode::kIo, "{}: {}", folder.string(), error.message());
  return checksums;
}

RecordedVectors read_reference(const fs::path& path, const SelftestVectors& like) {
  const std::string extension = extension_of(path);
  if (extension == ".safetensors") return read_safetensors(path, like);
  if (extension == ".npy") return read_npy_rows(path, like);
  if (extension == ".json") return read_json_rows(path, like);
  fail(ErrorCode::kInvalidArgument, "{}: unknown extension {}, expected .safetensors, .npy or .json", path.string(),
       quote(path.extension().string()));
}

void check_record_path(const fs::path& path) {
  check(extension_of(path) == ".safetensors", ErrorCode::kInvalidArgument, "{}: vectors are recorded as .safetensors",
        path.string());
  (void)writable_path(path);
}

void write_reference(const fs::path& path, const RecordedVectors& recorded) {
  check_record_path(path);
  std::map<std::string, std::string> metadata = {{kInputsKey, kSelftestInputs}, {"generator", generator()}};
  for (const auto& [name, checksum] : recorded.checksums) metadata[std::string(kFilePrefix) + name] = checksum;
  std::map<std::string, nn::TensorView> tensors;
  for (const auto& [tower, rows] : recorded.vectors)
    tensors[tower] = {{rows.rows(), rows.cols()}, {rows.data(), rows.rows() * rows.cols()}};
  write_file(path, nn::to_safetensors(tensors, metadata));
}

}  // namespace emo3d::service
