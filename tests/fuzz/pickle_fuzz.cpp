// Whatever bytes stand for a pickle, they are read or refused with an Error of one line, and what is read names only
// values that are there.
#include <cstdint>
#include <span>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/nn/pickle.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;

using namespace emo3d;
using Kind = nn::PickleValue::Kind;

constexpr std::string_view kFunctions[] = {"torch._utils._rebuild_tensor_v2"};
constexpr std::string_view kTypes[] = {"torch.FloatStorage", "torch.LongStorage"};

void read(std::span<const std::byte> bytes) {
  const nn::Pickle pickle = nn::parse_pickle(bytes, "input", {.functions = kFunctions, .types = kTypes});
  expect(pickle.root < pickle.values.size() && pickle.values.size() <= nn::kMaxPickleValues);
  for (const nn::PickleValue& value : pickle.values) {
    expect(value.offset < bytes.size());
    for (const std::uint32_t item : value.items) expect(item < pickle.values.size());
    expect(value.kind != Kind::kDict || value.items.size() % 2 == 0);
    expect(value.kind != Kind::kPersistent || value.items.size() == 1);
    if (value.kind != Kind::kCall) continue;
    expect(value.items.size() == 2 && pickle[value.items[1]].kind == Kind::kTuple);
    expect(pickle[value.items[0]].text == kFunctions[0]);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    read(std::as_bytes(std::span(data, size)));
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
  return 0;
}
