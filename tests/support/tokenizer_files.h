#pragma once

#include <bit>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/text/code_points.h"

/// Small tokenizer files that tests write themselves, sound ones and others.
namespace emo3d::testing {

/// The tokens of a CLIP vocabulary: 256 bytes, the same at the end of a word, what merges make, start and end.
inline std::vector<std::string> clip_tokens(const std::vector<std::pair<std::string, std::string>>& merges) {
  std::vector<std::string> tokens;
  for (const char* end : {"", "</w>"}) {
    char32_t next = 0x100;
    for (char32_t byte = 0; byte < 256; ++byte) {
      const bool visible = (byte > 0x20 && byte < 0x7F) || (byte > 0xA0 && byte != 0xAD);
      tokens.push_back(text::to_utf8(std::u32string(1, visible ? byte : next++)) + end);
    }
  }
  for (const auto& [left, right] : merges) tokens.push_back(left + right);
  tokens.insert(tokens.end(), {"<|startoftext|>", "<|endoftext|>"});
  return tokens;
}

/// vocab.json of tokens in the order of their ids.
inline std::string vocab_json(const std::vector<std::string>& tokens) {
  Json json = Json::object();
  for (std::size_t id = 0; id < tokens.size(); ++id) json[tokens[id]] = id;
  return json.dump();
}

inline std::string merges_txt(const std::vector<std::pair<std::string, std::string>>& merges) {
  std::string text = "#version: 0.2\n";
  for (const auto& [left, right] : merges) text += left + ' ' + right + '\n';
  return text;
}

/// A piece of a SentencePiece model; type 1 is normal, 2 unknown, 3 control.
struct SentencePiece {
  std::string text;
  float score = 0;
  int type = 1;
};

/// A field of a protobuf message that holds bytes.
inline std::string proto_bytes(int number, std::string_view bytes) {
  std::string field(1, static_cast<char>(number << 3 | 2));
  std::size_t size = bytes.size();
  for (; size >= 0x80; size >>= 7) field += static_cast<char>(0x80 | (size & 0x7F));
  return field + static_cast<char>(size) + std::string(bytes);
}

/// A sentencepiece.bpe.model of <unk>, <s>, </s> and `pieces`, a unigram model with the given character map.
inline std::string sentencepiece_model(const std::vector<SentencePiece>& pieces, std::string_view character_map = {}) {
  std::vector<SentencePiece> all = {{"<unk>", 0, 2}, {"<s>", 0, 3}, {"</s>", 0, 3}};
  all.insert(all.end(), pieces.begin(), pieces.end());
  std::string model;
  for (const SentencePiece& piece : all) {
    std::string score(4, '\0');
    const auto bits = std::bit_cast<std::uint32_t>(piece.score);
    for (unsigned i = 0; i < 4; ++i) score[i] = static_cast<char>(bits >> (8 * i));
    model += proto_bytes(1, proto_bytes(1, piece.text) + '\x15' + score + '\x18' + static_cast<char>(piece.type));
  }
  model += proto_bytes(2, std::string("\x18\x01", 2));
  return model + proto_bytes(3, character_map.empty() ? std::string_view() : proto_bytes(2, character_map));
}

/// A model folder of the files given by name and bytes; it goes with the object.
class ModelFolder {
 public:
  explicit ModelFolder(const std::vector<std::pair<std::string, std::string>>& files) {
    for (const auto& [name, bytes] : files) write_file(path() / name, bytes);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }

 private:
  TemporaryDirectory directory_{"emo3d-tokenizer-"};
};

}  // namespace emo3d::testing
