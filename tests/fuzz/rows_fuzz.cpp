// Whatever bytes stand for rows of faces, they are read with scores in [0,1] or refused with an Error of one line.
#include <cstdint>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/service/extract_rows.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char* extension : {".csv", ".jsonl", ".json"}) {
    try {
      for (const service::ScoredRow& row : service::read_rows(bytes, extension, "input"))
        if (row.scores)
          for (const float score : *row.scores) expect(score >= 0 && score <= 1);
    } catch (const Error& e) {
      expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
    }
  }
  return 0;
}
