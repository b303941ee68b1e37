#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "emo3d/text/byte_pairs.h"
#include "emo3d/text/subword_tokenizer.h"

namespace emo3d::text {

/// The tokenizer of OpenAI's CLIP (https://github.com/openai/CLIP, simple_tokenizer.py), id for id: texts are cleaned
/// and split as clip_words.h says, words encoded by byte pairs. Hugging Face's CLIPTokenizerFast leaves out the repair,
/// and so differs on texts that need it.
class ClipTokenizer : public SubwordTokenizer {
 public:
  /// The sources start the messages of errors. `pad`: the token to fill batches with; where it is empty, the end token.
  /// \throws Error kInvalidData as BytePairs, and where "<|startoftext|>" or "<|endoftext|>" is missing.
  ClipTokenizer(const Vocabulary& vocabulary, const BytePairs::Merges& merges, std::string_view pad,
                std::string_view vocabulary_source, std::string_view merges_source);

  /// Reads vocab.json and merges.txt, else tokenizer.json.
  /// \throws Error kNotFound, or kInvalidData naming file and place.
  [[nodiscard]] static std::unique_ptr<ClipTokenizer> load(const std::filesystem::path& folder);

  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view utf8) const override;

 private:
  BytePairs pairs_;
};

}  // namespace emo3d::text
