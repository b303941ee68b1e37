#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// The vocabulary files of Hugging Face model folders, read as untrusted.
namespace emo3d::text {

/// Limits of what is read.
inline constexpr std::size_t kMaxVocabulary = 2'000'000;  ///< Tokens, and merges.
inline constexpr std::size_t kMaxTokenizerBytes = std::size_t{256} << 20;

/// Tokens and their ids, 0 to size() - 1.
class Vocabulary {
 public:
  static constexpr std::int32_t kNone = -1;

  Vocabulary() = default;
  /// The id of a token is its place. `source` starts the messages of errors.
  /// \throws Error kInvalidData where there is none, more than kMaxVocabulary, or a token stands twice, is empty or no
  /// valid UTF-8.
  Vocabulary(std::vector<std::string> tokens, std::string_view source);
  Vocabulary(Vocabulary&&) noexcept = default;
  Vocabulary& operator=(Vocabulary&&) noexcept = default;
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  /// The id of `token`, or kNone.
  [[nodiscard]] std::int32_t find(std::string_view token) const {
    const auto found = ids_.find(token);
    return found == ids_.end() ? kNone : found->second;
  }
  /// The id of `token`. \throws Error kInvalidData naming `source` and the token where it is not there.
  [[nodiscard]] std::int32_t at(std::string_view token, std::string_view source) const;
  [[nodiscard]] const std::string& token(std::int32_t id) const { return tokens_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] std::size_t size() const { return tokens_.size(); }

 private:
  std::vector<std::string> tokens_;
  std::unordered_map<std::string_view, std::int32_t> ids_;
};

/// Reads a vocab.txt: a token a line, its id the number of lines before it. A carriage return at the end of a line is
/// no part of the token. \throws Error kInvalidData naming `source` and the line.
[[nodiscard]] Vocabulary parse_vocab_txt(std::string_view bytes, std::string_view source);

/// Reads a vocab.json: {"token": id, ...}, the ids in any order.
/// \throws Error kInvalidData naming `source` and the token, also where an id stands twice or is missing.
[[nodiscard]] Vocabulary parse_vocab_json(std::string_view bytes, std::string_view source);

/// A token and the id that a file gives it.
struct NumberedToken {
  std::string token;
  std::uint64_t id = 0;
};

/// Puts tokens in the order of their ids. \throws Error kInvalidData where ids are not 0 to size - 1, each once.
[[nodiscard]] Vocabulary make_vocabulary(std::vector<NumberedToken> tokens, std::string_view source);

}  // namespace emo3d::text
