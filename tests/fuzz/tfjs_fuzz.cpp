// Whatever bytes lie in a model folder, model.json and vocab.json are read or refused with an Error of one line, and
// what is accepted keeps its promises.
#include <cstdint>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/nn/tfjs.h"
#include "emo3d/text/tokenizer.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;
using emo3d::fuzz::read_or_refuse;

void read_manifest(std::string_view bytes) {
  const emo3d::nn::TfjsManifest manifest = emo3d::nn::parse_tfjs_manifest(bytes, "model.json");
  expect(!manifest.shards.empty());
  std::size_t total = 0;
  for (const auto& [name, tensor] : manifest.tensors) {
    expect(tensor.offset % 4 == 0 && tensor.count <= (manifest.byte_size - tensor.offset) / 4);
    expect(emo3d::nn::element_count(tensor.shape) == tensor.count);
    total += 4 * tensor.count;
  }
  expect(total == manifest.byte_size);
  emo3d::nn::check_shard_sizes(manifest, std::vector<std::size_t>(manifest.shards.size(), bytes.size()), "folder");
}

void read_vocabulary(std::string_view bytes) {
  const auto pieces = emo3d::text::parse_unigram_vocabulary(bytes, "vocab.json");
  const emo3d::text::UnigramTokenizer tokenizer(pieces);
  for (const std::string_view text :
       {std::string_view("He raises the left eyebrow, 10:30"), std::string_view(pieces.back().text)}) {
    for (const std::int32_t id : tokenizer.encode(text))
      expect(id >= 0 && static_cast<std::size_t>(id) < pieces.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_or_refuse(read_manifest, bytes);
  read_or_refuse(read_vocabulary, bytes);
  return 0;
}
