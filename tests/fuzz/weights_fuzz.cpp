// Whatever bytes lie in a Hugging Face folder as model.safetensors, model.safetensors.index.json or config.json, they
// are read or refused with an Error of one line, and what is accepted keeps its promises.
#include <cstdint>
#include <span>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/encode/encoder_config.h"
#include "emo3d/nn/weight_files.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;
using emo3d::fuzz::read_or_refuse;

void read_tensors(std::string_view bytes) {
  const std::span file(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size());
  const emo3d::nn::SafeTensorsIndex index = emo3d::nn::parse_safetensors(file, "model.safetensors");
  std::size_t covered = 0;
  for (const auto& [name, entry] : index.tensors) {
    expect(entry.begin <= entry.end && entry.end <= bytes.size());
    expect(emo3d::nn::element_count(entry.shape).has_value());
    covered += entry.end - entry.begin;
  }
  expect(covered <= bytes.size());
}

void read_weight_map(std::string_view bytes) {
  for (const auto& [tensor, file] : emo3d::nn::parse_weight_map(bytes, "model.safetensors.index.json"))
    expect(file.find('/') == std::string::npos && file.ends_with(".safetensors"));
}

void expect_sound(const emo3d::encode::TransformerConfig& config) {
  expect(config.layers > 0 && config.heads > 0 && config.width % config.heads == 0 && config.hidden_width > 0);
}

void read_clip(std::string_view bytes) {
  const emo3d::encode::ClipConfig config = emo3d::encode::parse_clip_config(bytes, "config.json");
  expect_sound(config.text.transformer);
  expect_sound(config.vision.transformer);
  expect(config.vision.image_size % config.vision.patch_size == 0);
}

void read_bert(std::string_view bytes) {
  const emo3d::encode::BertConfig config = emo3d::encode::parse_bert_config(bytes, "config.json");
  expect_sound(config.transformer);
  expect(config.positions > 0 && config.vocabulary > 0 && config.token_types > 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_or_refuse(read_tensors, bytes);
  read_or_refuse(read_weight_map, bytes);
  read_or_refuse(read_clip, bytes);
  read_or_refuse(read_bert, bytes);
  return 0;
}
