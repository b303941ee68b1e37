// Whatever bytes lie in a .npy file, it is read or refused with an Error of one line.
#include <cstdint>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/nn/npy.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;

template <typename T>
void read(std::span<const std::byte> file) {
  const auto array = emo3d::nn::parse_npy<T>(file, "input");
  expect(emo3d::nn::element_count(array.shape) == array.values.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  const std::span<const std::byte> file(reinterpret_cast<const std::byte*>(data), size);
  try {
    switch (nn::parse_npy_header(file, "input").type) {
      case nn::NpyType::kFloat32:
        read<float>(file);
        break;
      case nn::NpyType::kInt32:
        read<std::int32_t>(file);
        break;
      case nn::NpyType::kInt64:
        read<std::int64_t>(file);
        break;
      case nn::NpyType::kUint8:
        read<std::uint8_t>(file);
        break;
    }
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
  return 0;
}
