#include "emo3d/service/similarity.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "emo3d/base/error.h"
#include "emo3d/base/progress.h"
#include "emo3d/nn/weight_files.h"
#include "emo3d/service/extract_rows.h"

namespace emo3d::service {
namespace {

using Vectors = std::vector<std::vector<float>>;

float dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
  return static_cast<float>(std::clamp(sum, -1.0, 1.0));
}

std::vector<float> softmax(std::span<const float> cosines, float scale) {
  const float largest = *std::ranges::max_element(cosines);
  std::vector<double> powers(cosines.size());
  std::ranges::transform(cosines, powers.begin(), [&](float c) { return std::exp(double{scale} * (c - largest)); });
  const double sum = std::accumulate(powers.begin(), powers.end(), 0.0);
  std::vector<float> shares(cosines.size());
  std::ranges::transform(powers, shares.begin(), [&](double p) { return static_cast<float>(p / sum); });
  return shares;
}

void note_summary(const EmbedSummary& summary, std::vector<std::string>& notes) {
  if (summary.cut_texts > 0)
    notes.push_back(fmt::format("{} longer than the {} tokens that the model reads; {} not read",
                                summary.cut_texts == 1 ? "1 text is" : fmt::format("{} texts are", summary.cut_texts),
                                summary.max_tokens, counted(summary.cut_tokens, "token")));
  if (!summary.cache_fault.empty() && std::ranges::find(notes, summary.cache_fault) == notes.end())
    notes.push_back(summary.cache_fault);
}

/// A share or cosine with as many digits as mean something.
double rounded(float value) { return std::round(double{value} * 1e6) / 1e6; }

OrderedJson rounded(std::span<const float> values) {
  OrderedJson json = OrderedJson::array();
  for (const float value : values) json.push_back(rounded(value));
  return json;
}

}  // namespace

Similarity compare(std::span<const TextLine> texts, std::span<const std::filesystem::path> images,
                   const EmbedOptions& options, const std::function<void()>& on_input) {
  check(!texts.empty(), ErrorCode::kInvalidArgument, "no texts to compare with");
  check(!images.empty() || texts.size() > 1, ErrorCode::kInvalidArgument,
        "one text alone cannot be compared; give images or more texts");
  EmbedOptions scaled = options;
  scaled.normalize = true;
  Similarity result;
  Vectors text_vectors, image_vectors;
  const auto collect = [&on_input](Vectors& vectors) {
    return [&vectors, &on_input](const EmbeddedRow& row) {
      check(row.fault.empty(), ErrorCode::kInvalidData, "{}", row.fault);
      vectors.emplace_back(row.values.begin(), row.values.end());
      if (on_input) on_input();
    };
  };
  if (!images.empty()) {  // first: a model without an image tower is refused at once
    EmbedOptions of_images = scaled;
    of_images.pooling.reset();
    note_summary(embed_images(images, of_images, {.take = collect(image_vectors)}), result.notes);
    const std::filesystem::path folder = encoder_folder(options.model);
    result.logit_scale = encode::clip_logit_scale(nn::WeightFiles(folder), encode::read_clip_config(folder));
    for (const std::filesystem::path& image : images) result.images.push_back(path_text(image));
  }
  note_summary(embed_texts(texts, scaled, {.take = collect(text_vectors)}), result.notes);
  for (const TextLine& text : texts) result.texts.push_back(text.text);
  for (const std::vector<float>& row : images.empty() ? text_vectors : image_vectors) {
    std::vector<float>& cosines = result.cosines.emplace_back();
    for (const std::vector<float>& text : text_vectors) cosines.push_back(dot(row, text));
    if (result.logit_scale) result.probabilities.push_back(softmax(cosines, *result.logit_scale));
  }
  return result;
}

std::vector<std::size_t> nearest_texts(const Similarity& similarity, std::size_t row, std::size_t count) {
  std::vector<std::size_t> order(similarity.texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (similarity.images.empty()) std::erase(order, row);
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t t) { return similarity.cosines[row][t]; });
  order.resize(std::min(order.size(), count));
  return order;
}

OrderedJson to_json(const Similarity& similarity, std::optional<std::size_t> top) {
  OrderedJson rows = OrderedJson::array();
  for (std::size_t r = 0; r < similarity.cosines.size(); ++r) {
    OrderedJson row = {{similarity.images.empty() ? "text" : "image", similarity.rows()[r]}};
    if (top) {
      OrderedJson& nearest = row["top"] = OrderedJson::array();
      for (const std::size_t t : nearest_texts(similarity, r, *top)) {
        OrderedJson one = {{"text", similarity.texts[t]}, {"cosine", rounded(similarity.cosines[r][t])}};
        if (!similarity.probabilities.empty()) one["probability"] = rounded(similarity.probabilities[r][t]);
        nearest.push_back(std::move(one));
      }
    } else {
      row["cosines"] = rounded(similarity.cosines[r]);
      if (!similarity.probabilities.empty()) row["probabilities"] = rounded(similarity.probabilities[r]);
    }
    rows.push_back(std::move(row));
  }
  OrderedJson json = {{"texts", similarity.texts}};
  if (similarity.logit_scale) json["logit_scale"] = rounded(*similarity.logit_scale);
  json["rows"] = std::move(rows);
  if (!similarity.notes.empty()) json["notes"] = similarity.notes;
  return json;
}

}  // namespace emo3d::service
