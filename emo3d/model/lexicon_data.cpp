#include "emo3d/model/lexicon_data.h"

#include "emo3d/base/error.h"
#include "emo3d/model/word_list.h"

namespace emo3d::model {

std::vector<LexiconEntry> read_lexicon() {
  std::vector<LexiconEntry> entries;
  for (const DataLine& line : read_data_lines(lexicon_text())) {
    const std::vector<std::string_view> columns = split(line.text, '|');
    check(columns.size() == 1 + kWordKinds, ErrorCode::kInvalidData, "lexicon.txt: {} has {} columns, expected {}",
          quote(line.text), columns.size(), 1 + kWordKinds);
    const Mixture mixture = read_mixture_and_strength(columns[0]);
    for (std::size_t kind = 0; kind < kWordKinds; ++kind)
      for (const std::string_view word : split(columns[1 + kind], ','))
        if (!word.empty()) entries.push_back({std::string(word), static_cast<WordKind>(kind), mixture});
  }
  return entries;
}

std::vector<Degree> read_degrees(std::string_view section) {
  std::vector<Degree> degrees;
  for (const DataLine& line : read_data_lines(degrees_text())) {
    if (line.section != section) continue;
    const std::size_t blank = line.text.find(' ');
    check(blank != std::string_view::npos, ErrorCode::kInvalidData, "degrees.txt: {} has no words", quote(line.text));
    degrees.push_back({std::string(trimmed(line.text.substr(blank))), read_number(line.text.substr(0, blank))});
  }
  return degrees;
}

}  // namespace emo3d::model
