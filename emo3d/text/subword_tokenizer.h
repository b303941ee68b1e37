#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

/// The tokenizers of the encoders: from text to ids of a vocabulary, equal to the reference implementations.
///
///     const auto tokenizer = emo3d::text::load_tokenizer("clip-vit-base-patch32");
///     const emo3d::text::TokenWindows windows =
///         make_windows(*tokenizer, "a wide smile", 77, emo3d::text::LengthPolicy::kCut);
///     windows.windows[0];  // start id, the text's ids, end id
namespace emo3d::text {

/// The ids that frame a text.
struct SpecialIds {
  std::int32_t start = 0;
  std::int32_t end = 0;
  std::int32_t pad = 0;
};

/// How two texts stand in one sequence: start A end, further ends, B end.
struct PairFormat {
  int further_ends = 0;          ///< Ends between the texts beyond that of A.
  std::int32_t second_type = 0;  ///< Type id of B and its end; that of all before is 0.
};

/// Text to ids. Immutable, for any number of threads.
class SubwordTokenizer {
 public:
  /// Ids that each window spends on its frame.
  static constexpr std::size_t kFrame = 2;

  SubwordTokenizer(const SubwordTokenizer&) = delete;
  SubwordTokenizer& operator=(const SubwordTokenizer&) = delete;
  virtual ~SubwordTokenizer() = default;

  /// The ids of `utf8` without start and end; none for a text of blanks. Special tokens written in the text ("[SEP]")
  /// become their ids, as in the reference. \throws Error kInvalidArgument for invalid UTF-8 (naming the byte) and for
  /// more than 16 MiB; for nothing else.
  [[nodiscard]] virtual std::vector<std::int32_t> encode(std::string_view utf8) const = 0;

  [[nodiscard]] const SpecialIds& special_ids() const { return special_; }
  [[nodiscard]] const PairFormat& pair_format() const { return pair_; }
  /// Number of ids: all that encode() gives are below it.
  [[nodiscard]] std::size_t vocabulary_size() const { return vocabulary_size_; }

 protected:
  SubwordTokenizer(SpecialIds special, PairFormat pair, std::size_t vocabulary_size)
      : special_(special), pair_(pair), vocabulary_size_(vocabulary_size) {}

 private:
  SpecialIds special_;
  PairFormat pair_;
  std::size_t vocabulary_size_;
};

/// The tokenizer of a Hugging Face model folder. What kind it is say `tokenizer_class` of tokenizer_config.json, else
/// `model_type` of config.json, else the files that are there:
/// CLIP vocab.json + merges.txt, BERT vocab.txt (both also from tokenizer.json alone), XLM-RoBERTa
/// sentencepiece.bpe.model.
/// \throws Error kNotFound where no such file is there, kInvalidData naming file, place and expectation.
[[nodiscard]] std::unique_ptr<SubwordTokenizer> load_tokenizer(const std::filesystem::path& folder);

/// What becomes of a text of more ids than the encoder takes.
enum class LengthPolicy {
  kError,      ///< It is refused.
  kCut,        ///< The first ids are kept, and the end id.
  kChunkMean,  ///< As few windows as hold it, of lengths that differ by 1 at most; the caller averages their
               ///< embeddings, each weighted by its ids without the frame.
};

/// The policy called "error", "cut" or "chunk-mean". \throws Error kInvalidArgument naming these.
[[nodiscard]] LengthPolicy parse_length_policy(std::string_view name);

/// A text as sequences for an encoder.
struct TokenWindows {
  std::vector<std::vector<std::int32_t>> windows;  ///< At least one; each is start, ids, end.
  std::size_t tokens = 0;                          ///< Ids of the whole text, without start and end.
  std::size_t cut = 0;                             ///< How many of them stand in no window.
};

/// How many of `tokens` ids fit in one window of `max_length` with its frame.
[[nodiscard]] std::size_t count_kept(std::size_t tokens, std::size_t max_length);

/// `utf8` in windows of at most `max_length` ids, start and end counted.
/// \throws Error kInvalidArgument where `max_length` is below 3, under kError where the text is longer (naming the
/// count and the limit), and as encode() does.
[[nodiscard]] TokenWindows make_windows(const SubwordTokenizer& tokenizer, std::string_view utf8,
                                        std::size_t max_length, LengthPolicy policy);

/// Two texts as one sequence.
struct TokenPair {
  std::vector<std::int32_t> ids;
  std::vector<std::int32_t> type_ids;  ///< One for each id.
  std::size_t cut = 0;                 ///< How many ids of the two texts were left out.
};

/// `first` and `second` in one sequence of at most `max_length` ids; where they are longer, ids are taken from the end
/// of the longer text, and from both once they are of one length (Hugging Face's "longest_first"). \throws Error
/// kInvalidArgument where `max_length` does not hold the frame, and as encode() does.
[[nodiscard]] TokenPair encode_pair(const SubwordTokenizer& tokenizer, std::string_view first, std::string_view second,
                                    std::size_t max_length);

}  // namespace emo3d::text
