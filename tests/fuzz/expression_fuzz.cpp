#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/face/expression_json.h"

/// Whatever the bytes, reading them as an expression either gives scores in [0,1] that survive writing and reading
/// again, or an Error of one line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  using namespace emo3d::face;
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const ExpressionDocument document = expression_from_json(parse_json(text, "input"), "input");
    for (const Channel c : channels())
      if (!(document.expression[c] >= 0 && document.expression[c] <= 1)) std::abort();
    const std::string written = to_json(document).dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    const ExpressionDocument again = expression_from_json(parse_json(written, "written"), "written");
    if (max_difference(document.expression, again.expression) > 1e-6f) std::abort();
  } catch (const Error& e) {
    if (std::string_view(e.what()).find('\n') != std::string_view::npos) std::abort();
  }
  return 0;
}
