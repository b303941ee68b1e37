#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace emo3d::reading {

/// Phrases by their words, as a trie: the longest one at a place of a text is found in a time that does not grow with
/// the number of phrases.
///
///     PhraseTable table;
///     table.add(std::vector<std::string>{"over", "the", "moon"}, 7);
class PhraseTable {
 public:
  using WordId = std::uint32_t;
  /// The ids that one word of a text may stand for, the likeliest first; none for a word of no phrase.
  using WordIds = std::vector<WordId>;
  struct Match {
    std::size_t length;  ///< In words.
    std::size_t value;
  };

  /// Lets `words` (not empty) stand for `value`, unless they are known already. Returns what they stand for then.
  std::size_t add(std::span<const std::string> words, std::size_t value);
  /// The id of a word that occurs in some phrase.
  [[nodiscard]] std::optional<WordId> find_word(std::string_view word) const;
  /// The longest phrase that `text` begins with; of equally long ones that of the likelier ids.
  [[nodiscard]] std::optional<Match> longest(std::span<const WordIds> text) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  [[nodiscard]] std::optional<Match> longest_from(std::uint32_t node, std::span<const WordIds> text,
                                                  std::size_t depth) const;

  std::unordered_map<std::string, WordId, Hash, std::equal_to<>> ids_;
  std::unordered_map<std::uint64_t, std::uint32_t> edges_;        ///< Node and word to node; 0 is the root.
  std::vector<std::optional<std::size_t>> values_{std::nullopt};  ///< By node.
};

}  // namespace emo3d::reading
