#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// From text to the numbers a language model reads.
///
///     const auto pieces = emo3d::text::parse_unigram_vocabulary(json, "vocab.json");
///     const emo3d::text::UnigramTokenizer tokenizer(pieces);
///     std::vector<std::int32_t> ids = tokenizer.encode("He raises the left eyebrow.");
namespace emo3d::text {

/// A piece of a unigram vocabulary; its id is its place in the list.
struct Piece {
  std::string text;  ///< UTF-8; U+2581 stands for a blank.
  double score = 0;  ///< Log-probability.
};

/// The first entries (unknown, sentence marks, spare ids) are never matched by text; id 0 is "unknown".
inline constexpr std::size_t kReservedPieces = 6;

/// Reads a vocab.json of the Universal Sentence Encoder Lite: [["piece", score], ...]; a score of null counts as 0, as
/// it does in the reference implementation. \throws Error kInvalidData naming `source` and the entry.
[[nodiscard]] std::vector<Piece> parse_unigram_vocabulary(std::string_view json, std::string_view source);

/// The unigram tokenizer of `@tensorflow-models/universal-sentence-encoder` 1.3.3, id for id. Immutable.
class UnigramTokenizer {
 public:
  /// Of pieces with the same text the last one counts.
  /// \throws Error kInvalidArgument where there is none after the reserved ones, or one of those is empty or longer
  /// than 256 characters.
  explicit UnigramTokenizer(const std::vector<Piece>& pieces);

  /// Ids of the most likely segmentation: NFKC, a blank put in front, then Viterbi over the pieces. Runs of characters
  /// that no piece covers give one id 0. Case is kept, white space is not trimmed. Empty text gives no ids.
  /// Time is linear in the text's length.
  /// \throws Error kInvalidArgument for invalid UTF-8 and for more than 16 MiB.
  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view utf8) const;

  /// Number of ids.
  [[nodiscard]] std::size_t size() const { return piece_count_; }

 private:
  static constexpr std::int32_t kNoPiece = -1;
  /// A node of the trie over code points; the root is node 0.
  struct Node {
    std::int32_t id = kNoPiece;
    double score = 0;
  };
  /// An edge of the trie in an open-addressing hash table; `target` is 0 in free slots, for no edge leads to the root.
  struct Edge {
    std::uint64_t key = 0;
    std::uint32_t target = 0;
  };

  [[nodiscard]] std::size_t find_slot(std::uint32_t node, char32_t code_point) const;
  void insert(const std::u32string& piece, std::int32_t id, double score);

  std::size_t piece_count_ = 0;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
};

}  // namespace emo3d::text
