// Whatever bytes stand for a picture, they become one within its limits or are refused with an Error of one line.
#include <cstdint>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/image/pillow_resize.h"
#include "emo3d/image/pyramid.h"
#include "emo3d/image/read_image.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;

void shrink_as_pillow(std::string_view bytes) {
  using namespace emo3d::image;
  const PillowImage picture = decode_pillow(bytes, "input");
  if (picture.width > 256 || picture.height > 256) return;
  const Image small = to_rgb(pillow_resize(picture, 9, 7, {1, 1, 7, 5}));
  expect(small.width() == 7 && small.height() == 5);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  try {
    shrink_as_pillow({reinterpret_cast<const char*>(data), size});
    image::Image picture = image::decode_photo({reinterpret_cast<const char*>(data), size}, "input");
    expect(picture.width() > 0 && picture.height() > 0);
    if (picture.width() > 256 || picture.height() > 256) return 0;  // shrinking large ones is not what is tested
    expect(!image::pyramid(std::move(picture), 64).empty());
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
  return 0;
}
