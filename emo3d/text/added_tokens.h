#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::text {

/// A token that is found in a text before the text is split into words.
struct AddedToken {
  std::string text;
  std::int32_t id = 0;
  bool strips_left = false;  ///< Takes the blanks before it, as XLM-RoBERTa's "<mask>" does.
  bool strips_right = false;
};

/// Finds added tokens in a text, of those that begin at one place the longest.
class AddedTokens {
 public:
  /// A stretch of the text, or an added token in it.
  struct Part {
    std::string_view text;
    std::int32_t id = kText;
  };
  static constexpr std::int32_t kText = -1;

  AddedTokens() = default;
  /// \throws Error kInvalidData naming `source` where a token is empty.
  AddedTokens(std::vector<AddedToken> tokens, std::string_view source);

  /// The parts of valid UTF-8 in order; those of text are not empty.
  [[nodiscard]] std::vector<Part> split(std::string_view utf8) const;

 private:
  [[nodiscard]] const AddedToken* token_at(std::string_view utf8) const;

  std::vector<AddedToken> tokens_;     ///< The longest first.
  std::array<bool, 256> begins_ = {};  ///< Whether one begins with that byte.
};

}  // namespace emo3d::text
