#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace emo3d::encode {

/// What makes an embedding besides the content. Each is any text that differs where results differ.
struct EncoderIdentity {
  std::string_view model;          ///< Checksum of the model's files.
  std::string_view precision;      ///< "float32", "bfloat16", "int8".
  std::string_view pooling;        ///< "cls", "mean", "projection".
  std::string_view preprocessing;  ///< Version of what turns content into the model's input, with its options.
};

/// Names an embedding: SHA-256 of the content and of all that it was made with.
struct EmbeddingKey {
  std::array<std::byte, 32> sha256{};
  friend bool operator==(const EmbeddingKey&, const EmbeddingKey&) = default;
};

/// The key of this content (a text, or a file's bytes). Fields are told apart: no two different inputs are joined to
/// the same bytes.
[[nodiscard]] EmbeddingKey embedding_key(std::string_view content, const EncoderIdentity& encoder);

}  // namespace emo3d::encode
