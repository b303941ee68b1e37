#pragma once

#include <cstddef>
#include <string_view>

namespace emo3d::text {

/// Checks what libsentencepiece takes on trust of a model file (sentencepiece_model.proto), above all the compiled
/// character map, in which a wrong offset makes it read outside of its memory. Gives the number of pieces.
/// \throws Error kInvalidData naming `source`, the field and the expectation: a unigram model whose pieces begin with
/// <unk>, <s>, </s>, with finite scores and valid UTF-8.
[[nodiscard]] std::size_t check_sentencepiece_model(std::string_view bytes, std::string_view source);

}  // namespace emo3d::text
