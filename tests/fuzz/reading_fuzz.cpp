#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/reading/clause.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/reading.h"
#include "emo3d/reading/spelling.h"
#include "emo3d/text/sides.h"

/// Whatever the text, reading it either gives scores in [0,1] and extents inside the text, and mirrored ones for the
/// mirrored text, or an Error of one line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace emo3d;
  using namespace emo3d::reading;
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    check_description(text);
    const Spelling spelling = correct_spelling(text);
    if (spelling.corrections.empty() != (spelling.text == text)) std::abort();
    const Reading reading = read_description(text);
    for (const FacialAction& action : reading.actions) {
      if (action.begin >= action.end || action.end > reading.text.size()) std::abort();
      for (const ChannelScore& s : action.scores)
        if (!(s.score >= 0 && s.score <= 1)) std::abort();
    }
    for (const Clause& clause : find_clauses(reading.text))
      if (clause.begin >= clause.end || clause.end > reading.text.size()) std::abort();
    const Reading mirror = read_description(text::mirror_sides(plain_text(text)));
    if (mirror.text != reading.text || (mirror.mirrored != reading.mirrored) != reading.names_side) std::abort();
  } catch (const Error& e) {
    if (std::string_view(e.what()).find('\n') != std::string_view::npos) std::abort();
  }
  return 0;
}
