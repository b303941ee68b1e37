#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace emo3d::text {

/// How BERT's texts are cleaned before they are split into words.
struct BertCleaning {
  bool lower_case = true;
  bool strip_accents = true;  ///< Also takes the marks of scripts that write with them (Devanagari's vowel signs).
  bool split_chinese = true;  ///< Each Chinese character is a word of its own.
};

/// The words of a text as BERT's basic tokenizer sees them (https://github.com/google-research/bert, tokenization.py;
/// the order of steps and the character classes are those of Hugging Face's tokenizers): control, format and private
/// characters go, words are parted by white space, and each punctuation mark is a word. Small letters are those of
/// single characters, so that a Greek word never ends in a final sigma.
/// `utf8` must be valid.
[[nodiscard]] std::vector<std::string> bert_words(std::string_view utf8, const BertCleaning& cleaning);

}  // namespace emo3d::text
