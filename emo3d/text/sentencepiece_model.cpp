#include "emo3d/text/sentencepiece_model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include "emo3d/base/error.h"
#include "emo3d/base/proto_reader.h"
#include "emo3d/base/utf8.h"
#include "emo3d/text/vocabulary.h"

namespace emo3d::text {
namespace {

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void check_kind(const ProtoField& field, ProtoField::Kind kind, std::string_view source, std::string_view name) {
  check(field.kind == kind, ErrorCode::kInvalidData, "{}: the field {} is of the wrong type", source, name);
}

std::uint32_t word_at(std::string_view bytes, std::size_t index) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes.data() + 4 * index, sizeof(word));
  return word;
}

/// The map: the size of a trie in bytes, the trie as a double array of 32-bit units (darts-clone), and the texts that
/// its values point to, each ended by a zero byte. Whatever unit the library stands at, all units that it may go to
/// from there must lie inside the array, and the value that it may find inside the texts.
void check_character_map(std::string_view map, std::string_view source) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::string_view kName = "the compiled character map";
  if (map.empty()) return;
  check(map.size() >= 8, ErrorCode::kInvalidData, "{}: {} is truncated", source, kName);
  const std::size_t trie_bytes = word_at(map, 0);
  check(trie_bytes % 4 == 0 && trie_bytes >= 1024 && trie_bytes < map.size() - 4, ErrorCode::kInvalidData,
        "{}: {} has a trie of {} bytes in {}", source, kName, trie_bytes, map.size());
  const std::string_view trie = map.substr(4, trie_bytes);
  const std::string_view texts = map.substr(4 + trie_bytes);
  check(texts.back() == '\0', ErrorCode::kInvalidData, "{}: the texts of {} do not end", source, kName);
  const std::size_t units = trie_bytes / 4;
  for (std::size_t i = 0; i < units; ++i) {
    const std::uint32_t unit = word_at(trie, i);
    // A value is no unit to go on from, unless it stands at the root, where the library does not look what it is.
    if (i != 0 && (unit >> 31) != 0) continue;
    const std::size_t offset = std::size_t{unit >> 10} << ((unit & 0x200) >> 6);
    const std::size_t children = i ^ offset;
    check((children | 0xFF) < units, ErrorCode::kInvalidData, "{}: unit {} of {} points outside of it", source, i,
          kName);
    if ((unit & 0x100) == 0) continue;
    const std::uint32_t value = word_at(trie, children) & 0x7FFFFFFF;
    check(value < texts.size(), ErrorCode::kInvalidData, "{}: unit {} of {} has no text", source, i, kName);
  }
}

struct PieceEntry {
  std::string_view text;
  float score = 0;
  std::uint64_t type = 1;
};

/// \throws Error without the place of the piece.
PieceEntry parse_piece(std::span<const std::byte> message) {
  PieceEntry piece;
  ProtoReader reader(message, "message");
  while (const auto field = reader.next()) {
    if (field->number == 1) {
      check_kind(*field, ProtoField::Kind::kBytes, "message", "piece");
      piece.text = text_of(field->bytes);
    } else if (field->number == 2) {
      check_kind(*field, ProtoField::Kind::kFixed32, "message", "score");
      piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field->value));
    } else if (field->number == 3) {
      check_kind(*field, ProtoField::Kind::kVarint, "message", "type");
      piece.type = field->value;
    }
  }
  check(!piece.text.empty() && !find_invalid_utf8(piece.text) && piece.text.find('\0') == std::string_view::npos,
        ErrorCode::kInvalidData, "{} is no piece, expected UTF-8 of at least a character", quote(piece.text));
  check(std::isfinite(piece.score), ErrorCode::kInvalidData, "the score is not finite");
  return piece;
}

/// Checks piece number `index` of the model. That no other stands twice the library checks.
void check_piece(std::span<const std::byte> message, std::size_t index) {
  constexpr std::array<std::string_view, 3> kFirst = {"<unk>", "<s>", "</s>"};
  constexpr std::uint64_t kUnknown = 2, kControl = 3;
  const PieceEntry piece = parse_piece(message);
  if (index < kFirst.size()) {
    const std::uint64_t type = index == 0 ? kUnknown : kControl;
    check(piece.text == kFirst[index] && piece.type == type, ErrorCode::kInvalidData,
          "{} of type {}, expected {} of type {}", quote(piece.text), piece.type, kFirst[index], type);
  } else {
    check(piece.type != kUnknown, ErrorCode::kInvalidData, "a second unknown piece");
    check(std::ranges::find(kFirst, piece.text) == kFirst.end(), ErrorCode::kInvalidData, "a second {}", piece.text);
  }
}

void check_trainer(std::span<const std::byte> message, const std::string& source) {
  constexpr std::uint32_t kModelType = 3;
  constexpr std::uint64_t kUnigram = 1;
  ProtoReader reader(message, source);
  while (const auto field = reader.next())
    if (field->number == kModelType)
      check(field->kind == ProtoField::Kind::kVarint && field->value == kUnigram, ErrorCode::kInvalidData,
            "{}: a model of type {}, expected 1 (unigram)", source, field->value);
}

void check_normalizer(std::span<const std::byte> message, const std::string& source) {
  constexpr std::uint32_t kCharacterMap = 2;
  ProtoReader reader(message, source);
  while (const auto field = reader.next()) {
    if (field->number != kCharacterMap) continue;
    check_kind(*field, ProtoField::Kind::kBytes, source, "precompiled_charsmap");
    check_character_map(text_of(field->bytes), source);
  }
}

}  // namespace

std::size_t check_sentencepiece_model(std::string_view bytes, std::string_view source) {
  constexpr std::array<std::string_view, 6> kNames = {"", "pieces",           "trainer_spec", "normalizer_spec",
                                                      "", "denormalizer_spec"};
  constexpr std::size_t kFewest = 4;  // <unk>, <s>, </s> and one more
  check(bytes.size() <= kMaxTokenizerBytes, ErrorCode::kInvalidData, "{}: {} bytes, expected at most {}", source,
        bytes.size(), kMaxTokenizerBytes);
  std::size_t pieces = 0;
  ProtoReader reader(std::as_bytes(std::span(bytes)), std::string(source));
  while (const auto field = reader.next()) {
    if (field->number >= kNames.size() || kNames[field->number].empty()) continue;
    check_kind(*field, ProtoField::Kind::kBytes, source, kNames[field->number]);
    const auto place = [&] { return fmt::format("{}: {}", source, kNames[field->number]); };
    if (field->number == 2) check_trainer(field->bytes, place());
    if (field->number == 3 || field->number == 5) check_normalizer(field->bytes, place());
    if (field->number != 1) continue;
    try {
      check_piece(field->bytes, pieces);
    } catch (const Error& e) {  // there are many pieces: their places are only made where they are told
      fail(e.code(), "{}: piece {}: {}", source, pieces, e.what());
    }
    ++pieces;
    check(pieces <= kMaxVocabulary, ErrorCode::kInvalidData, "{}: more than {} pieces", source, kMaxVocabulary);
  }
  check(pieces >= kFewest, ErrorCode::kInvalidData, "{}: {} pieces, expected at least {}", source, pieces, kFewest);
  return pieces;
}

}  // namespace emo3d::text
