#include "emo3d/train/text_pattern.h"

#include <algorithm>

#include "emo3d/base/error.h"
#include "emo3d/reading/word_list.h"
#include "emo3d/train/phrasing.h"
#include "emo3d/train/speakers.h"

namespace emo3d::train {
namespace {

using Node = TextPattern::Node;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  const std::string plain = words_only(text);
  for (const std::string_view word : reading::split(plain, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

class Parser {
 public:
  Parser(std::string_view line, const TextPattern::Slots& slots) : line_(line), rest_(line), slots_(&slots) {}

  [[nodiscard]] Node whole() {
    Node node = sequence();
    require(rest_.empty(), "has a bracket too many");
    return node;
  }

 private:
  void require(bool holds, std::string_view otherwise) const {
    check(holds, ErrorCode::kInvalidData, "situations.txt: {} {}", quote(line_), otherwise);
  }

  [[nodiscard]] Node sequence() {
    Node node;
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') {
      switch (rest_[0]) {
        case '(':
          node.parts.push_back(choice());
          break;
        case '<':
          node.parts.push_back(slot());
          break;
        case '{':
          node.parts.push_back(forms("", bracketed('}')));
          break;
        default:
          plain(node);
      }
    }
    return node;
  }

  [[nodiscard]] Node choice() {
    Node node{.type = Node::Type::kChoice};
    do {
      rest_.remove_prefix(1);
      node.parts.push_back(sequence());
    } while (!rest_.empty() && rest_[0] == '|');
    require(!rest_.empty(), "has an open '('");
    rest_.remove_prefix(1);
    refuse_glue();
    return node;
  }

  [[nodiscard]] Node slot() {
    const std::string_view name = bracketed('>');
    refuse_glue();
    const auto found = slots_->find(name);
    require(found != slots_->end(), "names an unknown slot");
    Node node{.type = Node::Type::kChoice};
    for (const std::string& text : found->second) node.parts.push_back(Parser(text, *slots_).whole());
    return node;
  }

  /// All forms of {key} after `stem` ("love" of "love{s}").
  [[nodiscard]] static Node forms(const std::string& stem, std::string_view key) {
    Node node{.type = Node::Type::kChoice};
    for (const std::string_view ending : all_forms(key)) {
      Node words;
      append(words, stem + std::string(ending));
      node.parts.push_back(std::move(words));
    }
    return node;
  }

  void plain(Node& node) {
    const std::size_t end = std::min(rest_.find_first_of("(|)<{"), rest_.size());
    std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end);
    const std::size_t stem = text.find_last_of(' ') == std::string_view::npos ? 0 : text.find_last_of(' ') + 1;
    if (rest_.starts_with('{') && stem < text.size()) {
      append(node, text.substr(0, stem));
      node.parts.push_back(forms(std::string(text.substr(stem)), bracketed('}')));
    } else {
      append(node, text);
    }
  }

  static void append(Node& node, std::string_view text) {
    for (std::string& word : words_of(text)) node.parts.push_back({.type = Node::Type::kWord, .word = std::move(word)});
  }

  [[nodiscard]] std::string_view bracketed(char close) {
    const std::size_t end = rest_.find(close);
    require(end != std::string_view::npos, "has an open bracket");
    const std::string_view inside = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return inside;
  }

  void refuse_glue() const {
    require(rest_.empty() || std::string_view(" ,.!?:;|)").find(rest_[0]) != std::string_view::npos,
            "has a word glued to a bracket");
  }

  std::string_view line_;
  std::string_view rest_;
  const TextPattern::Slots* slots_;
};

/// Where texts of `node` end that begin at one of `starts`.
WordPositions::Set ends(const Node& node, const WordPositions& text, WordPositions::Set starts) {
  if (node.type == Node::Type::kWord) return (starts & text.of(node.word)) << 1;
  if (node.type == Node::Type::kSequence) {
    for (const Node& part : node.parts) {
      if (starts.none()) break;
      starts = ends(part, text, starts);
    }
    return starts;
  }
  WordPositions::Set all;
  for (const Node& part : node.parts) all |= ends(part, text, starts);
  return all;
}

double count_variants(const Node& node) {
  if (node.type == Node::Type::kWord) return 1;
  const bool choice = node.type == Node::Type::kChoice;
  double count = choice ? 0 : 1;
  for (const Node& part : node.parts) count = choice ? count + count_variants(part) : count * count_variants(part);
  return count;
}

}  // namespace

WordPositions::WordPositions(std::string_view words_only) {
  for (const std::string_view word : reading::split(words_only, ' ')) {
    if (word.empty()) continue;
    if (size_ == kMaxWords) break;
    positions_[std::string(word)].set(size_++);
  }
}

WordPositions::Set WordPositions::of(const std::string& word) const {
  const auto found = positions_.find(word);
  return found == positions_.end() ? Set{} : found->second;
}

TextPattern::TextPattern(std::string_view line, const Slots& slots) : root_(Parser(line, slots).whole()) {}

double TextPattern::variants() const { return count_variants(root_); }

bool TextPattern::occurs_in(const WordPositions& text) const {
  for (std::size_t start = 0; start < text.size(); ++start) {
    WordPositions::Set from;
    from.set(start);
    const WordPositions::Set to = ends(root_, text, from);
    if (start == 0 && to[text.size()]) return true;
    for (std::size_t end = start + kPhraseWords; end <= text.size(); ++end)
      if (to[end]) return true;
  }
  return false;
}

}  // namespace emo3d::train
