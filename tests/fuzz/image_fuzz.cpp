// Whatever bytes stand for a picture, they become one within its limits or are refused with an Error of one line.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/image/pyramid.h"
#include "emo3d/image/read_image.h"

namespace {

void expect(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  try {
    image::Image picture = image::decode_photo({reinterpret_cast<const char*>(data), size}, "input");
    expect(picture.width() > 0 && picture.height() > 0);
    if (picture.width() > 256 || picture.height() > 256) return 0;  // shrinking large ones is not what is tested
    expect(!image::pyramid(std::move(picture), 64).empty());
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
  return 0;
}
