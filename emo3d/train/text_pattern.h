#pragma once

#include <bitset>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::train {

/// The words of a text and where each stands, for looking up patterns.
class WordPositions {
 public:
  /// Words after this many are left out.
  static constexpr std::size_t kMaxWords = 127;
  using Set = std::bitset<kMaxWords + 1>;

  /// \param words_only a text from words_only().
  explicit WordPositions(std::string_view words_only);
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Where `word` stands.
  [[nodiscard]] Set of(const std::string& word) const;

 private:
  std::size_t size_ = 0;
  std::map<std::string, Set, std::less<>> positions_;
};

/// All that a line of situations.txt can say: choices "(a|b)", slots "<name>", forms of all speakers "{I}".
class TextPattern {
 public:
  using Slots = std::map<std::string, std::vector<std::string>, std::less<>>;

  /// \throws Error kInvalidData for unbalanced brackets, unknown slots and words glued to brackets.
  TextPattern(std::string_view line, const Slots& slots);

  /// Whether one of its texts is the whole of `text`, or stands in it and has at least kPhraseWords words: shorter ones
  /// ("run", "too bad") are also parts of other sentences.
  [[nodiscard]] bool occurs_in(const WordPositions& text) const;
  static constexpr std::size_t kPhraseWords = 3;

  /// How many texts the line can say (those that come out the same counted apart).
  [[nodiscard]] double variants() const;

  /// A part of a pattern: a word, or parts that follow each other, or parts of which one is chosen.
  struct Node {
    enum class Type { kWord, kSequence, kChoice } type = Type::kSequence;
    std::string word = {};
    std::vector<Node> parts = {};
  };

 private:
  Node root_;
};

}  // namespace emo3d::train
