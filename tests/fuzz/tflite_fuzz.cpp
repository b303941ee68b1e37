// Whatever bytes lie in a TensorFlow Lite file, it is read or refused with an Error of one line; what is read can be
// made ready to run, and small models run.
#include <cstdint>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/tflite/executor.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;

std::size_t value_count(const emo3d::tflite::Port& port) {
  std::size_t count = 1;
  for (const int side : port.shape) {
    expect(side >= 1);
    count *= static_cast<std::size_t>(side);
  }
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  try {
    const auto model = tflite::Model::parse({reinterpret_cast<const std::byte*>(data), size}, "input");
    tflite::Executor executor(model);
    for (std::size_t i = 0; i < model.inputs().size(); ++i) {
      expect(executor.input(i).size() == value_count(model.inputs()[i]));
      for (float& value : executor.input(i)) value = 0.5F;
    }
    constexpr std::size_t kQuick = 1 << 22;
    if (model.multiply_adds() > kQuick) return 0;
    executor.run();
    for (std::size_t i = 0; i < model.outputs().size(); ++i)
      expect(executor.output(i).size() == value_count(model.outputs()[i]));
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
  return 0;
}
