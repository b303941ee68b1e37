#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "emo3d/text/vocabulary.h"

namespace emo3d::text {

/// Byte-pair encoding over bytes as GPT-2 began it: each byte is a printable character of the vocabulary's tokens, and
/// words are built up from bytes by merges, the first of the list first. A word's last symbol bears "</w>", as in CLIP.
class BytePairs {
 public:
  static constexpr std::string_view kEndOfWord = "</w>";

  using Merges = std::vector<std::pair<std::string_view, std::string_view>>;

  /// The sources start the messages of errors; merges are numbered from 0.
  /// \throws Error kInvalidData naming what `vocabulary` lacks: the token of a byte, or a symbol or the result of a
  /// merge; and where a merge stands twice.
  BytePairs(const Vocabulary& vocabulary, const Merges& merges, std::string_view vocabulary_source,
            std::string_view merges_source);

  /// Appends the ids of `word`, which is not empty. Time grows with n log n of its n bytes.
  void append_word(std::string_view word, std::vector<std::int32_t>& ids) const;

 private:
  struct Merge {
    std::uint32_t rank = 0;
    std::int32_t result = 0;
  };
  struct PairHash {
    std::size_t operator()(std::uint64_t pair) const noexcept { return (pair * 0x9E3779B97F4A7C15u) >> 20; }
  };
  static std::uint64_t pair_of(std::int32_t left, std::int32_t right) {
    return (std::uint64_t{static_cast<std::uint32_t>(left)} << 32) | static_cast<std::uint32_t>(right);
  }

  std::array<std::int32_t, 256> bytes_;       ///< Ids of bytes within a word.
  std::array<std::int32_t, 256> last_bytes_;  ///< Ids of bytes at its end.
  std::unordered_map<std::uint64_t, Merge, PairHash> merges_;
};

/// Reads a merges.txt: a line "#version: ...", if any, and two symbols parted by a blank on each further line. The
/// result points into `bytes`. \throws Error kInvalidData naming `source` and the line.
[[nodiscard]] BytePairs::Merges parse_merges(std::string_view bytes, std::string_view source);

}  // namespace emo3d::text
