#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "emo3d/text/words.h"

namespace emo3d::reading {

/// Phrases to be found among words.
///
///     static const PhraseList kNegations("not|no longer|far from");
///     std::size_t length = kNegations.longest(words, 3);  // 2 where words 3 and 4 are "no longer"
class PhraseList {
 public:
  /// \param phrases parted by '|', their words by one blank; must outlive the list.
  explicit PhraseList(std::string_view phrases);

  /// Words of the longest phrase that begins at word `at`; 0 where none does.
  [[nodiscard]] std::size_t longest(std::span<const text::Word> words, std::size_t at) const;

 private:
  /// By first word; the longest first.
  std::map<std::string_view, std::vector<std::vector<std::string_view>>> phrases_;
};

}  // namespace emo3d::reading
