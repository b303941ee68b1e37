#include "emo3d/encode/clip_preprocessing.h"

#include <algorithm>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/image/pillow_resize.h"
#include "emo3d/image/read_image.h"

namespace emo3d::encode {
namespace {

constexpr std::size_t kMaxSide = 4096;
constexpr std::size_t kDefaultSide = 224;
/// OpenAI's clip/clip.py.
constexpr std::array<float, 3> kMean = {0.48145466F, 0.4578275F, 0.40821073F};
constexpr std::array<float, 3> kDeviation = {0.26862954F, 0.26130258F, 0.27577711F};

/// The optional member `key`, or null.
const Json* find(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::size_t side(const Json& value, const char* key, std::string_view source) {
  check(value.is_number_integer() && value >= 1 && value <= kMaxSide, ErrorCode::kInvalidData,
        "{}: \"{}\" is {}; expected a whole number in [1,{}]", source, key, quote(value.dump()), kMaxSide);
  return value.get<std::size_t>();
}

std::size_t shorter_side(const Json& config, std::string_view source) {
  const Json* size = find(config, "size");
  if (size == nullptr) return kDefaultSide;
  if (!size->is_object()) return side(*size, "size", source);
  check(size->size() == 1 && size->contains("shortest_edge"), ErrorCode::kInvalidData,
        "{}: \"size\" is {}; only {{\"shortest_edge\": n}} is supported", source, quote(size->dump()));
  return side(size->at("shortest_edge"), "shortest_edge", source);
}

std::size_t crop_side(const Json& config, std::string_view source) {
  const Json* size = find(config, "crop_size");
  if (size == nullptr) return kDefaultSide;
  if (!size->is_object()) return side(*size, "crop_size", source);
  check(size->size() == 2 && size->contains("height") && size->contains("width") &&
            size->at("height") == size->at("width"),
        ErrorCode::kInvalidData, "{}: \"crop_size\" is {}; only the same \"height\" and \"width\" are supported",
        source, quote(size->dump()));
  return side(size->at("height"), "height", source);
}

bool flag(const Json& config, const char* key, std::string_view source) {
  const Json* value = find(config, key);
  check(value == nullptr || value->is_boolean(), ErrorCode::kInvalidData, "{}: \"{}\" is {}; expected true or false",
        source, key, quote(value == nullptr ? "" : value->dump()));
  return value == nullptr || value->get<bool>();
}

float finite_float(const Json& value, const char* key, std::string_view source) {
  const auto number = value.is_number() ? value.get<float>() : std::nanf("");
  check(std::isfinite(number), ErrorCode::kInvalidData, "{}: \"{}\" holds {}, not a finite number", source, key,
        quote(value.dump()));
  return number;
}

std::array<float, 3> three_numbers(const Json& config, const char* key, std::string_view source,
                                   const std::array<float, 3>& otherwise) {
  const Json* values = find(config, key);
  if (values == nullptr) return otherwise;
  check(values->is_array() && values->size() == 3, ErrorCode::kInvalidData, "{}: \"{}\" is {}; expected three numbers",
        source, key, quote(values->dump()));
  std::array<float, 3> numbers{};
  std::ranges::transform(*values, numbers.begin(), [&](const Json& v) { return finite_float(v, key, source); });
  return numbers;
}

/// Steps and kinds that make other pixels than these are refused rather than ignored.
void check_steps(const Json& config, std::string_view source) {
  for (const char* key : {"do_resize", "do_center_crop", "do_convert_rgb"})
    check(flag(config, key, source), ErrorCode::kInvalidData, "{}: \"{}\" is false, which is not supported", source,
          key);
  constexpr int kBicubic = 3;  // PIL.Image.Resampling.BICUBIC
  const Json* resample = find(config, "resample");
  check(resample == nullptr || *resample == kBicubic, ErrorCode::kInvalidData,
        "{}: \"resample\" is {}; only 3 (bicubic) is supported", source,
        quote(resample == nullptr ? "" : resample->dump()));
  for (const char* key : {"image_processor_type", "feature_extractor_type"}) {
    const Json* type = find(config, key);
    check(type == nullptr || *type == "CLIPImageProcessor" || *type == "CLIPImageProcessorFast" ||
              *type == "CLIPFeatureExtractor",
          ErrorCode::kInvalidData, "{}: \"{}\" is {}; only CLIP's is supported", source, key,
          quote(type == nullptr ? "" : type->dump()));
  }
}

/// (size - part) / 2, halves to the even number, as Python's round().
int centre_offset(std::size_t size, std::size_t part) {
  const auto margin = static_cast<int>(size - part);
  return margin % 4 == 3 ? margin / 2 + 1 : margin / 2;
}

}  // namespace

ClipPreprocessing ClipPreprocessing::load(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "preprocessor_config.json";
  return parse(read_json(path, std::size_t{1} << 20), path.string());
}

ClipPreprocessing ClipPreprocessing::parse(const Json& config, std::string_view source) {
  check(config.is_object(), ErrorCode::kInvalidData, "{}: expected a JSON object", source);
  check_steps(config, source);
  ClipPreprocessing result;
  result.shorter_side_ = shorter_side(config, source);
  result.crop_size_ = crop_side(config, source);
  check(result.crop_size_ <= result.shorter_side_, ErrorCode::kInvalidData,
        "{}: \"crop_size\" {} is above \"size\" {}, which is not supported", source, result.crop_size_,
        result.shorter_side_);
  const std::array<float, 3> mean = three_numbers(config, "image_mean", source, kMean);
  const std::array<float, 3> deviation = three_numbers(config, "image_std", source, kDeviation);
  const bool rescales = flag(config, "do_rescale", source), normalizes = flag(config, "do_normalize", source);
  const Json* factor = find(config, "rescale_factor");
  const double scale = factor == nullptr ? 1.0 / 255 : double{finite_float(*factor, "rescale_factor", source)};
  const bool is_unit = std::abs(scale * 255 - 1) < 1e-6;  // by division, as torchvision's ToTensor
  for (std::size_t c = 0; c < 3; ++c) {
    check(deviation[c] > 0, ErrorCode::kInvalidData, "{}: \"image_std\" holds {}; expected numbers above 0", source,
          deviation[c]);
    for (std::size_t level = 0; level < 256; ++level) {
      auto value = static_cast<float>(level);
      if (rescales) value = is_unit ? value / 255.0F : value * static_cast<float>(scale);
      result.values_[c][level] = normalizes ? (value - mean[c]) / deviation[c] : value;
    }
  }
  return result;
}

image::Image ClipPreprocessing::crop(std::string_view file, std::string_view source) const {
  const image::PillowImage picture = image::decode_pillow(file, source);
  const auto width = static_cast<std::size_t>(picture.width), height = static_cast<std::size_t>(picture.height);
  const std::size_t longer = shorter_side_ * std::max(width, height) / std::min(width, height);
  check(longer <= image::kMaxResizedSide, ErrorCode::kInvalidData,
        "{}: {} x {} pixels are too long and narrow: resized, they would be {} pixels long", source, width, height,
        longer);
  const std::size_t to_width = width <= height ? shorter_side_ : longer;
  const std::size_t to_height = width <= height ? longer : shorter_side_;
  const auto side_px = static_cast<int>(crop_size_);
  return image::to_rgb(image::pillow_resize(
      picture, static_cast<int>(to_width), static_cast<int>(to_height),
      {centre_offset(to_width, crop_size_), centre_offset(to_height, crop_size_), side_px, side_px}));
}

void ClipPreprocessing::normalize(const image::Image& crop, std::span<float> row) const {
  check(static_cast<std::size_t>(crop.width()) == crop_size_ && static_cast<std::size_t>(crop.height()) == crop_size_ &&
            crop.format() == image::Format::kRgb && row.size() == pixel_count(),
        ErrorCode::kInvalidArgument, "CLIP: a picture of {} x {} for {} values; expected {} x {} RGB for {}",
        crop.width(), crop.height(), row.size(), crop_size_, crop_size_, pixel_count());
  const std::size_t plane = crop_size_ * crop_size_;
  const auto bytes = crop.bytes();
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t i = 0; i < plane; ++i) row[c * plane + i] = values_[c][bytes[3 * i + c]];
}

nn::Matrix ClipPreprocessing::pixels(std::span<const std::filesystem::path> files, unsigned threads) const {
  nn::Matrix rows(files.size(), pixel_count());
  parallel_for(files.size(), threads, [&](std::size_t i) {
    normalize(crop(read_file(files[i], image::kMaxPhotoBytes), files[i].string()), rows.row(i));
  });
  return rows;
}

}  // namespace emo3d::encode
