// Whatever bytes stand for a PyTorch checkpoint, or for the pickle in a sound one, they are read or refused with an
// Error of one line, and every element of what is read lies in its storage.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/nn/torch_checkpoint.h"
#include "tests/fuzz/expect.h"
#include "tests/support/torch_writer.h"

namespace {

using emo3d::fuzz::expect;

using namespace emo3d;

void read(std::string_view file) {
  const auto bytes = std::as_bytes(std::span(file));
  for (const auto& [name, tensor] : nn::parse_torch_checkpoint(bytes, "input")) {
    const auto count = nn::element_count(tensor.shape);
    const std::size_t stored = tensor.storage.size() / tensor.element_bytes;
    expect(count && *count <= stored && tensor.strides.size() == tensor.shape.size());
    expect(tensor.storage.empty() || (tensor.storage.data() >= bytes.data() &&
                                      tensor.storage.data() + tensor.storage.size() <= bytes.data() + bytes.size()));
    std::size_t last = tensor.offset;
    for (std::size_t d = 0; d < tensor.shape.size(); ++d) last += (tensor.shape[d] - 1) * tensor.strides[d];
    expect(*count == 0 || last < stored);
  }
}

void read_or_refuse(std::string_view file) {
  try {
    read(file);
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  read_or_refuse(input);
  read_or_refuse(testing::torch_zip(std::string(input), {{"0", std::string(24, 'f')}, {"1", std::string(8, 'l')}}));
  return 0;
}
